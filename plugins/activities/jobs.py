"""Work behind the scenes of activities."""

from core.content.service import touch_content
from core.declarations import Job, JobContext, Schedule
from plugins.activities import schedule


async def write_ahead(ctx: JobContext) -> None:
    """Write dates for series whose written dates come to an end, until none is left."""
    while True:
        async with ctx.write() as session:
            ids = await schedule.due(session, ctx.now)
            if not ids:
                return
            await schedule.write_dates(session, ids, ctx.now)
            await touch_content(session, ids)


JOBS = (Job("activities.dates", write_ahead, label="De data van het komende jaar opschrijven"),)
SCHEDULES = (Schedule("activities.dates", minutes=360),)
