"""Guides are asked for, made behind the scenes, and kept until something changes in the area."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.db.changes import EVERYTHING, read_versions
from core.db.hints import hint
from core.errors import NotFound
from core.neighbourhoods.models import Area
from plugins.wijkgids.models import BUSY, DRAWING, FAILED, GATHERING, READY, WANTED, Guide

JOB = "wijkgids.make"
NORMAL, LARGE = "normaal", "groot"
SIZES = (NORMAL, LARGE)
FRESH = timedelta(days=1)
"""An agenda of coming weeks is made anew after a day, also when nothing changed."""
STUCK = timedelta(minutes=10)
"""After so long without news it is begun again: its maker was stopped."""
FORGOTTEN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class GuideView:
    """A guide as its page shows it; ``made_at`` is None until there is one to read."""

    size: str
    state: str
    made_at: datetime | None
    is_current: bool
    pages: int
    file_size: int

    @property
    def is_busy(self) -> bool:
        """Whether one is being made."""
        return self.state in BUSY


async def guides_of(session: AsyncSession, area_id: int, language: str) -> dict[str, GuideView]:
    """Return the guides of an area by size; those nobody asked for yet are not there."""
    version = await version_of(session, area_id)
    rows = await session.scalars(
        select(Guide).where(Guide.area_id == area_id, Guide.language == language)
    )
    return {row.size: _view(row, version) for row in rows}


async def version_of(session: AsyncSession, area_id: int) -> str:
    """Return what changes when something changes that the guide of an area may show."""
    versions = await read_versions(session)
    municipality = await session.scalar(select(Area.municipality_id).where(Area.id == area_id))
    if municipality is None:  # above municipalities everything counts
        return f"*{sum(versions.values())}"
    return f"{versions.get(EVERYTHING, 0)}.{versions.get(municipality, 0)}"


async def ask(session: AsyncSession, area_id: int, size: str, language: str) -> None:
    """Ask for a guide, unless a current one is there or one is being made."""
    at, version = now(), await version_of(session, area_id)
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {"state": WANTED, "asked_at": at}
    await session.execute(
        dialect.insert(Guide)
        .values(
            area_id=area_id, size=size, language=language, **values,
            version="", pages=0, file_size=0,
        )
        .on_conflict_do_nothing(index_elements=["area_id", "size", "language"])
    )  # fmt: skip
    done = Guide.state.in_((READY, FAILED))
    is_old = (Guide.version != version) | (Guide.made_at < at - FRESH) | (Guide.state == FAILED)
    await session.execute(
        update(Guide)
        .where(*_key(area_id, size, language), done, is_old)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    hint(session, JOB)


async def take(session: AsyncSession) -> tuple[int, str, str] | None:
    """Take the guide that was asked for first, to make it; None when there is none."""
    at = now()
    first = (
        select(Guide.area_id, Guide.size, Guide.language)
        .where(
            (Guide.state == WANTED)
            | (Guide.state.in_((GATHERING, DRAWING)) & (Guide.asked_at < at - STUCK))
        )
        .order_by(Guide.asked_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await session.execute(first)).first()
    if row is None:
        return None
    await set_state(session, *row, GATHERING)
    return row.area_id, row.size, row.language


async def set_state(
    session: AsyncSession, area_id: int, size: str, language: str, state: str, **values: Any
) -> None:
    """Say how far the making of a guide is."""
    await session.execute(
        update(Guide)
        .where(*_key(area_id, size, language))
        .values(state=state, asked_at=now(), **values)
        .execution_options(synchronize_session=False)
    )


async def content_of(session: AsyncSession, area_id: int, size: str, language: str) -> bytes:
    """Return the PDF that was made last; raises NotFound when none was."""
    content = await session.scalar(select(Guide.content).where(*_key(area_id, size, language)))
    if content is None:
        raise NotFound(
            "Deze wijkgids is nog niet gemaakt. Vraag hem aan op de pagina van de buurt."
        )
    return content


async def forget_old(session: AsyncSession) -> None:
    """Delete guides that nobody asked for in a month."""
    await session.execute(delete(Guide).where(Guide.asked_at < now() - FORGOTTEN))


def _key(area_id: int, size: str, language: str) -> tuple[Any, ...]:
    return (Guide.area_id == area_id, Guide.size == size, Guide.language == language)


def _view(row: Guide, version: str) -> GuideView:
    is_current = row.version == version and bool(row.made_at and row.made_at > now() - FRESH)
    return GuideView(row.size, row.state, row.made_at, is_current, row.pages, row.file_size)
