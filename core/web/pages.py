"""Answers that are not a template: JSON, feeds, and the way to the next page."""

import json
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.response import Response

from core.web.visit import visit_of


@dataclass(frozen=True, slots=True)
class Page:
    """What follows a page of a list."""

    next_href: str | None


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
