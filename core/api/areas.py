"""Areas for the API: those of the site, with their official codes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.api.asked import Asked
from core.api.declarations import ApiPage
from core.api.shapes import ADDRESS, DEGREES, TEXT, WHOLE, maybe, thing
from core.neighbourhoods import service
from core.neighbourhoods.models import KINDS, Area, AreaAncestor, AreaCode

CURSOR = "^[0-9]{1,18}$"
SHAPE = thing(
    id=TEXT, url=ADDRESS, page=ADDRESS, title=TEXT, kind={"type": "string", "enum": list(KINDS)},
    parent=maybe(TEXT), longitude=maybe(DEGREES), latitude=maybe(DEGREES),
    codes={"type": "array", "items": thing(code=TEXT, year=WHOLE)},
)  # fmt: skip


def _rows() -> Any:
    above = aliased(Area)
    return select(
        Area.id, Area.slug, Area.name, Area.kind, Area.lon, Area.lat, above.slug.label("parent")
    ).outerjoin(above, above.id == Area.parent_id)


async def find_areas(asked: Asked) -> ApiPage:
    """Return a page of the areas of the site, or of those below one."""
    top = asked.query.area or asked.view.area
    found = (
        _rows()
        .join(AreaAncestor, AreaAncestor.area_id == Area.id)
        .where(AreaAncestor.ancestor_id == top.id, Area.ended_year.is_(None))
        .where(AreaAncestor.area_id > int(asked.cursor or 0))
        .order_by(AreaAncestor.area_id)
        .limit(asked.page_size + 1)
    )
    rows = (await asked.session.execute(found)).all()
    page = rows[: asked.page_size]
    cursor = str(page[-1].id) if len(rows) > len(page) else ""
    return ApiPage(await _show(asked, page), cursor)


async def read_area(asked: Asked, id_: str) -> dict[str, Any]:
    """Return one area; raises NotFound or Gone. A former address finds what is there now."""
    area = await service.by_any_slug(asked.session, id_)
    rows = (await asked.session.execute(_rows().where(Area.id == area.id))).all()
    return (await _show(asked, rows))[0]


async def _show(asked: Asked, rows: Sequence[Any]) -> list[dict[str, Any]]:
    codes: dict[int, list[dict[str, Any]]] = {row.id: [] for row in rows}
    found = await asked.session.execute(
        select(AreaCode.area_id, AreaCode.code, AreaCode.year)
        .where(AreaCode.area_id.in_(list(codes)))
        .order_by(AreaCode.year, AreaCode.code)
    )
    for area_id, code, year in found:
        codes[area_id].append({"code": code, "year": year})
    return [
        {
            "id": row.slug, "url": asked.url(row.slug), "page": asked.page(f"/buurten/{row.slug}"),
            "title": row.name, "kind": row.kind, "parent": row.parent,
            "longitude": row.lon, "latitude": row.lat, "codes": codes[row.id],
        }
        for row in rows
    ]  # fmt: skip
