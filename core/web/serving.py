"""How a request that can be answered is answered: from memory for guests, else by its page."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.statistics.counting import Calendar, Views
from core.web.asgi import App, Headers, Receive, Scope, Send, body_of, send_whole
from core.web.asked import Asked
from core.web.capture import Capture
from core.web.errors import plain_page
from core.web.flights import Flights
from core.web.guest_cache import Entry, GuestCache
from core.web.problems import ALWAYS, is_for_programs
from core.web.security_headers import NOT_KEPT, complete
from core.web.visit import SCOPE_KEY, SiteRow, Visit

log = logging.getLogger(__name__)

MemberOf = Callable[[Scope, SiteRow], Awaitable[Any]]


@dataclass(slots=True)
class Call:
    """One request with what the edge found out about it."""

    scope: Scope
    receive: Receive
    send: Send
    headers: dict[bytes, bytes]
    asked: Asked
    actor: str
    at: datetime
    may_be_member: bool

    @property
    def head(self) -> bool:
        """Whether only the headers are wanted."""
        return bool(self.scope["method"] == "HEAD")


class Serving:
    """Pages, kept and made."""

    def __init__(
        self, inner: App, cache: GuestCache, views: Views, calendar: Calendar,
        always: dict[bool, Headers], member_of: MemberOf,
    ) -> None:  # fmt: skip
        self._inner = inner
        self._cache = cache
        self._views = views
        self._calendar = calendar
        self._always = always
        self._member_of = member_of
        self._flights = Flights()

    async def serve(self, call: Call) -> None:
        """Answer a call."""
        if call.may_be_member or call.scope["method"] not in ("GET", "HEAD"):
            await self._run(call, await self._capture(call, keep=False))
        else:
            entry = self._cache.get(call.asked.key, call.at) or await self._make(call)
            if entry is not None:
                await self._send(call, entry)

    async def _send(self, call: Call, entry: Entry) -> None:
        asked, send = call.asked, call.send
        variant = entry.variants.get(asked.encoding) or self._cache.variant(
            asked.key, entry, asked.encoding
        )
        head = call.scope["method"] == "HEAD"
        if entry.is_page and not asked.block and not head:
            self._views.add(asked.site.id, asked.path, call.actor, call.headers)
        known = call.headers.get(b"if-none-match")
        if known is not None and (variant.etag in known or known == b"*"):
            await send(variant.not_modified)
            await send(body_of(b""))
        else:
            await send(variant.start)
            await send(body_of(b"") if head else variant.body)

    async def _make(self, call: Call) -> Entry | None:
        """Have a page made, once for all who ask for it now; None when it has been sent."""
        key = call.asked.key
        # Taken before anything is read: what changes from here on makes the entry stale.
        stamp = self._cache.stamp(key[0])
        entry = await self._flights.wait((key, stamp))
        if entry is not None:
            return entry
        with self._flights.lead((key, stamp)) as flight:
            capture = await self._capture(call, keep=stamp is not None)
            await self._run(call, capture)
            if capture.holds:
                capture.visit.expires(self._calendar.ends)  # pages say "vandaag" and "morgen"
                flight.entry = capture.entry(call.asked.encoding, stamp)
                self._cache.put(key, flight.entry)
        return flight.entry

    async def _capture(self, call: Call, *, keep: bool) -> Capture:
        asked = call.asked
        account = await self._member_of(call.scope, asked.site) if call.may_be_member else None
        visit = Visit(
            site=asked.site, language=asked.language, client=call.actor, account=account,
            language_chosen=asked.language_chosen,
        )  # fmt: skip
        always = self._always[asked.secure]
        if is_for_programs(asked.path):
            always = [*ALWAYS, *always]
        return Capture(call.send, visit, always, keep=keep, head=call.head)

    async def _run(self, call: Call, capture: Capture) -> None:
        """Have the page answer; one that crashes first is answered for."""
        asked = call.asked
        scope = {**call.scope, SCOPE_KEY: capture.visit, "path": asked.path}
        scope["scheme"] = "https" if asked.secure else "http"
        # What was sent twice means to the page what it meant to the edge, which chose the key.
        scope["headers"] = list(call.headers.items())
        if call.scope["method"] in ("GET", "HEAD"):
            scope["method"] = "GET"
            scope["query_string"] = asked.query
        try:
            await self._inner(scope, call.receive, capture)
        except Exception:
            log.exception("A page failed outside its own error handling")
            if capture.started:
                raise
            capture.whole = False
        if capture.started or capture.whole:
            return
        capture.holds = False
        plain = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", NOT_KEPT)]
        headers = complete(plain, self._always[asked.secure])
        await send_whole(call.send, 500, headers, plain_page(500), head=call.head)
