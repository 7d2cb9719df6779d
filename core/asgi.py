"""The application as a server loads it: ``core.asgi:app``; built when the server starts it."""

from typing import Any

from core.app import build_app
from core.web.edge import Edge


class Application:
    """Builds the application in the server's own event loop, at its lifespan start."""

    def __init__(self) -> None:
        self._edge: Edge | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass everything on to the application."""
        if self._edge is None:
            self._edge = await build_app()
        await self._edge(scope, receive, send)


app = Application()
