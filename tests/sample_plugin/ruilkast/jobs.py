"""Work behind the scenes of cabinets: which have not been seen for long."""

from datetime import timedelta

from sqlalchemy import func, select, update

from core.content.service import touch_content
from core.mail.service import post
from core.manage.preferences import read_preferences
from hooks import Email, JobContext, Setting
from ruilkast.models import Cabinet

QUIET_DAYS = Setting(
    "ruilkast.days", "Na hoeveel dagen zonder bezoek een ruilkast dat zegt", 60,
    minimum=7, maximum=365,
)  # fmt: skip
QUIET_MAIL = Email(
    "ruilkast.quiet", "Stille ruilkast",
    "Je krijgt deze mail omdat je adres bij een ruilkast staat.", list_=True,
)  # fmt: skip


async def mark_quiet(ctx: JobContext) -> None:
    """Mark cabinets that nobody has seen for as long as the setting says, and mail who looks after
    them; a repeat does nothing."""
    async with ctx.write() as session:
        days = (await read_preferences(session, [QUIET_DAYS]))["ruilkast.days"]
        last = func.coalesce(Cabinet.seen_at, Cabinet.created_at)
        unseen = select(Cabinet).where(
            last < ctx.now - timedelta(days=days), Cabinet.is_quiet.is_(False)
        )
        rows = list(await session.scalars(unseen))
        for row in (row for row in rows if row.email):
            await post(
                session, QUIET_MAIL.key, row.email, key=f"{row.id}:{ctx.now:%Y-%m-%d}",
                data={"title": row.title, "path": f"/ruilkasten/{row.slug}"},
            )  # fmt: skip
        ids = [row.id for row in rows]
        if ids:
            quiet = update(Cabinet).where(Cabinet.id.in_(ids)).values(is_quiet=True)
            await session.execute(quiet.execution_options(synchronize_session=False))
            await touch_content(session, ids)
