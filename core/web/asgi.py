"""The shape of ASGI messages, and how one whole answer is sent."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def start_of(status: int, headers: Headers) -> Message:
    """Return the message that starts an answer."""
    return {"type": "http.response.start", "status": status, "headers": headers}


def body_of(body: bytes, *, more: bool = False) -> Message:
    """Return a message with a part of the body, by default the last."""
    return {"type": "http.response.body", "body": body, "more_body": more}


async def send_whole(
    send: Send, status: int, headers: Headers, body: bytes, *, head: bool = False
) -> None:
    """Send an answer that is complete; to HEAD all but its body."""
    await send(start_of(status, [*headers, (b"content-length", b"%d" % len(body))]))
    await send(body_of(b"" if head else body))


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """Return the headers of a request by name; what was sent twice is joined."""
    pairs = scope["headers"]
    found: dict[bytes, bytes] = dict(pairs)
    if len(found) != len(pairs):
        found = {}
        for name, value in pairs:
            between = b"; " if name == b"cookie" else b", "
            found[name] = found[name] + between + value if name in found else value
    return found


def header(headers: Headers, name: bytes) -> bytes | None:
    """Return the first header of that name (lower case), or None."""
    return next((value for key, value in headers if key.lower() == name), None)
