"""Servers and visitors as processes of their own."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from bench.inside import environment
from bench.load import Measured
from core.testing.places import free_port

CONNECTIONS = 32
PATIENCE = 30.0
"""Seconds in which a server must answer."""
SERVE = "from core.cli.main import main; main()"
"""What the command ``buurtbasis`` does."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs; ``started_in`` is seconds to its first answer."""

    port: int
    pid: int
    started_in: float

    def memory_mb(self) -> float:
        """Return the resident memory of the processes that serve, the largest of them."""
        pids = [self.pid, *_children(self.pid)]
        sizes = []
        for pid in pids:
            text = Path(f"/proc/{pid}/status").read_text("utf-8")
            found = next(line for line in text.splitlines() if line.startswith("VmRSS"))
            sizes.append(int(found.split()[1]) / 1024)
        return max(sizes)


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text("utf-8").split()]


@contextmanager
def application(url: str, folder: Path, path: str = "/healthz") -> Iterator[Server]:
    """Run ``buurtbasis serve`` on a database until ``path`` answers 200."""
    port = free_port()
    command = ["-c", SERVE, "serve", "--port", str(port)]
    with _running(command, port, path, environment(url, folder)) as server:
        yield server


@contextmanager
def bare(answers: Path) -> Iterator[Server]:
    """Run the bare handlers with the answers of a file."""
    port = free_port()
    command = ["-m", "bench.bare", str(answers), str(port)]
    with _running(command, port, "/home.br", {}) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, path: str, more: dict[str, str]) -> Iterator[Server]:
    environ = {**os.environ, **more, "PYTHONUNBUFFERED": "1"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], env=environ, stdout=subprocess.DEVNULL, text=True
    )
    try:
        _await_answer(process, f"http://127.0.0.1:{port}{path}")
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_answer(process: "subprocess.Popen[str]", url: str) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError(f"no server at {url}")


def visit(
    port: int, paths: list[str], *, seconds: float, encoding: str = "br", warm: float = 0.5,
    hosts: Sequence[str] = (),
) -> Measured:  # fmt: skip
    """Visit a server from another process; raises RuntimeError when an answer is no 200."""
    job = {
        "port": port, "paths": paths, "hosts": hosts, "encoding": encoding,
        "connections": CONNECTIONS, "warm": warm, "seconds": seconds,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(job), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found = Measured(**json.loads(done.stdout))
    if found.wrong:
        raise RuntimeError(f"{found.wrong} of {found.requests} answers were no 200")
    return found
