"""A small world for the edge: a real database with two sites, and pages that say what they got."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from core.content.models import Content
from core.db.changes import EVERYTHING, touch
from core.db.engine import make_engine
from core.db.session import Database
from core.loading import build_registry
from core.neighbourhoods.models import Area, Site
from core.registry import Registry
from core.settings import Settings
from core.web.edge import Edge
from core.web.refresh import read_snapshot
from core.web.state import AppState
from core.web.visit import Visit, visit_of

SECRET = "s" * 40
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
BY_BROWSER = {b"user-agent": BROWSER.encode()}
PAGE = b"<!doctype html><title>Pagina</title>" + b"<p>Wat is er te doen in de buurt?</p>" * 40


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Pages:
    """An inner application: answers with ``body`` and keeps what it was asked."""

    body: bytes = PAGE
    keep: bool = True
    status: int = 200
    headers: list[tuple[bytes, bytes]] = field(
        default_factory=lambda: [(b"content-type", b"text/html; charset=utf-8")]
    )
    asked: list[dict[str, Any]] = field(default_factory=list)
    before: Callable[[Visit], Awaitable[None]] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer like a page."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
            return
        self.asked.append(scope)
        visit = visit_of(scope)
        if self.before is not None:
            await self.before(visit)
        if self.keep:
            visit.keep_for_guests()
        length = (b"content-length", b"%d" % len(self.body))
        start = {"status": self.status, "headers": [*self.headers, length]}
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": self.body})


async def lifespan(receive: Any, send: Any) -> None:
    """Start and stop as a server asks."""
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


@dataclass
class World:
    """An edge with what is behind it."""

    edge: Edge
    pages: Pages
    state: AppState
    city: int
    other_city: int

    async def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path with its query, as bytes on the wire."""
        return await ask(self.edge, path.encode(), method, headers)

    async def change(self, *scopes: int) -> None:
        """Commit a change in this process."""
        async with self.state.database.write() as session:
            touch(session, scopes or (EVERYTHING,))


async def ask(
    app: Any,
    target: bytes,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    pairs: list[tuple[bytes, bytes]] | None = None,
    body: bytes = b"",
    **more: Any,
) -> Answer:
    """Send one request as a server would.

    Names of headers may be written with ``_``; ``pairs`` are headers byte for byte.
    """
    own = {name.lower().replace("_", "-"): value for name, value in (headers or {}).items()}
    given = {"host": "127.0.0.1:8000", "user-agent": BROWSER, **own}
    raw_path, _, query = target.partition(b"?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": _decoded(raw_path), "raw_path": raw_path, "root_path": "",
        "query_string": query, "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000),
        "headers": pairs or [
            (name.encode(), value.encode("latin-1")) for name, value in given.items()
        ],
        "state": {}, **more,
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert sent[0]["type"] == "http.response.start"
    assert not sent[-1].get("more_body")
    found = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(part["body"] for part in sent[1:]))


def _decoded(raw: bytes) -> str:
    return unquote(raw.decode("latin-1"))


def registry_of_core() -> Registry:
    """Return what core alone declares."""
    return build_registry(only=())


@asynccontextmanager
async def world_at(url: str, pages: Pages | None = None, **settings: Any) -> AsyncIterator[World]:
    """Open an edge on a database that has tables and no sites yet."""
    registry = registry_of_core()
    database = Database(make_engine(url), Content)
    city, other = await _add_sites(database)
    chosen = Settings(data_dir=Path(), database_url=url, secret=SECRET)
    chosen = replace(chosen, **settings)
    snapshot = await read_snapshot(database, registry, chosen)
    state = AppState(chosen, registry, database, snapshot)
    inner = pages or Pages()
    try:
        yield World(Edge(inner, state), inner, state, city, other)
    finally:
        await database.close()


async def _add_sites(database: Database) -> tuple[int, int]:
    ids = []
    async with database.write() as session:
        for name, slug, hostname in (
            ("Amersfoort", "amersfoort", None),
            ("Leusden", "leusden", "leusden.example"),
        ):
            area = Area(kind="municipality", name=name, slug=slug)
            session.add(area)
            await session.flush()
            area.municipality_id = area.id
            session.add(
                Site(area_id=area.id, name=name, hostname=hostname, is_platform=hostname is None)
            )
            ids.append(area.id)
        touch(session)
    return ids[0], ids[1]
