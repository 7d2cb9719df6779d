"""The edge: what stands in front of every page, and refuses what no page should see."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from core.audit.origin import coming_from
from core.clock import now
from core.media.files import MEDIA
from core.statistics.counting import Calendar, Views
from core.web.asgi import App, Message, Receive, Scope, Send, headers_of, send_whole
from core.web.asked import Raw, Reader, Refused, declared_names
from core.web.clients import UNKNOWN, Clients
from core.web.errors import MESSAGES, TITLES, plain_page
from core.web.guest_cache import GuestCache
from core.web.limits import Limits
from core.web.problems import ALWAYS, MEDIA_TYPE, is_for_programs, problem
from core.web.refresh import Refresher
from core.web.security_headers import NOT_KEPT, complete, security_headers
from core.web.serving import Call, Serving
from core.web.session import PLAIN_NAME, member_of
from core.web.state import AppState, Snapshot
from core.web.static import PREFIX
from core.web.visit import SiteRow

log = logging.getLogger(__name__)

CACHE_BYTES = 32_000_000
SESSION = PLAIN_NAME.encode() + b"="
"""In the cookies of whoever may be logged in, whatever precedes the name."""


class Edge:
    """The application that a server runs; ``inner`` makes the pages."""

    def __init__(self, inner: App, state: AppState, *, cache_bytes: int = CACHE_BYTES) -> None:
        self.inner, self.state = inner, state
        self.cache = GuestCache(cache_bytes)
        self.limits: Limits = state.extra.setdefault("limits", Limits())
        self.refresher = Refresher(state, self._replaced)
        self._calendar = Calendar()
        self.views = state.extra["views"] = Views(state.database, self._calendar)
        settings = state.settings
        lazy = (f"{o.plugin}.{o.item.key}" for o in state.registry.sections if o.item.lazy)
        self._reader = Reader(settings.hosts, declared_names(inner), lazy)
        self._clients = Clients(settings.trusted_proxies)
        self._always = {
            secure: security_headers(settings.tile_url, secure=secure) for secure in (False, True)
        }
        self._serving = Serving(
            inner, self.cache, self.views, self._calendar, self._always, self._member_of
        )
        self._tasks: list[asyncio.Task[None]] = []
        state.database.changed.append(self._changed)
        self.cache.follow(state.snapshot)

    async def _member_of(self, scope: Scope, site: SiteRow) -> Any:
        return await member_of(self.state, scope, site)

    def _changed(self) -> None:
        """Hear that this process committed a change."""
        self.cache.forget()
        self.refresher.note()

    def _replaced(self, snapshot: Snapshot) -> None:
        self.cache.follow(snapshot)
        self._reader.forget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whatever the server passes on."""
        if scope["type"] == "http":
            files = self._files_at(scope["path"])
            if files is not None:
                await files(scope, send)
            else:
                await self._answer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    def _files_at(self, path: str) -> Any:
        """Return what serves the files at a path, which are the same for everybody, or None."""
        if path.startswith(PREFIX):
            return self.state.extra.get("assets")
        return self.state.extra.get("pictures") if path.startswith(MEDIA) else None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        at = now()
        self._calendar.turn_to(at)
        peer = scope.get("client")
        actor, by_proxy = self._clients.who(peer[0] if peer else UNKNOWN, headers)
        secure = scope.get("scheme") == "https" or (
            by_proxy and headers.get(b"x-forwarded-proto") == b"https"
        )
        wait = self.limits.take("page", actor, self.state.settings.rate_limit, at=at)
        try:
            if wait:
                raise Refused(429, MESSAGES[429])
            if self.refresher.behind:
                await self._catch_up()
            asked = self._reader.read(raw_of(scope, headers, secure), self.state.snapshot.sites)
        except Refused as refused:
            await self._refuse(scope, send, refused, wait, secure=secure)
            return
        # Programs have no session, and nothing that they are told depends on one.
        of_member = SESSION in headers.get(b"cookie", b"")
        may_be_member = of_member and not is_for_programs(scope["path"])
        with coming_from(actor):
            await self._serving.serve(
                Call(scope, receive, send, headers, asked, actor, at, may_be_member)
            )

    async def _catch_up(self) -> None:
        """Know what this process changed before answering; the next look tries again."""
        try:
            await self.refresher.catch_up()
        except Exception:
            log.exception("Cannot read what this process changed")

    async def _refuse(
        self, scope: Scope, send: Send, refused: Refused, wait: int, *, secure: bool
    ) -> None:
        status, kind = refused.status, b"text/html; charset=utf-8"
        always = self._always[secure]
        body = plain_page(status, refused.message, refused.link)
        if is_for_programs(scope["path"]):
            kind, always = MEDIA_TYPE.encode(), [*ALWAYS, *always]
            body = problem(status, TITLES.get(status, TITLES[404]), refused.message)
        headers = [
            (b"content-type", kind), (b"content-language", b"nl"), (b"cache-control", NOT_KEPT),
        ]  # fmt: skip
        if wait:
            headers.append((b"retry-after", b"%d" % wait))
        headers = complete(headers, always)
        await send_whole(send, status, headers, body, head=scope["method"] == "HEAD")

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Live as long as the server: own tasks begin after the pages' start, end before theirs."""

        async def hear() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self.stop()
            return message

        async def tell(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                await self.start()
            await send(message)

        await self.inner(scope, hear, tell)

    async def start(self) -> None:
        """Begin to look for changes and to write views."""
        self._tasks = [
            asyncio.create_task(self.refresher.run()),
            asyncio.create_task(self.views.run()),
        ]

    async def stop(self) -> None:
        """End the tasks, and write the views that are still in memory."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks = []
        try:
            await self.views.flush()
        except Exception:
            log.warning("Could not write the last views of pages", exc_info=True)


def raw_of(scope: Scope, headers: dict[bytes, bytes], secure: bool) -> Raw:
    """Return the bytes that decide which page is asked for."""
    block = (
        headers.get(b"hx-request") == b"true"
        and headers.get(b"hx-boosted") != b"true"
        and headers.get(b"hx-history-restore-request") != b"true"
    )
    get = headers.get
    return Raw(
        get(b"host", b""),
        scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape"),
        scope["query_string"],
        get(b"accept-language", b""),
        get(b"accept-encoding", b""),
        block,
        secure,
    )
