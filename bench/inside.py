"""Server time of pages without a server: the application is called in this process, uncached."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import event

from core.app import build_app
from core.settings import load_settings
from core.web.edge import Edge

SECRET = "bench" * 8
WARM, ROUNDS = 2, 20


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: milliseconds (best, median, worst), SQL statements, bytes as sent."""

    best_ms: float
    ms: float
    worst_ms: float
    statements: int
    size: int


class Inside:
    """The application with its cache off, and a counter of SQL statements."""

    def __init__(self, edge: Edge) -> None:
        self.edge = Edge(edge.inner, edge.state, cache_bytes=0)
        self.statements: list[str] = []
        engine = edge.state.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "select set_config")):
            self.statements.append(statement)

    async def get(
        self, url: str, host: str = "127.0.0.1", encoding: str = "br"
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        """Ask for a page as a guest's browser does; returns status, headers and body."""
        parts = urlsplit(url)
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        headers = [(b"host", host.encode()), (b"accept-encoding", encoding.encode())]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "scheme": "http", "path": parts.path, "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(), "root_path": "", "headers": headers,
            "client": ("127.0.0.1", 5000), "server": ("127.0.0.1", 8000), "state": {},
        }  # fmt: skip
        await self.edge(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return sent[0]["status"], dict(sent[0]["headers"]), body

    async def cost(self, url: str, host: str = "127.0.0.1", rounds: int = ROUNDS) -> Cost:
        """Measure a page; raises RuntimeError when it is not a 200."""
        took, size = [], 0
        for number in range(WARM + rounds):
            self.statements.clear()
            began = time.perf_counter()
            status, _, body = await self.get(url, host)
            if number >= WARM:
                took.append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise RuntimeError(f"{url} answered {status}")
            size = len(body)
        return Cost(min(took), median(took), max(took), len(self.statements), size)


@asynccontextmanager
async def inside(url: str, folder: Path) -> AsyncIterator[Inside]:
    """Give the application on a database."""
    edge = await build_app(load_settings(environment(url, folder)))
    try:
        yield Inside(edge)
    finally:
        await edge.state.database.close()


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return the settings of a measured server: rate limits on, but never reached."""
    return {
        "BUURTBASIS_DATABASE_URL": url, "BUURTBASIS_DATA_DIR": str(folder),
        "BUURTBASIS_SECRET": SECRET, "BUURTBASIS_RATE_LIMIT": "1000000000",
        "BUURTBASIS_HOSTS": "127.0.0.1",
    }  # fmt: skip
