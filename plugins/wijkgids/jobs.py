"""Making guides, one after the other, behind the scenes."""

import logging

from core.clock import now
from core.declarations import Job, JobContext, Schedule
from core.mail.senders import read_senders
from core.web.locales import load_words
from plugins.wijkgids import service
from plugins.wijkgids.drawing import draw
from plugins.wijkgids.gather import gather
from plugins.wijkgids.models import DRAWING, FAILED, READY

log = logging.getLogger(__name__)


async def make_wanted(ctx: JobContext) -> None:
    """Make every guide that was asked for; one that cannot be made leaves the others."""
    while True:
        async with ctx.write() as session:
            key = await service.take(session)
            await service.forget_old(session)
        if key is None:
            return
        try:
            await _make(ctx, *key)
        except Exception:
            log.exception("The guide %s could not be made", key)
            async with ctx.write() as session:
                await service.set_state(session, *key, FAILED)


async def _make(ctx: JobContext, area_id: int, size: str, language: str) -> None:
    words = load_words(language, (plugin.folder for plugin in ctx.registry.plugins))
    async with ctx.write() as session:
        version = await service.version_of(session, area_id)
        sender = (await read_senders(session, ctx.settings, ctx.registry))[None]
        contents = await gather(session, area_id, words, now(), sender)
        await service.set_state(session, area_id, size, language, DRAWING)
    drawn = await draw(contents, large=size == service.LARGE)
    async with ctx.write() as session:
        await service.set_state(
            session, area_id, size, language, READY, made_at=now(), version=version,
            content=drawn.content, pages=drawn.pages, file_size=len(drawn.content),
        )  # fmt: skip


JOBS = (Job(service.JOB, make_wanted, label="Wijkgidsen maken"),)
SCHEDULES = (Schedule(service.JOB, minutes=5),)
