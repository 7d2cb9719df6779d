"""A real server with the demonstration, started once for the tests of this folder."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from core.testing.factors import code_of
from core.testing.places import free_port

BUURTBASIS = Path(sys.executable).with_name("buurtbasis")
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Site:
    """Where the server is, and what its commands need to work on the same data."""

    url: str
    environment: dict[str, str]

    @property
    def database_url(self) -> str:
        """The database behind the server."""
        return f"sqlite+aiosqlite:///{self.environment['BUURTBASIS_DATA_DIR']}/buurtbasis.db"

    def command(self, *words: str) -> str:
        """Run ``buurtbasis`` on the same data and return what it prints."""
        done = subprocess.run(
            [BUURTBASIS, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Load the demonstration into an empty folder and serve it until the tests are done."""
    with serve_demonstration(tmp_path_factory.mktemp("site")) as made:
        yield made


@contextmanager
def serve_demonstration(folder: Path) -> Iterator[Site]:
    """Give a server with the demonstration, on data of its own."""
    port = free_port()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("BUURTBASIS_")
    } | {"BUURTBASIS_DATA_DIR": str(folder), "BUURTBASIS_RATE_LIMIT": "100000"}
    made = Site(f"http://127.0.0.1:{port}", environment)
    made.command("db", "upgrade")
    made.command("demo", "load")
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [BUURTBASIS, "serve", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(made.url, server)
            yield made
        finally:
            server.terminate()
            server.wait(20)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fail when it stops or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server stopped"
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer within {PATIENCE} s")


@pytest.fixture(scope="session")
def manager_cookie(site: Site) -> dict[str, str]:
    """Log in as a platform manager, set a second factor up, and return the cookie of that."""
    return cookie_of_manager(site)


def cookie_of_manager(site: Site) -> dict[str, str]:
    """Make a platform manager with a second factor and return the cookie of their session."""
    words = ("accounts", "create", "beheer@voorbeeld.example", "--role", "platform-manager")
    found = re.search(r"/inloggen/\S+", site.command(*words))
    assert found
    with httpx.Client(base_url=site.url, headers={"Origin": site.url}) as client:
        client.post(found[0])
        setup = client.get("/mijn/beveiliging/app").text
        fields = dict(re.findall(r'name="(_csrf|aanbod)" value="([^"]+)"', setup))
        key = re.search(r'class="key">([A-Z2-7 ]+)<', setup)
        assert key
        code = code_of(key[1].replace(" ", ""))
        answer = client.post("/mijn/beveiliging/app", data={**fields, "code": code})
        assert answer.status_code == 200, answer.text
        name, value = next(iter(answer.cookies.items()))
    return {"name": name, "value": value, "url": site.url}
