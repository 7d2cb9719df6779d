"""``buurtbasis serve``: the site, by granian."""

import errno
import importlib
import os
import socket
import time
from typing import Any

import click

from core.cli.runtime import Runtime, run
from core.db.migrate import require_current
from core.web.parent import SERVER

PATIENCE = 6
"""Half seconds to wait for a port."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--reload", is_flag=True, help="Start again when code changes (needs uvicorn).")
def serve(host: str, port: int, workers: int, reload: bool) -> None:
    """Serve the site; more than one worker needs BUURTBASIS_REDIS_URL."""
    _check(workers)
    os.environ.setdefault("BUURTBASIS_BASE_URL", f"http://{host}:{port}")
    click.echo(f"Buurtbasis op {os.environ['BUURTBASIS_BASE_URL']}")
    if reload:
        uvicorn = importlib.import_module("uvicorn")
        uvicorn.run("core.asgi:app", host=host, port=port, reload=True)
        return
    os.environ[SERVER] = str(os.getpid())
    _wait_for_port(host, port)
    granian_server("core.asgi:app", host, port, workers).serve()


def _wait_for_port(host: str, port: int) -> None:
    """Refuse a port that another server has: ours would share it, and visitors get either.

    The workers of a server that was killed leave it within moments.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in range(PATIENCE):
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError as error:
                if attempt == PATIENCE - 1 or error.errno != errno.EADDRINUSE:
                    raise click.ClickException(
                        f"Cannot serve on {host}:{port}: {error.strerror}. Choose another --port."
                    ) from error
                time.sleep(0.5)
            else:
                return


def granian_server(target: str, host: str, port: int, workers: int) -> Any:
    """Return the server for an ASGI application, with our settings."""
    granian = importlib.import_module("granian")
    constants = importlib.import_module("granian.constants")
    return granian.Granian(
        target,
        address=host,
        port=port,
        interface=constants.Interfaces.ASGI,
        workers=workers,
        log_access=False,
        backpressure=512,
        websockets=False,
    )


def _check(workers: int) -> None:
    """Refuse to start with the sentence that helps, before any worker is made."""
    app = importlib.import_module("core.app")
    checks = importlib.import_module("core.checks")

    async def work(runtime: Runtime) -> None:
        if workers > 1 and not runtime.settings.redis_url:
            raise click.ClickException(
                "More than one worker needs Redis: set BUURTBASIS_REDIS_URL, or use one worker."
            )
        checks.check_registry(runtime.registry)
        app.build_litestar(runtime.registry)
        await require_current(runtime.settings.database_url, runtime.registry)

    run(work)
