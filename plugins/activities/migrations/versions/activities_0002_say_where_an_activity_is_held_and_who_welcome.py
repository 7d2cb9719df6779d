"""Say where an activity is held and who welcomes somebody who comes alone."""

import sqlalchemy as sa
from alembic import op

revision = "activities_0002"
down_revision = "activities_0001"
branch_labels = None
depends_on = None

TABLE = "activities_activity"


def upgrade() -> None:
    """Apply the change."""
    come_alone = sa.Column("come_alone", sa.String(length=500), server_default="", nullable=False)
    op.add_column(TABLE, come_alone)
    op.add_column(TABLE, sa.Column("held", sa.String(length=10), server_default="", nullable=False))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column(TABLE, "held")
    op.drop_column(TABLE, "come_alone")
