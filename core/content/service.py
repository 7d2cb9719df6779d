"""Content for everybody: find an entry by its address, change its status, keep its lists right."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import now
from core.content.models import (
    ACCESSIBILITY,
    ARCHIVED,
    AUDIENCE,
    CATEGORY,
    HIDDEN,
    PUBLISHED,
    Content,
    ContentAlias,
    ContentArea,
    ContentTerm,
    Term,
)
from core.content.vocabulary import TermView, Vocabulary
from core.db.changes import EVERYTHING, touch
from core.errors import Conflict, Gone, Moved, NotFound
from core.neighbourhoods.models import Area, AreaAncestor

Reindex = Callable[[AsyncSession, Sequence[int]], Awaitable[None]]
"""Brings lists and search in line with the rows of some entries, in the same transaction."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What every kind's detail page shows."""

    id: int
    kind: str
    area_id: int
    owner_id: int | None
    status: str
    title: str
    slug: str
    summary: str
    description: str
    place_name: str
    street: str
    house_number: str
    postcode: str
    city: str
    lon: float | None
    lat: float | None
    phone: str
    email: str
    website: str
    updated_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    step: str
    paused_until: datetime | None
    source: str
    is_demo: bool
    on_behalf: bool
    image: str
    image_alt: str
    categories: tuple[TermView, ...] = ()
    audiences: tuple[TermView, ...] = ()
    facts: tuple[TermView, ...] = ()


PLAIN = tuple(
    name for name in Entry.__dataclass_fields__ if name not in {"categories", "audiences", "facts"}
)


async def find_entry(
    session: AsyncSession, model: type[Any], path: str, slug: str, *, all_statuses: bool = False
) -> Any:
    """Return the row of ``model`` at an address, for the service of its kind.

    Raises NotFound, Gone for what was hidden, archived or purged, and Moved for a former address.
    ``path`` is the address of the kind's list.
    """
    kind = model.__mapper__.polymorphic_identity
    row = await session.scalar(select(model).where(model.slug == slug, model.kind == kind))
    if row is not None:
        if row.status == PUBLISHED or all_statuses:
            return row
        if row.status in (HIDDEN, ARCHIVED):
            instead = await what_else(session, row, path)
            raise Gone("Deze pagina wordt niet meer getoond.", instead=instead)
        raise NotFound("Deze pagina bestaat niet.")
    alias = await session.get(ContentAlias, (kind, slug))
    if alias is None:
        raise NotFound("Deze pagina bestaat niet.")
    current = await session.scalar(select(Content.slug).where(Content.id == alias.content_id))
    if current is None:
        raise Gone("Deze pagina wordt niet meer getoond.")
    raise Moved(f"{path}/{current}")


async def what_else(session: AsyncSession, row: Any, path: str) -> tuple[tuple[str, str], ...]:
    """Return names and paths of what there is in place of a hidden entry: its organisation, and
    entries of its category in its area."""
    found = []
    owner = (
        await session.execute(
            select(Content.title, Content.slug).where(
                Content.id == row.owner_id, Content.status == PUBLISHED
            )
        )
    ).first()
    if owner:
        found.append((owner.title, f"/organisaties/{owner.slug}"))
    area = (await session.execute(select(Area.name, Area.slug).where(Area.id == row.area_id))).one()
    below = f"/buurten/{area.slug}"
    term = (
        await session.execute(select(Term.name, Term.slug).where(Term.id == row.category_id))
    ).first()
    if term:
        found.append((f"{term.name}: {area.name}", f"{below}{path}?categorie={term.slug}"))
    found.append((area.name, below))
    return tuple(found)


async def describe(session: AsyncSession, row: Any, vocabulary: Vocabulary) -> Entry:
    """Return the read model of a row, with its terms."""
    links = select(ContentTerm.term_id).where(
        ContentTerm.content_id == row.id, ContentTerm.is_own.is_(True)
    )
    own = set((await session.scalars(links)).all())
    terms = [term for term in vocabulary.terms if term.id in own]

    def of(name: str) -> tuple[TermView, ...]:
        return tuple(term for term in terms if term.vocabulary == name)

    values = {name: getattr(row, name) for name in PLAIN}
    return Entry(**values, categories=of(CATEGORY), audiences=of(AUDIENCE), facts=of(ACCESSIBILITY))


async def set_status(
    session: AsyncSession, content_id: int, status: str, reindex: Reindex, *, expected: str
) -> None:
    """Move an entry from status ``expected`` to ``status``; raises Conflict when it is not there.

    The caller has checked the permission.
    """
    at = now()
    values: dict[str, Any] = {"status": status, "updated_at": at}
    if status == PUBLISHED:
        values["published_at"] = at
    changed = await session.execute(
        update(Content)
        .where(Content.id == content_id, Content.status == expected)
        .values(values)
        .returning(Content.id)
    )
    if changed.first() is None:
        raise Conflict("Iemand anders was je voor. Ververs de pagina en kijk hoe het er nu staat.")
    await reindex(session, [content_id])


async def write_lists(session: AsyncSession, ids: Sequence[int]) -> None:
    """Write the rows of ``content_area`` again for ``ids``, and touch the pages that show them.

    Those are also pages of the municipality that an entry leaves.
    """
    await _touch_listed(session, ids)
    await session.execute(delete(ContentArea).where(ContentArea.content_id.in_(ids)))
    rows = (
        select(AreaAncestor.ancestor_id, Content.kind, Content.status, Content.sort_key, Content.id)
        .join(AreaAncestor, AreaAncestor.area_id == Content.area_id)
        .where(Content.id.in_(ids))
        .execution_options(all_kinds=True)
    )
    columns = ["ancestor_id", "kind", "status", "sort_key", "content_id"]
    await session.execute(insert(ContentArea).from_select(columns, rows))
    await touch_content(session, ids)


async def _touch_listed(session: AsyncSession, ids: Sequence[int]) -> None:
    """Touch the counters of the municipalities in whose lists ``ids`` are now."""
    places = await session.scalars(
        select(ContentArea.ancestor_id)
        .join(Area, Area.id == ContentArea.ancestor_id)
        .where(ContentArea.content_id.in_(ids), Area.kind == "municipality")
        .distinct()
    )
    touch(session, places.all())


async def touch_content(session: AsyncSession, ids: Sequence[int]) -> None:
    """Touch the counters of the municipalities in which ``ids`` lie, or what they own: its cards
    name the owner."""
    touched: set[int] = set()
    for shown in (Content.id.in_(ids), Content.owner_id.in_(ids)):
        places = await session.scalars(
            select(func.coalesce(Area.municipality_id, EVERYTHING))
            .join(Content, Content.area_id == Area.id)
            .where(shown)
            .distinct()
            .execution_options(all_kinds=True)
        )
        touched.update(places)
    touch(session, touched or {EVERYTHING})


async def write_terms(
    session: AsyncSession, content_id: int, term_ids: set[int], vocabulary: Vocabulary
) -> None:
    """Give an entry exactly these terms, and the parents of each."""
    await session.execute(delete(ContentTerm).where(ContentTerm.content_id == content_id))
    rows = [
        {"term_id": id_, "content_id": content_id, "is_own": id_ in term_ids}
        for id_ in sorted(vocabulary.with_parents(term_ids))
    ]
    if rows:
        await session.execute(insert(ContentTerm), rows)


async def counts_by_kind(session: AsyncSession, area_id: int) -> dict[str, int]:
    """Return how many published entries of each kind an area has."""
    rows = await session.execute(
        select(ContentArea.kind, func.count())
        .where(ContentArea.ancestor_id == area_id, ContentArea.status == PUBLISHED)
        .group_by(ContentArea.kind)
    )
    return dict(rows.all())
