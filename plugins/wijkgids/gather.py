"""Everything that stands in the guide of an area, as plain values for the page maker."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import at_local, local
from core.content.models import PUBLISHED
from core.content.vocabulary import Vocabulary, read_vocabulary
from core.mail.senders import Sender
from core.neighbourhoods import service as areas
from core.neighbourhoods.models import AreaAncestor
from core.organisations.models import Organisation
from core.organisations.unclaimed import without_personal
from core.words import Words
from plugins.activities.api import Printed, activities_for_print
from plugins.wijkgids.outline import outline_svg

WEEKS = 4
"""So far ahead the agenda of the guide looks."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contact:
    """An organisation as the guide prints it."""

    id: int
    title: str
    summary: str
    category_id: int | None
    address: str
    phone: str
    email: str
    website: str


async def gather(
    session: AsyncSession, area_id: int, words: Words, now: datetime, sender: Sender
) -> dict[str, Any]:
    """Return the contents of the guide of an area: texts only, no markup.

    ``sender`` is the platform's own site.
    """
    area = await areas.by_id(session, area_id)
    vocabulary = await read_vocabulary(session)
    today = local(now).date()
    first = at_local(today, time.min)
    last = at_local(today + timedelta(weeks=WEEKS), time.min)
    printed = await activities_for_print(session, area_id, first, last, words)
    contacts = await _contacts(session, area_id)
    say = words.gettext
    return {
        "language": words.language,
        "title": say("Wijkgids %(area)s") % {"area": area.name},
        "area": area.name,
        "site": sender.name,
        "url": f"{sender.base_url}/buurten/{area.slug}",
        "made": words.date(today, today) + f" {today.year}",
        "outline": await outline_svg(session, area_id),
        "outline_alt": say("De vorm van %(area)s op de kaart") % {"area": area.name},
        "words": _labels(say),
        "week": _week(printed, words),
        "agenda": _agenda(printed, words, today),
        "ongoing": _by_category(printed, vocabulary, say, _offer),
        "organisations": _by_category(contacts, vocabulary, say, _entry(words)),
        "phones": [
            {"name": one.title, "phone": words.phone(one.phone)} for one in contacts if one.phone
        ],
    }


async def _contacts(session: AsyncSession, area_id: int) -> list[Contact]:
    o = Organisation
    rows = await session.execute(
        select(
            o.id, o.title, o.summary, o.category_id, o.street, o.house_number, o.postcode, o.city,
            o.phone, o.email, o.website, o.claimed_at,
        )
        .join(AreaAncestor, AreaAncestor.area_id == o.area_id)
        .where(AreaAncestor.ancestor_id == area_id, o.status == PUBLISHED)
        .order_by(o.sort_key, o.id)
    )  # fmt: skip
    found = []
    for row in rows:
        street = f"{row.street} {row.house_number}".strip()
        town = f"{row.postcode} {row.city}".strip()
        contact = Contact(
            row.id, row.title, row.summary, row.category_id,
            ", ".join(part for part in (street, town) if part),
            row.phone, row.email, row.website,
        )  # fmt: skip
        found.append(contact if row.claimed_at else without_personal(contact))
    return found


def _entry(words: Words) -> Callable[[Any], Line]:
    def entry(one: Contact) -> Line:
        return {
            "title": one.title, "summary": one.summary, "address": one.address,
            "phone": words.phone(one.phone), "email": one.email,
            "website": one.website.removeprefix("https://").removeprefix("http://").rstrip("/"),
        }  # fmt: skip

    return entry


def _offer(one: Printed) -> Line | None:
    if not one.is_ongoing:
        return None
    return {
        "title": one.title, "summary": one.summary, "when": one.when, "owner": one.owner,
        "place": one.place, "phone": one.phone, "price": one.price, "join": one.how_to_join,
    }  # fmt: skip


def _by_category(
    entries: Iterable[Any], vocabulary: Vocabulary, say: Callable[[str], str],
    line: Callable[[Any], Line | None],
) -> list[dict[str, Any]]:  # fmt: skip
    """Return groups in the order of the main categories; what has none comes last."""
    groups: dict[str, list[Line]] = {}
    for one in entries:
        found = line(one)
        if found is not None:
            groups.setdefault(_root(vocabulary, one.category_id), []).append(found)
    order = [*((term.slug, term.name) for term in vocabulary.roots()), ("", say("En verder"))]
    return [{"title": say(name), "entries": groups[slug]} for slug, name in order if slug in groups]


def _root(vocabulary: Vocabulary, category_id: int | None) -> str:
    term = vocabulary.by_id.get(category_id) if category_id else None
    if term is None:
        return ""
    return term.parent or term.slug


def _week(printed: Sequence[Printed], words: Words) -> list[dict[str, Any]]:
    """Return what there is each Monday, Tuesday …, from the coming dates of weekly series."""
    days: dict[int, dict[tuple[time, int], Line]] = {}
    for one in printed:
        for when in one.dates if one.is_weekly else ():
            begin = local(when.starts_at)
            line = {**_timed(one, when, words), "often": one.when.partition(",")[0]}
            days.setdefault(begin.weekday(), {}).setdefault((begin.time(), one.id), line)
    monday = date(2024, 1, 1)
    return [
        {
            "title": words.weekday(monday + timedelta(days=number)),
            "entries": [line for _, line in sorted(days[number].items(), key=lambda item: item[0])],
        }
        for number in sorted(days)
    ]


def _agenda(printed: Sequence[Printed], words: Words, today: date) -> list[dict[str, Any]]:
    """Return what is not there every week, by day."""
    days: dict[date, list[tuple[time, int, Line]]] = {}
    for one in printed:
        for when in one.dates:
            if one.is_weekly and not when.is_cancelled:
                continue
            begin = local(when.starts_at)
            found = {**_timed(one, when, words), "cancelled": when.is_cancelled}
            days.setdefault(begin.date(), []).append((begin.time(), one.id, found))
    return [
        {
            "title": words.date(day, today),
            "entries": [line for _, _, line in sorted(days[day], key=lambda item: item[:2])],
        }
        for day in sorted(days)
    ]


def _timed(one: Printed, when: Any, words: Words) -> dict[str, Any]:
    end = local(when.ends_at).time() if when.ends_at else None
    return {
        "time": words.time(local(when.starts_at).time(), end), "title": one.title,
        "place": one.place, "owner": one.owner, "price": one.price, "phone": one.phone,
    }  # fmt: skip


def _labels(say: Callable[[str], str]) -> dict[str, str]:
    return {
        "week": say("Elke week"),
        "week_about": say("Vaste activiteiten, per dag. Bel even als je ver moet komen."),
        "agenda": say("De komende weken"),
        "ongoing": say("Altijd bereikbaar"),
        "organisations": say("Organisaties"),
        "phones": say("Telefoonnummers"),
        "cancelled": say("gaat niet door"),
        "made": say("Gemaakt op"),
        "wrong": say(
            "Klopt er iets niet? Meld het op de pagina op internet, dan passen we het aan."
        ),
        "more": say("Alles, en altijd de nieuwste gegevens:"),
        "nothing": say("Hier is nog niets bekend."),
        "by": say("door"),
        "page": say("bladzijde"),
    }
