"""How long the demonstration takes to import, with its dates, search and commit."""

import time
from pathlib import Path
from typing import Any

from bench.inside import SECRET
from core.cli.demo import load_entries, load_ground
from core.cli.runtime import Runtime, indexer
from core.content.models import Content
from core.db.engine import make_engine
from core.db.migrate import upgrade_all
from core.db.session import Database
from core.loading import build_registry
from core.settings import load_settings


async def measure(url: str, folder: Path) -> list[dict[str, Any]]:
    """Return the seconds for each kind of entry; tables, areas and postcodes are there already."""
    settings = load_settings(
        {"BUURTBASIS_DATABASE_URL": url, "BUURTBASIS_SECRET": SECRET,
         "BUURTBASIS_DATA_DIR": str(folder)}
    )  # fmt: skip
    runtime = Runtime(settings, build_registry())
    await upgrade_all(url, runtime.registry)
    database = Database(make_engine(url), Content)
    database.kinds = frozenset(owned.item.key for owned in runtime.registry.kinds)
    await load_ground(database)
    reindex = (await indexer(runtime, database)).reindex
    rows = []
    for owned in runtime.registry.demo:
        began = time.perf_counter()
        await load_entries(runtime, database, owned.item, None, reindex)
        rows.append({"what": owned.item.noun, "seconds": round(time.perf_counter() - began, 2)})
    await database.close()
    total = sum(row["seconds"] for row in rows)
    return [*rows, {"what": "together", "seconds": round(total, 2), "goal": 5}]
