"""Forms: what was sent, bounded in size and parts, before anything looks at it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from core.errors import BadQuery

MOST_BYTES = 64 * 1024
MOST_PARTS = 500
_KEY = "buurtbasis.form"
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as typed, in order."""

    pairs: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """Return the first value of a field; empty when it was not sent."""
        return next((value for field, value in self.pairs if field == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return tuple(value for field, value in self.pairs if field == name)


def is_form(request: Request[Any, Any, Any]) -> bool:
    """Whether the body is a plain form."""
    content_type = request.headers.get("content-type", "")
    return content_type.partition(";")[0].strip().lower() == URLENCODED


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """Return the form that was sent; read once, so that guard and handler see the same.

    Raises BadQuery for what is no form, RequestEntityTooLarge above 64 kB.
    """
    scope: Any = request.scope
    if _KEY not in scope:
        body = await _read_body(request)
        if body and not is_form(request):
            raise BadQuery("Dit formulier kunnen we niet lezen.")
        scope[_KEY] = parse_form(body)
    found: Form = scope[_KEY]
    return found


def parse_form(body: bytes) -> Form:
    """Return the fields of an urlencoded body; raises BadQuery."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARTS
        )
    except ValueError:
        raise BadQuery("Dit formulier kunnen we niet lezen.") from None
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise BadQuery("In dit formulier staat een teken dat niet kan.")
    return Form(tuple(pairs))


async def _read_body(request: Request[Any, Any, Any]) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RequestEntityTooLarge
    return bytes(body)
