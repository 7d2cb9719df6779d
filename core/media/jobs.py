"""Work behind the scenes of pictures."""

from core.declarations import Job, JobContext, Schedule
from core.media.service import delete_files, forget_unused


async def forget_pictures(ctx: JobContext) -> None:
    """Delete pictures that no entry shows any more: the rows first, then the files."""
    async with ctx.write() as session:
        hashes = await forget_unused(session)
    if hashes:
        async with ctx.write() as session:
            await delete_files(session, ctx.registry.storage, ctx.settings, hashes)


JOBS = (Job("core.pictures", forget_pictures, label="Foto's wissen die nergens meer staan"),)
SCHEDULES = (Schedule("core.pictures", minutes=6 * 60),)
