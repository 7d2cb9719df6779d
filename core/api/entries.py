"""Public entries for the API: a page of a kind, and many at once as the API shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from core.api.asked import Asked
from core.clock import local
from core.content.listing import Listed, has_any_term, has_terms, list_area, within_km
from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY, Content, ContentTerm
from core.neighbourhoods.models import Area
from core.organisations.models import Organisation
from core.organisations.unclaimed import without_personal
from core.web.searching import ids_of, prepare

CURSOR = r"^[0-9]{1,18}\.[a-z0-9 ]{0,200}$"
FILTERS = (
    "q", "category", "audience", "accessibility", "area", "postalCode", "radius", "modifiedAfter",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is behind an entry."""

    slug: str
    title: str
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """How an entry is reached."""

    phone: str
    email: str
    website: str


async def find_entries(
    asked: Asked, kind: str, conditions: Sequence[ColumnElement[bool]] = ()
) -> Listed:
    """Return a page of the published entries of a kind that fit what is asked, by title."""
    search = await prepare(asked.view, asked.query, kind)
    query = search.query
    ids = search.fit if search.ids is None else search.ids
    if ids == ():
        return Listed([], "", 0)
    meets = list(conditions)
    if search.fit is None:
        meets += has_any_term(Content.id, ids_of(query.categories))
        meets += has_any_term(Content.id, ids_of(query.audiences))
        meets += has_terms(Content.id, ids_of(query.facts))
        meets += within_km(*search.circle) if search.circle else []
    if asked.modified_after:
        meets.append(Content.updated_at > asked.modified_after)
    return await list_area(
        asked.session, kind, search.area.id,
        conditions=tuple(meets), ids=ids, after=asked.cursor, limit=asked.page_size,
    )  # fmt: skip


async def load_rows(asked: Asked, model: type[Any], ids: Sequence[int]) -> list[Any]:
    """Return the rows of entries in the order of ``ids``."""
    found = {
        row.id: row for row in await asked.session.scalars(select(model).where(model.id.in_(ids)))
    }
    return [found[id_] for id_ in ids if id_ in found]


async def show_entries(
    asked: Asked, rows: Sequence[Any], page_path: str, owners: Mapping[int, Owner]
) -> list[dict[str, Any]]:
    """Return what every entry has, in two statements; what may be personal only where people look
    after it."""
    terms = await _terms(asked, [row.id for row in rows])
    places = await _areas(asked, {row.area_id for row in rows})
    return [
        {
            "id": row.slug,
            "url": asked.url(row.slug),
            "page": asked.page(f"{page_path}/{row.slug}"),
            "title": row.title,
            "summary": row.summary,
            "description": row.description,
            "language": row.language,
            "categories": terms[row.id][CATEGORY],
            "audiences": terms[row.id][AUDIENCE],
            "accessibility": terms[row.id][ACCESSIBILITY],
            "area": places[row.area_id],
            "place": _place(row),
            "contact": _contact(row, owners),
            "publishedAt": moment(row.published_at),
            "confirmedAt": moment(row.confirmed_at),
            "modifiedAt": moment(row.updated_at),
            "source": row.source,
        }
        for row in rows
    ]


def moment(at: Any) -> str | None:
    """Return a moment as text, with the offset it has here."""
    return local(at).isoformat(timespec="seconds") if at else None


def is_kept(row: Any, owners: Mapping[int, Owner]) -> bool:
    """Whether people look after an entry, or an editor for them: then all of it is shown."""
    if row.on_behalf:
        return True
    if row.kind == "organisation":
        return row.claimed_at is not None
    return row.owner_id not in owners or owners[row.owner_id].is_claimed


def _contact(row: Any, owners: Mapping[int, Owner]) -> dict[str, str]:
    found = Contact(row.phone, row.email, row.website)
    found = found if is_kept(row, owners) else without_personal(found)
    return {"phone": found.phone, "email": found.email, "website": found.website}


def _place(row: Any) -> dict[str, Any]:
    return {
        "name": row.place_name, "street": row.street, "houseNumber": row.house_number,
        "postalCode": row.postcode, "city": row.city, "longitude": row.lon, "latitude": row.lat,
    }  # fmt: skip


async def load_owners(asked: Asked, rows: Sequence[Any]) -> dict[int, Owner]:
    """Return who is behind entries, by id: those that are on the site."""
    ids = {row.owner_id for row in rows if row.owner_id is not None}
    if not ids:
        return {}
    found = await asked.session.execute(
        select(Organisation.id, Organisation.slug, Organisation.title, Organisation.claimed_at)
        .where(Organisation.id.in_(ids), Organisation.status == "published")
    )  # fmt: skip
    return {row.id: Owner(row.slug, row.title, row.claimed_at is not None) for row in found}


async def _areas(asked: Asked, ids: set[int]) -> dict[int, dict[str, str]]:
    found = await asked.session.execute(
        select(Area.id, Area.slug, Area.name).where(Area.id.in_(ids))
    )
    return {row.id: {"id": row.slug, "title": row.name} for row in found}


async def _terms(asked: Asked, ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    rows = await asked.session.execute(
        select(ContentTerm.content_id, ContentTerm.term_id).where(
            ContentTerm.content_id.in_(ids), ContentTerm.is_own.is_(True)
        )
    )
    chosen: dict[int, set[int]] = {id_: set() for id_ in ids}
    for row in rows:
        chosen[row.content_id].add(row.term_id)
    known = asked.view.snapshot.vocabulary
    return {
        id_: {
            name: [term.slug for term in known.of(name) if term.id in own]
            for name in (CATEGORY, AUDIENCE, ACCESSIBILITY)
        }
        for id_, own in chosen.items()
    }
