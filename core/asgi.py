"""The application as a server loads it: ``core.asgi:app``; built when the server starts it."""

import asyncio
import logging
import os
from typing import Any

from core.app import build_app
from core.errors import DomainError
from core.web.edge import Edge
from core.web.parent import end_with_server

log = logging.getLogger(__name__)


class Application:
    """Builds the application in the server's own event loop, at its lifespan start.

    A build that fails ends the process: a server would go on without background work.
    """

    def __init__(self) -> None:
        self._edge: Edge | None = None
        self._building = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass everything on to the application."""
        if self._edge is None:
            async with self._building:
                if self._edge is None:
                    self._watch = asyncio.create_task(end_with_server(os.environ))
                    self._edge = await _build()
        await self._edge(scope, receive, send)


async def _build() -> Edge:
    try:
        return await build_app()
    except Exception as error:
        if isinstance(error, DomainError):
            log.critical("%s", error)
        else:
            log.critical("Buurtbasis cannot start", exc_info=error)
        logging.shutdown()
        os._exit(1)


app = Application()
