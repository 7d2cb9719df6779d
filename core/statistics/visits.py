"""Visitors without cookies: who was here today, as a hash that nobody can make tomorrow.

A mark is a hash of the day's salt, the network address, the name of the browser, the site and the
page. The database keeps a mark once, whichever process writes it, so a new mark is a new visitor.
Marks and salts go when the day is over; the counts stay. Address and browser wait in memory for a
few seconds, and are written nowhere.
"""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import local
from core.db.counted import changed
from core.statistics.models import DailySalt, VisitorMark

GRACE = timedelta(minutes=10)
"""So long after midnight the last views of a day may still be written."""
BATCH = 2000
_ROBOT = re.compile(
    rb"bot|crawl|spider|slurp|preview|monitor|scan|fetch|headless|curl|wget|python|java/|go-http"
    rb"|libwww|okhttp|axios|node",
    re.IGNORECASE,
)


Visit = tuple[tuple[date, int, str], str, bytes]
"""A page of a site on a day, the address that limits count by, and what the browser is called."""


@lru_cache(maxsize=2048)
def is_browser(agent: bytes) -> bool:
    """Whether a program that says this of itself shows pages to people; most robots say so."""
    return b"Mozilla/" in agent and _ROBOT.search(agent) is None


def wants_no_mark(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a visitor asks not to be followed: such a one is not told apart from others."""
    return headers.get(b"sec-gpc") == b"1" or headers.get(b"dnt") == b"1"


def oldest_open(at: datetime) -> date:
    """Return the first day of which visitors may still be written at this moment."""
    return local(at - GRACE).date()


async def salts_of(session: AsyncSession, days: Iterable[date]) -> dict[date, bytes]:
    """Return the salt of each day, made when it is the first; all processes get the same."""
    insert: Any = _insert(session)
    wanted = sorted(set(days))
    rows = [{"day": day, "salt": secrets.token_hex(32)} for day in wanted]
    if not rows:
        return {}
    await session.execute(insert(DailySalt).on_conflict_do_nothing(index_elements=["day"]), rows)
    found = await session.execute(
        select(DailySalt.day, DailySalt.salt).where(DailySalt.day.in_(wanted))
    )
    return {day: bytes.fromhex(salt) for day, salt in found}


async def count_new(
    session: AsyncSession, visits: Iterable[Visit], at: datetime
) -> Counter[tuple[date, int, str]]:
    """Write marks and return how many visitors are new, by day, site and path.

    An empty path counts the site as a whole. Visits of days that are over count no more.
    """
    first = oldest_open(at)
    still = [visit for visit in visits if visit[0][0] >= first]
    salts = await salts_of(session, (day for (day, _, _), _, _ in still))
    marks: dict[tuple[date, int, str], str] = {}
    for (day, site_id, page), actor, agent in still:
        for path in ("", page):
            marks[day, site_id, mark_of(salts[day], actor, agent, site_id, path)] = path
    insert: Any = _insert(session)
    statement = (
        insert(VisitorMark)
        .on_conflict_do_nothing(index_elements=["day", "site_id", "mark"])
        .returning(VisitorMark.day, VisitorMark.site_id, VisitorMark.mark)
    )
    found: Counter[tuple[date, int, str]] = Counter()
    keys = sorted(marks)  # in one order for all processes: rows are locked one by one
    for start in range(0, len(keys), BATCH):
        rows = [
            {"day": day, "site_id": site_id, "mark": mark}
            for day, site_id, mark in keys[start : start + BATCH]
        ]
        for day, site_id, mark in (await session.execute(statement, rows)).all():
            found[day, site_id, marks[day, site_id, mark]] += 1
    return found


def mark_of(salt: bytes, actor: str, agent: bytes, site_id: int, path: str) -> str:
    """Return the mark of a visitor on a page, or with an empty path on the site."""
    said = b"\0".join((actor.encode(), agent, b"%d" % site_id, path.encode("utf-8")))
    return blake2b(said, key=salt, digest_size=16).hexdigest()


async def forget_marks(session: AsyncSession, before: datetime) -> int:
    """Throw marks and salts away of the days that were over at a moment."""
    day = local(before).date()
    await session.execute(delete(DailySalt).where(DailySalt.day < day))
    return await changed(session, delete(VisitorMark).where(VisitorMark.day < day))


def _insert(session: AsyncSession) -> Any:
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
