"""Say where an activity is held and who welcomes somebody who comes alone."""

import sqlalchemy as sa
from alembic import op

revision = "activities_0002"
down_revision = "activities_0001"
branch_labels = None
depends_on = None

TABLE = "activities_activity"
LAST_DATES = """
    update content set expires_at = (
        select max(over_at) from activities_occurrence where activity_id = content.id
    )
    where kind = 'activity' and expires_at is null and id in (
        select id from activities_activity where mode = 'dated' and rrule = ''
    )
"""
"""Series say when they end as soon as their dates are written again."""


def upgrade() -> None:
    """Apply the change."""
    come_alone = sa.Column("come_alone", sa.String(length=500), server_default="", nullable=False)
    op.add_column(TABLE, come_alone)
    op.add_column(TABLE, sa.Column("held", sa.String(length=10), server_default="", nullable=False))
    op.execute(LAST_DATES)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column(TABLE, "held")
    op.drop_column(TABLE, "come_alone")
