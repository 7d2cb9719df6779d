"""Activities for everybody: the page of one, what an organisation offers, publish and hide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import (
    AREA_EDITOR,
    ORGANISATION_EDITOR,
    ORGANISATION_OWNER,
    PLATFORM_MANAGER,
    Member,
)
from core.clock import local
from core.content import service as content
from core.content.models import HIDDEN, PUBLISHED, Content
from core.content.service import Entry
from core.content.vocabulary import Vocabulary
from core.declarations import CardExtra, Permission
from core.organisations.models import Organisation
from core.organisations.unclaimed import without_personal
from core.permissions.service import ancestors_of, holds_anywhere, may
from core.words import Words
from plugins.activities.agenda import Dated, coming_dates, next_dates
from plugins.activities.models import ONGOING, ONLINE, PHONE, Activity
from plugins.activities.schedule import rule_of

PATH, PUBLISH = "/activiteiten", "activities.publish"
WRITERS = (ORGANISATION_EDITOR, ORGANISATION_OWNER, AREA_EDITOR, PLATFORM_MANAGER)
PERMISSIONS = (Permission(PUBLISH, "Activiteiten schrijven, publiceren en verbergen", WRITERS),)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is behind an activity."""

    title: str
    slug: str
    phone: str
    email: str
    website: str
    is_claimed: bool
    """Whether its own people look after it; until then nothing personal is shown."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that the page of an activity shows."""

    entry: Entry
    owner: Owner | None
    is_ongoing: bool
    age_from: int | None
    age_to: int | None
    price_cents: int | None
    price_note: str
    how_to_join: str
    what_to_bring: str
    come_alone: str
    held: str
    """As the column says: ``own``, ``address``, ``phone``, ``online`` or nothing."""
    contact_name: str
    schedule_note: str
    dates: tuple[Dated, ...]
    rrule: str
    uid: str
    sequence: int
    schedule: Any
    """The row's rule as ``core.recurrence.Recurrence``; None for an ongoing offer."""
    may_hide: bool
    """Whether who asks may hide it, and show it again."""


async def read_detail(
    session: AsyncSession,
    slug: str,
    vocabulary: Vocabulary,
    now: datetime,
    by: Member | None = None,
) -> Detail:
    """Return an activity by its address; raises NotFound, Gone or Moved.

    Who may publish it (``by``) sees it when it is hidden, too.
    """
    row, may_hide = await _find(session, slug, by)
    entry = await content.describe(session, row, vocabulary)
    owner = await _owner(session, row.owner_id)
    is_kept = owner is None or owner.is_claimed or row.on_behalf
    return Detail(
        entry=entry if is_kept else without_personal(entry),
        owner=owner,
        is_ongoing=row.mode == ONGOING,
        age_from=row.age_from,
        age_to=row.age_to,
        price_cents=row.price_cents,
        price_note=row.price_note,
        how_to_join=row.how_to_join,
        what_to_bring=row.what_to_bring,
        come_alone=row.come_alone,
        held=row.held,
        contact_name=row.contact_name if is_kept else "",
        schedule_note=row.schedule_note,
        dates=tuple(await coming_dates(session, row.id, now)),
        rrule=row.rrule,
        uid=row.uid,
        sequence=row.sequence,
        schedule=rule_of(row),
        may_hide=may_hide,
    )


async def _find(session: AsyncSession, slug: str, by: Member | None) -> tuple[Activity, bool]:
    """Return the row that ``by`` may see, and whether they may hide it and show it again."""
    if holds_anywhere(by, PUBLISH):
        row = await content.find_entry(session, Activity, PATH, slug, all_statuses=True)
        ancestors = await ancestors_of(session, row.area_id)
        if row.status in (PUBLISHED, HIDDEN) and may(by, PUBLISH, on=row, ancestors=ancestors):
            return row, True
    return await content.find_entry(session, Activity, PATH, slug), False


async def _owner(session: AsyncSession, owner_id: int | None) -> Owner | None:
    if owner_id is None:
        return None
    table = Organisation.__table__.c
    found = await session.execute(
        select(
            Content.title, Content.slug, Content.phone, Content.email, Content.website,
            table.claimed_at.is_not(None).label("is_claimed"), Content.on_behalf,
        )
        .join(Organisation.__table__, table.id == Content.id)
        .where(Content.id == owner_id, Content.status == PUBLISHED)
    )  # fmt: skip
    row = found.first()
    if row is None:
        return None
    owner = Owner(
        row.title, row.slug, row.phone, row.email, row.website, bool(row.is_claimed)
    )  # fmt: skip
    return owner if owner.is_claimed or row.on_behalf else without_personal(owner)


_ACTIVITY = Activity.__table__.c
CARDS = select(
    _ACTIVITY.id, _ACTIVITY.mode, _ACTIVITY.price_cents, _ACTIVITY.price_note,
    _ACTIVITY.schedule_note, _ACTIVITY.held,
)  # fmt: skip


async def load_cards(
    session: AsyncSession, ids: Sequence[int], now: datetime, words: Words
) -> Mapping[int, CardExtra]:
    """Return when and for how much, for cards of activities."""
    rows = (await session.execute(CARDS.where(Activity.__table__.c.id.in_(ids)))).all()
    dated = [row.id for row in rows if row.mode != ONGOING]
    dates = await next_dates(session, dated, now) if dated else {}
    today = local(now).date()
    found = {}
    for row in rows:
        plain = _plain_extra(row, words)
        if row.mode == ONGOING:
            found[row.id] = replace(plain, when=row.schedule_note or words.gettext("Doorlopend"))
        else:
            found[row.id] = _dated_extra(plain, dates.get(row.id), today, words)
    return found


def _plain_extra(row: Any, words: Words) -> CardExtra:
    place = held_words(row.held, words)
    return CardExtra(price=words.price(row.price_cents, row.price_note), place=place)


def held_words(held: str, words: Words) -> str:
    """Return "Online" or "Per telefoon"; empty for what is at an address."""
    return {ONLINE: words.gettext("Online"), PHONE: words.gettext("Per telefoon")}.get(held, "")


def _dated_extra(plain: CardExtra, line: Dated | None, today: date, words: Words) -> CardExtra:
    """Add the day and the time of the next date, for a card below no heading of a day."""
    if line is None:
        return replace(plain, when=words.gettext("Nu geen nieuwe data"))
    begin, end = local(line.starts_at), local(line.ends_at).time() if line.ends_at else None
    return replace(
        plain, when=words.day(begin.date(), today), time=words.time(begin.time(), end),
        cancelled=line.is_cancelled, until=line.over_at,
    )  # fmt: skip


async def load_prices(
    session: AsyncSession, ids: Sequence[int], now: datetime, words: Words
) -> Mapping[int, CardExtra]:
    """Return for how much, for cards of activities whose date is known."""
    rows = await session.execute(CARDS.where(Activity.__table__.c.id.in_(ids)))
    return {row.id: _plain_extra(row, words) for row in rows}


async def search_texts(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, str]:
    """Return what an activity is found by beside its title and description."""
    table = Activity.__table__.c
    rows = await session.execute(
        select(table.id, table.how_to_join, table.what_to_bring, table.schedule_note)
        .where(table.id.in_(ids))
    )  # fmt: skip
    return {row.id: f"{row.how_to_join} {row.what_to_bring} {row.schedule_note}" for row in rows}


async def of_organisation(session: AsyncSession, organisation_id: int, limit: int) -> list[int]:
    """Return the published activities of an organisation, by title."""
    rows = await session.scalars(
        select(Content.id)
        .where(Content.owner_id == organisation_id, Content.kind == "activity")
        .where(Content.status == PUBLISHED)
        .order_by(Content.sort_key, Content.id)
        .limit(limit)
    )
    return list(rows)
