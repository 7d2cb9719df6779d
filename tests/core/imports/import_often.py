"""A process that imports on request, each time in a child that it kills when asked to.

It reads lines of a version and the seconds after which the child, once it begins to write, is
killed (or ``never``), and answers how long the child wrote. Forking saves importing everything
again for every child.
"""

import asyncio
import os
import signal
import sys
import time

from core.content.models import Content
from core.content.vocabulary import read_vocabulary
from core.db.engine import make_engine
from core.db.session import Database
from core.imports.engine import carry_out, plan_import
from core.loading import build_registry
from core.search.indexer import Indexer
from tests.core.imports.ground import activity, as_table

SAME, NEW = 60, 15
"""Activities that every version changes, and that every version adds."""
REGISTRY = build_registry(only=["activities"])
SPEC = next(owned.item for owned in REGISTRY.imports if owned.item.noun == "activities")


def rows(version: int) -> list[dict[str, str]]:
    """Return the rows of a version: activities that it changes, and new ones."""
    text = {
        "samenvatting": f"versie {version}",
        "categorieen": ("wandelen", "fietsen")[version % 2],
    }
    text["wanneer"] = f"elke {('dinsdag', 'vrijdag')[version % 2]} 10:00-12:00"
    numbers = [*range(SAME), *range(1000 * version, 1000 * version + NEW)]
    return [{**activity(number), **text} for number in numbers]


async def run(url: str, version: int, pipe: int) -> None:
    """Import a version as the command does, and tell ``pipe`` when it begins to write."""
    database = Database(make_engine(url), Content)
    database.kinds = frozenset(owned.item.key for owned in REGISTRY.kinds)
    async with database.read() as session:
        vocabulary = await read_vocabulary(session)
    plan = await plan_import(database, SPEC, as_table(rows(version)), "proef")
    os.write(pipe, b"!")
    await carry_out(database, plan, Indexer(REGISTRY, lambda: vocabulary).reindex)


def import_in_child(url: str, version: int, kill_after: float | None) -> float:
    """Import in a child, kill it if asked, and return for how long it wrote."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        asyncio.run(run(url, version, writing))
        os._exit(0)
    os.read(reading, 1)
    begun = time.perf_counter()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)  # not waited for yet, so the number is still the child's
    _, status = os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    if kill_after is None and status:
        raise SystemExit(f"the import ended with {status}")
    return time.perf_counter() - begun


def main(url: str) -> None:
    """Serve requests until the input ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        version, delay = line.split()
        print(import_in_child(url, int(version), None if delay == "never" else float(delay)),
              flush=True)  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
