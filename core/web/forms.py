"""Forms: what was sent, bounded in size and parts, before anything looks at it.

A handler that takes files says so: ``@post(path, guards=[…], **TAKES_FILES)``.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from core.errors import BadQuery

MOST_BYTES = 64 * 1024
MOST_PARTS = 500
_KEY = "buurtbasis.form"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
TAKES_FILES: dict[str, Any] = {"opt": {"files": True}, "request_max_body_size": 11_000_000}
"""What a handler adds to its route to be sent files, of 11 MB together with the other fields."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent; its name and type are only what the sender says, so they stay out."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as typed, in order."""

    pairs: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, Upload], ...] = ()

    def file(self, name: str) -> Upload | None:
        """Return the first file of a field that has something in it, or None."""
        return next((one for field, one in self.files if field == name and one.content), None)

    def one(self, name: str) -> str:
        """Return the first value of a field; empty when it was not sent."""
        return next((value for field, value in self.pairs if field == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return tuple(value for field, value in self.pairs if field == name)


def is_form(request: Request[Any, Any, Any]) -> bool:
    """Whether the body is a form that this handler reads."""
    return _type(request) == URLENCODED or _has_files(request)


def _type(request: Request[Any, Any, Any]) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _has_files(request: Request[Any, Any, Any]) -> bool:
    return _type(request) == MULTIPART and bool(request.route_handler.opt.get("files"))


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """Return the form that was sent; read once, so that guard and handler see the same.

    Raises BadQuery for what is no form, RequestEntityTooLarge above 64 kB of text.
    """
    scope: Any = request.scope
    if _KEY not in scope and _has_files(request):
        scope[_KEY] = await _read_files(request)
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
    return Form(_checked(pairs))


def _checked(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise BadQuery("In dit formulier staat een teken dat niet kan.")
    return tuple(pairs)


async def _read_files(request: Request[Any, Any, Any]) -> Form:
    """Return a form with files; its text is bounded as that of any form."""
    try:
        sent = await request.form()
    except (ValueError, LookupError):  # text in an alphabet that is not what the part says
        raise BadQuery("Dit formulier kunnen we niet lezen.") from None
    pairs, files = [], []
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files.append((name, Upload(await value.read())))
            await value.close()
        else:
            pairs.append((name, str(value)))
    if len(pairs) > MOST_PARTS or sum(len(value) for _, value in pairs) > MOST_BYTES:
        raise RequestEntityTooLarge
    return Form(_checked(pairs), tuple(files))


async def _read_body(request: Request[Any, Any, Any]) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RequestEntityTooLarge
    return bytes(body)
