"""Work behind the scenes of cabinets: which have not been seen for long."""

from datetime import timedelta

from sqlalchemy import func, select, update

from core.content.service import touch_content
from core.manage.preferences import read_preferences
from hooks import JobContext, Setting
from ruilkast.models import Cabinet

QUIET_DAYS = Setting(
    "ruilkast.days", "Na hoeveel dagen zonder bezoek een ruilkast dat zegt", 60,
    minimum=7, maximum=365,
)  # fmt: skip


async def mark_quiet(ctx: JobContext) -> None:
    """Mark cabinets that nobody has seen for as long as the setting says; a repeat does nothing."""
    async with ctx.write() as session:
        days = (await read_preferences(session, [QUIET_DAYS]))["ruilkast.days"]
        last = func.coalesce(Cabinet.seen_at, Cabinet.created_at)
        ids = list(
            await session.scalars(
                select(Cabinet.id).where(
                    last < ctx.now - timedelta(days=days), Cabinet.is_quiet.is_(False)
                )
            )
        )
        if ids:
            quiet = update(Cabinet).where(Cabinet.id.in_(ids)).values(is_quiet=True)
            await session.execute(quiet.execution_options(synchronize_session=False))
            await touch_content(session, ids)
