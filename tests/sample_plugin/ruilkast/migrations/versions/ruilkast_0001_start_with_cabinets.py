"""Start with cabinets."""

import sqlalchemy as sa
from alembic import op

revision = "ruilkast_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "ruilkast_cabinet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holds", sa.String(length=300), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.BigInteger(), nullable=True),
        sa.Column("is_quiet", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["content.id"], name=op.f("fk_ruilkast_cabinet_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruilkast_cabinet")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("ruilkast_cabinet")
