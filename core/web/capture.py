"""The answer of a page on its way out: held when it may be kept, else passed on at once."""

from typing import Any

from core.web.asgi import Headers, Message, Send, body_of, header, start_of
from core.web.guest_cache import Entry
from core.web.security_headers import KEPT, NOT_KEPT, VARY, complete
from core.web.visit import Visit

LARGEST_KEPT = 2_000_000
_MADE_ANEW = frozenset({b"content-length", b"etag"})


class Capture:
    """Stands between a page and the server, as its ``send``."""

    def __init__(self, send: Send, visit: Visit, always: Headers, *, keep: bool, head: bool):
        self._send = send
        self.visit = visit
        self._always = always
        self._keep = keep
        self._head = head
        self._chunks: list[bytes] = []
        self._held = 0
        self._start: Message = {}
        self.holds = False
        """Whether the whole answer is here and nothing of it was sent."""
        self.status = 0
        self.started = False
        """Whether something was sent."""
        self.whole = False
        """Whether the page said that this was all."""

    async def __call__(self, message: Message) -> None:
        """Take a message of the page."""
        if message["type"] == "http.response.start":
            self._start, self.status = message, message["status"]
            self.holds = self._may_hold(list(message.get("headers", ())))
            if not self.holds:
                await self._begin()
        elif message["type"] == "http.response.body":
            await self._take(message.get("body", b""), message.get("more_body", False))

    async def _take(self, body: bytes, more: bool) -> None:
        self.whole = not more
        if self.holds:
            self._chunks.append(body)
            self._held += len(body)
            if self._held <= LARGEST_KEPT:
                return
            self.holds = False
            body = b"".join(self._chunks)
            await self._begin()
        await self._send(body_of(b"" if self._head else body, more=more))

    def _may_hold(self, headers: Headers) -> bool:
        return (
            self._keep
            and self.status == 200
            and self.visit.cacheable
            and header(headers, b"set-cookie") is None
            and header(headers, b"content-encoding") is None
        )

    async def _begin(self) -> None:
        self.started = True
        await self._send(start_of(self.status, self._completed()))

    def _completed(self) -> Headers:
        own = list(self._start.get("headers", ()))
        control = KEPT if self.holds else NOT_KEPT
        return complete(own, [(b"cache-control", control), (b"vary", VARY), *self._always])

    def entry(self, encoding: str, stamp: Any) -> Entry:
        """Return what is held."""
        headers = [pair for pair in self._completed() if pair[0].lower() not in _MADE_ANEW]
        return Entry(headers, b"".join(self._chunks), encoding, stamp, self.visit.until)
