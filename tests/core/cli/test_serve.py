"""``buurtbasis serve`` that is killed, and that finds its port taken."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.loading import build_registry
from core.testing.databases import Databases
from core.testing.world import lay_ground

SERVE = "from core.cli.main import main; main()"
PATIENCE = 60.0

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(sqlite_databases: Databases, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation with areas and a site."""
    url = sqlite_databases.fresh(build_registry(), lay_ground)
    return {**os.environ, "BUURTBASIS_DATA_DIR": str(tmp_path), "BUURTBASIS_DATABASE_URL": url}


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        found: int = tried.getsockname()[1]
        return found


@contextmanager
def serving(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it answers, and end it with its workers afterwards."""
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment)
    try:
        wait_for(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_a_server_that_was_killed_leaves_no_worker_and_starts_again(
    environment: dict[str, str],
) -> None:
    port = free_port()
    with serving(environment, port) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
        wait_for(lambda: not answers(port))
    with serving(environment, port):
        path = environment["BUURTBASIS_DATABASE_URL"].split("///", 1)[1]
        with sqlite3.connect(path) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        connection.close()


def test_a_second_server_on_the_same_port_is_refused(environment: dict[str, str]) -> None:
    port = free_port()
    with serving(environment, port):
        command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 1
        assert f"127.0.0.1:{port}" in done.stderr
        assert "--port" in done.stderr
        assert answers(port)
