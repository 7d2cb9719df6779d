"""What programs read of activities: the offer of organisations, and its dates."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from core.api.asked import Asked
from core.api.entries import (
    CURSOR,
    FILTERS,
    find_entries,
    is_kept,
    load_owners,
    load_rows,
    moment,
    show_entries,
)
from core.api.shapes import (
    ADDRESS,
    DAY,
    ENTRY,
    LINKED,
    MOMENT,
    TEXT,
    WHOLE,
    YES_NO,
    maybe,
    thing,
)
from core.content.models import PUBLISHED, Content
from core.content.service import find_entry
from core.errors import NotFound
from core.web.searching import prepare
from hooks import ApiPage, ApiResource
from plugins.activities.agenda import Agenda, Dated, about, find_agenda
from plugins.activities.finding import wanted
from plugins.activities.listing import note_expiry
from plugins.activities.models import Activity, Occurrence
from plugins.activities.service import PATH

ACTIVITIES, OCCURRENCES = "activities", "occurrences"
OCCURRENCE_CURSOR = "^[0-9]{1,11}-[0-9]{1,18}$"
ACTIVITY = thing(
    **ENTRY,
    organisation=maybe(LINKED),
    mode={"type": "string", "enum": ["dated", "ongoing"]},
    schedule=thing(
        firstDate=maybe(DAY), starts=maybe(TEXT), ends=maybe(TEXT), rrule=TEXT,
        extraDates={"type": "array", "items": DAY}, skippedDates={"type": "array", "items": DAY},
        timezone=TEXT, note=TEXT,
    ),
    held={"type": "string", "enum": ["own", "address", "phone", "online", ""]},
    price=thing(cents=maybe(WHOLE), note=TEXT),
    ageFrom=maybe(WHOLE), ageTo=maybe(WHOLE),
    howToJoin=TEXT, whatToBring=TEXT, comeAlone=TEXT, contactName=TEXT,
)  # fmt: skip
OCCURRENCE = thing(
    id=TEXT, url=ADDRESS, activity=LINKED, page=ADDRESS, startsAt=MOMENT, endsAt=maybe(MOMENT),
    isCancelled=YES_NO,
)  # fmt: skip


async def find_activities(asked: Asked) -> ApiPage:
    """Return a page of activities, by title."""
    free = tuple(about(free=asked.query.free, alone=False, spoken=""))
    found = await find_entries(asked, "activity", free)
    rows = await load_rows(asked, Activity, found.ids)
    return ApiPage(await _activities(asked, rows), found.next_key)


async def read_activity(asked: Asked, id_: str) -> dict[str, Any]:
    """Return one activity; raises NotFound, Gone or Moved."""
    row = await find_entry(asked.session, Activity, f"/api/v1/{ACTIVITIES}", id_)
    return (await _activities(asked, [row]))[0]


async def _activities(asked: Asked, rows: list[Any]) -> list[dict[str, Any]]:
    owners = await load_owners(asked, rows)
    shown = await show_entries(asked, rows, PATH, owners)
    return [
        {**entry, **_own(row, owners), "contactName": row.contact_name if is_kept(row, owners)
         else ""}
        for row, entry in zip(rows, shown, strict=True)
    ]  # fmt: skip


def _own(row: Any, owners: dict[int, Any]) -> dict[str, Any]:
    owner = owners.get(row.owner_id)
    return {
        "organisation": {"id": owner.slug, "title": owner.title} if owner else None,
        "mode": row.mode,
        "schedule": {
            "firstDate": row.first_date.isoformat() if row.first_date else None,
            "starts": row.starts.isoformat("minutes") if row.starts else None,
            "ends": row.ends.isoformat("minutes") if row.ends else None,
            "rrule": row.rrule,
            "extraDates": list(row.extra_dates),
            "skippedDates": list(row.skipped_dates),
            "timezone": row.timezone,
            "note": row.schedule_note,
        },
        "held": row.held,
        "price": {"cents": row.price_cents, "note": row.price_note},
        "ageFrom": row.age_from,
        "ageTo": row.age_to,
        "howToJoin": row.how_to_join,
        "whatToBring": row.what_to_bring,
        "comeAlone": row.come_alone,
    }


async def find_occurrences(asked: Asked) -> ApiPage:
    """Return a page of the coming dates, by time."""
    search = await prepare(asked.view, asked.query, "activity")
    want = wanted(asked.view, search)
    if want.until is not None and want.until <= want.since:
        return ApiPage([])
    if asked.cursor:
        seconds, _, id_ = asked.cursor.partition("-")
        want = replace(want, after=(datetime.fromtimestamp(int(seconds), UTC), int(id_)))
    found: Agenda = await find_agenda(asked.session, want, asked.page_size)
    note_expiry(asked.view, found.lines)
    return ApiPage(await _occurrences(asked, found.lines), found.next_key)


async def read_occurrence(asked: Asked, id_: str) -> dict[str, Any]:
    """Return one date; raises NotFound."""
    if not (id_.isascii() and id_.isdigit() and len(id_) < 19):
        raise NotFound("Deze datum is er niet meer.")
    rows = await asked.session.execute(
        select(
            Occurrence.id, Occurrence.activity_id, Occurrence.starts_at, Occurrence.ends_at,
            Occurrence.over_at, Occurrence.is_cancelled,
        )
        .where(Occurrence.id == int(id_))
    )  # fmt: skip
    shown = await _occurrences(asked, [Dated(*row) for row in rows])
    if not shown:
        raise NotFound("Deze datum is er niet meer.")
    return shown[0]


async def _occurrences(asked: Asked, lines: list[Dated]) -> list[dict[str, Any]]:
    """Return dates with the names of their activities, of those that are on the site."""
    found = await asked.session.execute(
        select(Content.id, Content.slug, Content.title).where(
            Content.id.in_({line.activity_id for line in lines}), Content.status == PUBLISHED
        )
    )
    named = {row.id: row for row in found}
    return [
        {
            "id": str(line.id),
            "url": asked.url(str(line.id)),
            "activity": {"id": named[line.activity_id].slug,
                         "title": named[line.activity_id].title},
            "page": asked.page(f"{PATH}/{named[line.activity_id].slug}"),
            "startsAt": moment(line.starts_at),
            "endsAt": moment(line.ends_at),
            "isCancelled": line.is_cancelled,
        }
        for line in lines
        if line.activity_id in named
    ]  # fmt: skip


RESOURCES = (
    ApiResource(
        path=ACTIVITIES,
        name="Activity",
        about="What organisations offer, by title",
        shape=ACTIVITY,
        find=find_activities,
        read=read_activity,
        filters=(*FILTERS, "free"),
        cursor=CURSOR,
    ),
    ApiResource(
        path=OCCURRENCES,
        name="Occurrence",
        about="The coming dates of activities, by time",
        shape=OCCURRENCE,
        find=find_occurrences,
        read=read_occurrence,
        filters=(
            *(name for name in FILTERS if name != "modifiedAfter"), "free", "from", "to",
        ),
        cursor=OCCURRENCE_CURSOR,
    ),
)  # fmt: skip
