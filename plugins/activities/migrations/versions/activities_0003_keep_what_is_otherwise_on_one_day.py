"""Keep what is otherwise on one day of a series, and the holidays that it leaves out."""

from datetime import UTC
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "activities_0003"
down_revision = "activities_0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
ACTIVITY, OCCURRENCE = "activities_activity", "activities_occurrence"


def upgrade() -> None:
    """Apply the change; dates that do not take place already are kept by their day."""
    skips = sa.Column("skips", sa.String(length=100), server_default="", nullable=False)
    op.add_column(ACTIVITY, skips)
    op.add_column(OCCURRENCE, sa.Column("moved_from", AT, nullable=True))
    note = sa.Column("note", sa.String(length=200), server_default="", nullable=False)
    op.add_column(OCCURRENCE, note)
    made = op.create_table(
        "activities_exception",
        sa.Column("id", BIG, nullable=False),
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities_activity.id"],
            name=op.f("fk_activities_exception_activity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities_exception")),
        sa.UniqueConstraint(
            "activity_id", "day", name=op.f("uq_activities_exception_activity_id_day")
        ),
    )
    _keep_cancelled(made)


def _keep_cancelled(made: sa.Table) -> None:
    activity = sa.table(ACTIVITY, sa.column("id"), sa.column("timezone"))
    occurrence = sa.table(
        OCCURRENCE, sa.column("activity_id"), sa.column("starts_at", AT),
        sa.column("is_cancelled", sa.Boolean()),
    )  # fmt: skip
    rows = op.get_bind().execute(
        sa.select(occurrence.c.activity_id, occurrence.c.starts_at, activity.c.timezone)
        .join(activity, activity.c.id == occurrence.c.activity_id)
        .where(occurrence.c.is_cancelled)
    )
    days = set()
    for id_, at, zone in rows:
        aware = at if at.tzinfo else at.replace(tzinfo=UTC)
        days.add((id_, aware.astimezone(ZoneInfo(zone)).date()))
    if days:
        found = [{"activity_id": id_, "day": day, "note": ""} for id_, day in sorted(days)]
        op.bulk_insert(made, found)


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("activities_exception")
    op.drop_column(OCCURRENCE, "note")
    op.drop_column(OCCURRENCE, "moved_from")
    op.drop_column(ACTIVITY, "skips")
