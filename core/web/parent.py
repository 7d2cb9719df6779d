"""A worker does not outlive the server that started it, also when that was killed."""

import asyncio
import logging
import os
import signal
from collections.abc import Mapping

log = logging.getLogger(__name__)

SERVER = "BUURTBASIS_SERVER_PID"
"""Where ``buurtbasis serve`` leaves its process id for its workers."""
EVERY = 0.5
GRACE = 10.0


async def end_with_server(environ: Mapping[str, str]) -> None:
    """Wait until the server named in ``environ`` is no longer our parent, and stop this process.

    It would go on answering with old code, beside the server that is started next.
    """
    server = environ.get(SERVER, "")
    if not server or os.getppid() != int(server):
        return
    while os.getppid() == int(server):  # noqa: ASYNC110 - nobody tells an orphan
        await asyncio.sleep(EVERY)
    log.error("The server of this worker is gone; it stops")
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(GRACE)
    os._exit(1)
