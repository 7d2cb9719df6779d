"""``buurtbasis serve``: the site, by granian."""

import importlib
import os
from typing import Any

import click

from core.cli.runtime import Runtime, run
from core.db.migrate import require_current


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
    granian_server("core.asgi:app", host, port, workers).serve()


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
