"""Temporary folders of test servers, which the next run clears when their owner was killed."""

import fcntl
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "buurtbasis-test-"


def plugins_beside_core() -> list[str]:
    """Return the names of the plugins that come with core, for tests of core without them."""
    folder = Path(__file__).resolve().parents[2] / "plugins"
    return sorted(path.parent.name for path in folder.glob("*/plugin.py"))


class MissingServer(Exception):
    """A program that the tests need is not there; the message says what to install."""


@contextmanager
def temporary_place(kind: str, stop: Callable[[Path], None]) -> Iterator[Path]:
    """Give a new folder for a server of ``kind``; ``stop`` is called with it at the end.

    A lock beside the folder is held as long as this process lives. Who can take the lock of
    another folder knows that its owner is dead, and stops and clears what was left behind.
    """
    clear_orphans(kind, stop)
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}{kind}-{secrets.token_hex(6)}"
    lock_file = folder.with_suffix(".lock")
    with lock_file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            folder.mkdir(mode=0o711)
            yield folder
        finally:
            stop(folder)
            shutil.rmtree(folder, ignore_errors=True)
            lock_file.unlink(missing_ok=True)


def clear_orphans(kind: str, stop: Callable[[Path], None]) -> None:
    """Stop servers of ``kind`` whose test run is dead, and remove their folders."""
    for lock_file in Path(tempfile.gettempdir()).glob(f"{PREFIX}{kind}-*.lock"):
        if lock_file.lstat().st_uid != os.getuid():
            continue  # another user's tests
        with lock_file.open("r") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # its owner lives
            folder = lock_file.with_suffix("")
            if folder.is_dir():
                stop(folder)
                shutil.rmtree(folder, ignore_errors=True)
            lock_file.unlink(missing_ok=True)


def find_program(name: str, install: str) -> str:
    """Return the path of a server's program; raises MissingServer with what to install."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", *map(str, packaged)])
    found = shutil.which(name, path=path)
    if found is None:
        raise MissingServer(f"The tests need {name}: {install}")
    return found


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdecimal() else 0


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
