"""What programs are told when something is wrong: problem details (RFC 9457), in one shape."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import BadQuery
from core.web.asgi import Headers

API = "/api/"
VERSION = "1.0.0"
MEDIA_TYPE = "application/problem+json"
ALWAYS: Headers = [
    (b"api-version", VERSION.encode()),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Accept-Language, If-None-Match"),
    (b"access-control-expose-headers", b"API-Version, ETag, Link, Retry-After"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
"""On every answer of the API: any page may read it, and no page gets what only a token may have."""


class BadRequest(BadQuery):
    """A request of a program that cannot be answered; ``problems`` has all that is wrong with it.

    Each says ``in`` (query, header, body), ``name``, ``detail`` and perhaps what is ``possible``.
    """

    def __init__(self, problems: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("De vraag klopt niet. Bij ‘problems’ staat wat er mis is.")
        self.problems = list(problems)


def is_for_programs(path: str) -> bool:
    """Whether an address is one of the API."""
    return path.startswith(API)


def problem(status: int, title: str, detail: str = "", problems: Sequence[Any] = ()) -> bytes:
    """Return the body of an answer that says what is wrong."""
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        told["detail"] = detail
    if problems:
        told["problems"] = list(problems)
    return json.dumps(told, ensure_ascii=False).encode()
