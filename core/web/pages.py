"""Answers that are not a template: JSON, feeds, and the way to the next page."""

import json
from collections.abc import Sequence
from typing import Any

from litestar import Request
from litestar.response import Response

from core.content.cards import Card
from core.neighbourhoods import service as areas
from core.web.view import View
from core.web.visit import visit_of


def kept(
    request: Request[Any, Any, Any], body: bytes, media_type: str, **headers: str
) -> Response[bytes]:
    """Answer bytes that every guest gets alike, so that they may be served again."""
    visit_of(request.scope).keep_for_guests()
    return Response(body, media_type=media_type, headers=headers)


def json_page(request: Request[Any, Any, Any], value: Any) -> Response[bytes]:
    """Answer a value as JSON that every guest gets alike."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return kept(request, body, "application/json; charset=utf-8")


def site_url(view: View) -> str:
    """Return the address of the site, as it is stored and never as the request says."""
    host = view.visit.site.hostname
    return f"https://{host}" if host else view.state.settings.base_url.rstrip("/")


async def points(view: View, area_id: int, cards: Sequence[Card]) -> dict[str, Any]:
    """Return GeoJSON for a map: the outline of an area, and a point for every card that has one."""
    found: dict[str, Any] = json.loads(await areas.boundaries_geojson(view.session, [area_id]))
    found["features"] += [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [card.lon, card.lat]},
            "properties": {
                "title": card.title, "href": card.href, "place": card.place, "when": card.when,
                "category": card.category.colour if card.category else "",
            },
        }
        for card in cards
        if card.lon is not None
    ]  # fmt: skip
    return found
