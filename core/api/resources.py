"""What core itself offers programs: organisations, areas and categories."""

from typing import Any

from core.api import areas
from core.api.asked import Asked
from core.api.declarations import ApiPage, ApiResource
from core.api.entries import CURSOR, FILTERS, find_entries, load_rows, show_entries
from core.api.shapes import ADDRESS, ENTRY, TEXT, YES_NO, maybe, thing
from core.content.models import CATEGORY
from core.content.service import find_entry
from core.content.vocabulary import TermView
from core.errors import NotFound
from core.organisations.models import Organisation

ORGANISATION_PATH = "organisations"


async def find_organisations(asked: Asked) -> ApiPage:
    """Return a page of the directory."""
    found = await find_entries(asked, "organisation")
    rows = await load_rows(asked, Organisation, found.ids)
    return ApiPage(await _organisations(asked, rows), found.next_key)


async def read_organisation(asked: Asked, id_: str) -> dict[str, Any]:
    """Return one organisation; raises NotFound, Gone or Moved."""
    path = f"/api/v1/{ORGANISATION_PATH}"
    row = await find_entry(asked.session, Organisation, path, id_)
    return (await _organisations(asked, [row]))[0]


async def _organisations(asked: Asked, rows: list[Any]) -> list[dict[str, Any]]:
    shown = await show_entries(asked, rows, "/organisaties", {})
    return [
        {**entry, "nature": row.nature, "isClaimed": row.claimed_at is not None}
        for row, entry in zip(rows, shown, strict=True)
    ]


async def find_categories(asked: Asked) -> ApiPage:
    """Return every category: they are few."""
    return ApiPage([_category(asked, term) for term in asked.view.snapshot.vocabulary.of(CATEGORY)])


async def read_category(asked: Asked, id_: str) -> dict[str, Any]:
    """Return one category; raises NotFound."""
    term = asked.view.snapshot.vocabulary.find(CATEGORY, id_)
    if term is None:
        raise NotFound("Deze categorie bestaat niet.")
    return _category(asked, term)


def _category(asked: Asked, term: TermView) -> dict[str, Any]:
    return {
        "id": term.slug, "url": asked.url(term.slug), "title": term.name,
        "parent": term.parent or None, "synonyms": list(term.synonyms),
    }  # fmt: skip


RESOURCES = (
    ApiResource(
        path=ORGANISATION_PATH,
        name="Organisation",
        about="Organisations that are listed, by name",
        shape=thing(**ENTRY, nature=TEXT, isClaimed=YES_NO),
        find=find_organisations,
        read=read_organisation,
        filters=FILTERS,
        cursor=CURSOR,
    ),
    ApiResource(
        path="areas",
        name="Area",
        about="Neighbourhoods and what they are part of",
        shape=areas.SHAPE,
        find=areas.find_areas,
        read=areas.read_area,
        filters=("area",),
        cursor=areas.CURSOR,
        order=200,
    ),
    ApiResource(
        path="categories",
        name="Category",
        about="Categories, with the words by which people find them",
        shape=thing(
            id=TEXT,
            url=ADDRESS,
            title=TEXT,
            parent=maybe(TEXT),
            synonyms={"type": "array", "items": TEXT},
        ),
        find=find_categories,
        read=read_category,
        order=210,
    ),
)
