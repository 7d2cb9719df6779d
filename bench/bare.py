"""What the pages are compared with: a bare Litestar handler that returns the same bytes.

``python -m bench.bare FILE PORT`` serves what the JSON file lists under the same granian as
``buurtbasis serve``.
"""

import base64
import json
import os
import sys
from pathlib import Path
from typing import Any

from litestar import Litestar, get
from litestar.params import FromPath
from litestar.response import Response

from core.cli.serve import granian_server

FILE = "BENCH_BARE"


def make_app() -> Litestar:
    """Return an application with a handler for every answer that is to be repeated."""
    answers = json.loads(Path(os.environ[FILE]).read_text("utf-8"))
    return Litestar(
        route_handlers=[*(_handler(path, found) for path, found in answers.items()), _mix(answers)],
        openapi_config=None,
        logging_config=None,
    )


def _answer(found: Any) -> tuple[bytes, dict[str, str]]:
    headers = {name: value for name, value in found["headers"] if name != "content-length"}
    return base64.b64decode(found["body"]), headers


def _handler(path: str, found: Any) -> Any:
    body, headers = _answer(found)
    media_type = headers.pop("content-type")

    async def handler() -> Response[bytes]:
        return Response(body, headers=headers, media_type=media_type)

    return get(path)(handler)


def _mix(answers: dict[str, Any]) -> Any:
    """Return a handler that finds its answer by a number, for the mix of addresses."""
    kept = [_answer(found) for path, found in answers.items() if path.startswith("/mix-")]

    @get("/mixed/{number:int}")
    async def mixed(number: FromPath[int]) -> Response[bytes]:
        body, headers = kept[number]
        return Response(body, headers=headers, media_type=headers["content-type"])

    return mixed


class Lazy:
    """Makes the application when the server asks for it first."""

    def __init__(self) -> None:
        self._app: Litestar | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass everything on."""
        if self._app is None:
            self._app = make_app()
        await self._app(scope, receive, send)


app = Lazy()

if __name__ == "__main__":
    os.environ[FILE] = sys.argv[1]
    granian_server("bench.bare:app", "127.0.0.1", int(sys.argv[2]), 1).serve()
