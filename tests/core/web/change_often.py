"""A process of its own that changes the content again and again and says when each was in.

Run as ``python -m tests.core.web.change_often URL SCOPE TIMES PAUSE``; a line with the moment of
each commit, pauses in seconds.
"""

import asyncio
import sys
import time

from core.content.models import Content
from core.db.changes import touch
from core.db.engine import make_engine
from core.db.session import Database


async def change(url: str, scope: int, times: int, pause: float) -> None:
    """Commit changes."""
    database = Database(make_engine(url), Content)
    for _ in range(times):
        async with database.write() as session:
            touch(session, [scope])
        print(time.time(), flush=True)
        await asyncio.sleep(pause)
    await database.close()


if __name__ == "__main__":
    asyncio.run(change(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
