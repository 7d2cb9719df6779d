"""The pytest plugin of the platform: fixtures for databases, servers and a browser.

It is loaded in every test run of an environment where Buurtbasis is installed, so it imports
nothing heavy and does nothing until a test asks for one of its fixtures.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from core.testing.places import MissingServer

if TYPE_CHECKING:
    from core.registry import Registry
    from core.testing.databases import Databases, Fill

SERVER_FIXTURES = frozenset({"postgres_server", "redis_server", "redis_url"})
BROWSER_FIXTURES = frozenset({"chromium", "open_page"})


def pytest_configure(config: pytest.Config) -> None:
    """Name our marks, and add what needs libraries that only tests have."""
    config.addinivalue_line("markers", "server: needs PostgreSQL or Redis (started by the tests)")
    config.addinivalue_line("markers", "browser: needs Chromium")
    if find_spec("pytest_asyncio"):
        config.pluginmanager.import_plugin("core.testing.factories")
        config.pluginmanager.import_plugin("core.testing.people")
        if find_spec("playwright"):
            config.pluginmanager.import_plugin("core.testing.browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they use, before ``-m`` chooses among them."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & SERVER_FIXTURES:
            item.add_marker("server")
        if used & BROWSER_FIXTURES:
            item.add_marker("browser")
            # The browser lives as long as the session, so its tests run in the session's loop.
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@contextmanager
def _or_fail() -> Iterator[None]:
    """Turn what is missing into a failure of one sentence: skipping would hide it."""
    try:
        yield
        return
    except MissingServer as error:
        sentence = str(error)
    pytest.fail(sentence, pytrace=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server on which databases may be made."""
    from core.testing.servers import postgres

    with _or_fail(), postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """Give the URL of a Redis server, without a database number."""
    from core.testing.servers import redis

    with _or_fail(), redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str, worker_number: int) -> str:
    """Give the URL of an empty Redis database, one for each worker of pytest-xdist."""
    from redis import Redis

    url = f"{redis_server}/{worker_number}"
    with Redis.from_url(url) as client:
        client.flushdb()
    return url


@pytest.fixture(scope="session")
def worker_number(request: pytest.FixtureRequest) -> int:
    """Give the number of this worker of pytest-xdist: 0 for the first and without it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    return int(worker.removeprefix("gw"))


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Databases"]:
    """Give what makes SQLite databases."""
    from core.testing.databases import SqliteDatabases

    databases = SqliteDatabases(tmp_path_factory.mktemp("databases"))
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator["Databases"]:
    """Give what makes PostgreSQL databases."""
    from core.testing.databases import PostgresDatabases

    databases = PostgresDatabases(postgres_server)
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def databases(request: pytest.FixtureRequest) -> "Databases":
    """Give what makes databases; a test that asks for it runs once for each kind."""
    name = {"sqlite": "sqlite_databases", "postgresql": "postgres_databases"}[request.param]
    found: Databases = request.getfixturevalue(name)
    return found


@pytest.fixture
def fresh_database(databases: "Databases") -> Iterator[Callable[..., str]]:
    """Give a callable: ``fresh_database(registry=None, fill=None)`` gives a new database's URL."""
    made: list[str] = []

    def fresh(registry: "Registry | None" = None, fill: "Fill | None" = None) -> str:
        made.append(databases.fresh(registry, fill))
        return made[-1]

    yield fresh
    for url in made:
        databases.drop(url)


@pytest.fixture
def database_url(fresh_database: Callable[..., str]) -> str:
    """Give the URL of a new database with the tables of every installed plugin."""
    return fresh_database()
