"""The API does what its description says: Schemathesis tries it with all its checks."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from core.app import build_app
from core.registry import Registry
from core.settings import Settings
from core.testing.world import BASE, fill

DESCRIPTION = "/api/v1/openapi.json"
EXAMPLES = 15
"""Of each operation and each way of asking; a fixed seed makes them the same every time."""


class Application:
    """The application, built in the event loop of whoever calls it first."""

    def __init__(self, settings_: Settings, registry: Registry) -> None:
        self._settings, self._registry = settings_, registry
        self._app: Any = None
        self._building: asyncio.Lock | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for word in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{word}.complete"})
            return
        self._building = self._building or asyncio.Lock()
        async with self._building:
            self._app = self._app or await build_app(self._settings, self._registry)
        await self._app(scope, receive, send)


async def test_the_description_names_every_list_and_every_thing(site):
    async with site.client() as program:
        told = (await program.get(DESCRIPTION)).json()
    assert told["openapi"] == "3.1.0"
    assert {"/api/v1/activities", "/api/v1/activities/{id}", "/api/v1/areas"} <= set(told["paths"])
    names = [one["name"] for one in told["paths"]["/api/v1/activities"]["get"]["parameters"]]
    assert {"category", "free", "modifiedAfter", "pageSize", "cursor"} <= set(names)


@pytest.mark.slow
def test_schemathesis_finds_nothing(
    fresh_database: Callable[..., str], registry: Registry, tmp_path: Path
) -> None:
    url = fresh_database(registry, fill)
    hosts = ("testserver",)
    ours = Settings(tmp_path, url, "s" * 40, base_url=BASE, hosts=hosts, rate_limit=10**6)
    schema = schemathesis.openapi.from_asgi(
        DESCRIPTION, Application(ours, registry), config=SchemathesisConfig()
    )
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in GenerationMode:
            if mode is GenerationMode.NEGATIVE and not operation.definition.raw.get("parameters"):
                continue  # there is nothing to ask wrongly
            try_operation(operation, mode)
            tried += 1
    assert tried > 15


def try_operation(operation: Any, mode: GenerationMode) -> None:
    """Ask one operation as it wants to be asked, or as it does not."""

    @seed(20260101)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate()

    ask()
