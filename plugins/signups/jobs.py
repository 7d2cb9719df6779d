"""Work behind the scenes of sign-ups."""

from core.declarations import Job, JobContext, Schedule
from plugins.signups.stock import lock, stocks_to_settle


async def sweep(ctx: JobContext) -> None:
    """Free the places of holds and offers that were not answered, and offer them to the next."""
    async with ctx.write() as session:
        ids = await stocks_to_settle(session, ctx.now)
    for id_ in ids:
        async with ctx.write() as session:
            await lock(session, id_)


JOBS = (Job("signups.sweep", sweep, label="Plekken die niet bevestigd zijn weer vrijgeven"),)
SCHEDULES = (Schedule("signups.sweep", minutes=5),)
