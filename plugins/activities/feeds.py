"""Activities as calendars, as Atom and as schema.org data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.response import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.content.models import Content
from core.feeds.atom import AtomEntry, AtomFeed, atom
from core.feeds.calendar import CalendarEvent, Otherwise, calendar, first_date
from core.freshness.said import freshness
from core.web.pages import kept, site_url
from core.web.view import View
from plugins.activities.agenda import Dated
from plugins.activities.exceptions import OneDate, exceptions
from plugins.activities.models import DATED, Activity
from plugins.activities.schedule import others_of, recurrence_of
from plugins.activities.service import held_words

MOST = 300
"""Activities in one feed."""


@dataclass(frozen=True, slots=True)
class Item:
    """An activity as feeds need it."""

    id: int
    title: str
    slug: str
    summary: str
    place: str
    owner: str
    updated_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    step: str
    paused_until: datetime | None
    uid: str
    sequence: int
    tz: str
    lon: float | None
    lat: float | None
    rule: Any
    """``core.recurrence.Recurrence``, or None for an ongoing offer."""
    otherwise: tuple[OneDate, ...]
    """Dates that do not take place, or are moved."""
    held: str = ""


async def load_items(session: AsyncSession, ids: Sequence[int]) -> list[Item]:
    """Return activities for a feed, in the order of ``ids``; costs two statements."""
    owner = aliased(Content)
    rows = await session.execute(
        select(Activity, owner.title.label("owner_title"))
        .outerjoin(owner, owner.id == Activity.owner_id)
        .where(Activity.id.in_(ids[:MOST]))
    )
    others = await others_of(session, ids[:MOST])
    found = {row.id: _item(row, title or "", others.get(row.id, ())) for row, title in rows}
    return [found[id_] for id_ in ids if id_ in found]


def _item(row: Activity, owner: str, others: Sequence[Any]) -> Item:
    street = f"{row.street} {row.house_number}".strip()
    place = ", ".join(part for part in (row.place_name, street, row.city) if part)
    dated = row.mode == DATED and row.first_date is not None and row.starts is not None
    rule = recurrence_of(row) if dated else None
    return Item(
        row.id, row.title, row.slug, row.summary, place, owner, row.updated_at,
        row.confirmed_at, row.confirmed_by, row.step, row.paused_until, row.uid, row.sequence,
        row.timezone, row.lon, row.lat, rule,
        tuple(exceptions(rule, others)) if rule else (), row.held,
    )  # fmt: skip


def calendar_events(
    view: View, items: Iterable[Item], lines: Sequence[Dated] | None = None
) -> list[CalendarEvent]:
    """Return events: whole series, or the single dates in ``lines`` where those are given."""
    by_id = {item.id: item for item in items}
    if lines is not None:
        return [
            _event(view, by_id[line.activity_id], line.starts_at, line.ends_at, line)
            for line in lines
            if line.activity_id in by_id
        ]
    found = []
    for item in by_id.values():
        first = first_date(item.rule) if item.rule else None
        if first:
            found.append(_event(view, item, *first, None))
    return found


def _event(
    view: View, item: Item, starts_at: datetime, ends_at: datetime | None, line: Dated | None
) -> CalendarEvent:
    single = line is not None
    planned = line.moved_from or starts_at if line else starts_at
    suffix = f"-{planned:%Y%m%dT%H%M}" if single else ""
    note = line.note if line else ""
    is_cancelled = bool(line and line.is_cancelled)
    is_series = bool(item.rule and (item.rule.rrule or item.rule.rdates)) and not single
    if not single and not is_series and item.otherwise:
        (other,) = item.otherwise
        starts_at, ends_at, note = other.starts_at, other.ends_at, other.note
        is_cancelled = other.is_cancelled
    return CalendarEvent(
        uid=f"{item.uid}{suffix}",
        sequence=item.sequence,
        title=item.title,
        description="\n".join(filter(None, (note, item.summary))),
        location=", ".join(filter(None, (held_words(item.held, view.words), item.place))),
        url=f"{site_url(view)}/activiteiten/{item.slug}",
        modified=item.updated_at,
        starts_at=starts_at,
        ends_at=ends_at,
        tz=item.tz,
        rule=item.rule if is_series else None,
        otherwise=tuple(_told(one) for one in item.otherwise) if is_series else (),
        lon=item.lon,
        lat=item.lat,
        is_cancelled=is_cancelled,
    )


def _told(one: OneDate) -> Otherwise:
    return Otherwise(one.planned, one.starts_at, one.ends_at, one.is_cancelled, one.note)


def calendar_answer(
    view: View, request: Request[Any, Any, Any], name: str, path: str, events: list[CalendarEvent]
) -> Response[bytes]:
    """Answer a calendar that a phone can subscribe to."""
    body = calendar(name, site_url(view) + path, view.visit.language, events, view.now)
    disposition = 'inline; filename="buurtbasis.ics"'
    headers = {"Content-Disposition": disposition}
    return kept(request, body, "text/calendar; charset=utf-8", **headers)


def atom_answer(
    view: View, request: Request[Any, Any, Any], title: str, paths: dict[str, str],
    items: Iterable[Item],
) -> Response[bytes]:  # fmt: skip
    """Answer activities as Atom."""
    base = site_url(view)
    feed = AtomFeed(
        id=base + paths["atom"],
        title=title,
        self_url=base + paths["atom"],
        page_url=base + paths["list"],
        author=view.visit.site.name,
        language=view.visit.language,
    )

    def summary(item: Item) -> str:
        said = freshness(view.words, item, view.now, view.visit.expires)
        return f"{item.summary}\n{said}".strip()

    entries = [
        AtomEntry(
            id=f"urn:uuid:{item.uid}",
            title=item.title,
            summary=summary(item),
            url=f"{base}/activiteiten/{item.slug}",
            updated=item.updated_at,
            author=item.owner,
        )
        for item in items
    ]
    return kept(request, atom(feed, entries, view.now), "application/atom+xml; charset=utf-8")
