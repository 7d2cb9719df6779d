"""Cabinets for programs of others: the list at /api/v1/cabinets, and one."""

from typing import Any

from core.api.asked import Asked
from core.api.entries import CURSOR, FILTERS, find_entries, load_rows, show_entries
from core.api.shapes import ENTRY, TEXT, thing
from core.content.service import find_entry
from hooks import ApiPage, ApiResource
from ruilkast.models import Cabinet
from ruilkast.service import PATH


async def find_cabinets(asked: Asked) -> ApiPage:
    """Return a page of cabinets, by title."""
    found = await find_entries(asked, "ruilkast")
    return ApiPage(await _show(asked, await load_rows(asked, Cabinet, found.ids)), found.next_key)


async def read_cabinet(asked: Asked, id_: str) -> dict[str, Any]:
    """Return one cabinet; raises NotFound, Gone or Moved."""
    row = await find_entry(asked.session, Cabinet, "/api/v1/cabinets", id_)
    return (await _show(asked, [row]))[0]


async def _show(asked: Asked, rows: list[Any]) -> list[dict[str, Any]]:
    shown = await show_entries(asked, rows, PATH, {})
    return [{**entry, "holds": row.holds} for row, entry in zip(rows, shown, strict=True)]


CABINETS = ApiResource(
    path="cabinets", name="Cabinet", about="Cabinets in which people swap, by title",
    shape=thing(**ENTRY, holds=TEXT), find=find_cabinets, read=read_cabinet, filters=FILTERS,
    cursor=CURSOR,
)  # fmt: skip
