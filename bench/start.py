"""How quickly a server is there, what it takes of memory, and when it shows what changed."""

import http.client
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.inside import inside
from bench.pages import addresses, draws, get_all
from bench.processes import Server, application
from core.content.models import Content
from core.db.changes import touch
from core.db.engine import make_engine
from core.db.session import Database

REQUESTS = 1000
CHANGES = 100


async def measure(url: str, folder: Path) -> list[dict[str, Any]]:
    """Return seconds to the first page, memory after mixed requests, and the worst lag."""
    async with inside(url, folder) as app:
        paths = await addresses(app)
    with application(url, folder, "/") as server:
        first = server.started_in
        get_all(server.port, [paths[at] for at in draws(len(paths))[:REQUESTS]])
        memory = server.memory_mb()
        worst, middle = await lag(url, server)
    return [
        {"what": "seconds from serve to the first page", "value": round(first, 2), "goal": 3},
        {"what": f"MB after {REQUESTS} mixed requests", "value": round(memory), "goal": 150},
        {"what": f"worst lag of {CHANGES} changes, seconds", "value": worst, "goal": 1},
        {"what": f"middle lag of {CHANGES} changes, seconds", "value": middle},
    ]


def _get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


async def lag(url: str, server: Server) -> tuple[float, float]:
    """Return how long a change by this process was not seen by a guest of the server."""
    database = Database(make_engine(url), Content)
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    async with database.read() as session:
        row = await session.execute(
            text("select id, slug from content where kind = 'organisation' order by id limit 1")
        )
        id_, slug = row.one()
    found = []
    for number in range(CHANGES):
        title = f"Groep {number} van zoveel"
        async with database.write() as session:
            await session.execute(
                text("update content set title = :title where id = :id"),
                {"title": title, "id": id_},
            )
            touch(session)
        began = time.perf_counter()
        while title.encode() not in _get(connection, f"/organisaties/{slug}")[1]:
            time.sleep(0.005)  # noqa: ASYNC251 - nothing else is to run meanwhile
        found.append(time.perf_counter() - began)
    connection.close()
    await database.close()
    return round(max(found), 2), round(sorted(found)[len(found) // 2], 2)
