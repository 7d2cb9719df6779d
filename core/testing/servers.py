"""PostgreSQL and Redis for tests: the given ones, or own ones on a free port of the loopback."""

import os
import pwd
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from core.testing.places import MissingServer, find_program, free_port, temporary_place

POSTGRES_URL = "BUURTBASIS_TEST_POSTGRES_URL"
REDIS_URL = "BUURTBASIS_TEST_REDIS_URL"
INSTALL_POSTGRES = (
    "install the package postgresql (apt-get install postgresql), "
    f"or set {POSTGRES_URL} to a server on which databases may be made."
)
INSTALL_REDIS = (
    "install the package redis-server (apt-get install redis-server), "
    f"or set {REDIS_URL} to a server whose databases may be emptied."
)
UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "max_connections": "100",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}
"""Settings of a database that may be lost at any moment."""

TRIES = 3
"""A free port may be taken by another before the server has it."""


@contextmanager
def postgres() -> Iterator[str]:
    """Give the URL (``postgresql://``) of a server on which databases may be made.

    Raises MissingServer with what to install.
    """
    if given := os.environ.get(POSTGRES_URL, "").strip():
        yield given
        return
    # The real path, so that initdb beside it has the same version.
    control = os.path.realpath(find_program("pg_ctl", INSTALL_POSTGRES))
    with temporary_place("postgres", partial(_stop_postgres, control)) as folder:
        yield _start_postgres(control, folder)


def _start_postgres(control: str, folder: Path) -> str:
    password = secrets.token_urlsafe(16)
    (folder / "password").write_text(password, "utf-8")
    (folder / "data").mkdir(mode=0o700)
    _hand_over(folder / "password", folder / "data")
    # A password, since every user of the machine can reach the loopback interface.
    _run(
        str(Path(control).with_name("initdb")), "-D", str(folder / "data"), "-U", "buurtbasis",
        "--encoding=UTF8", "--locale=C.UTF-8", "--auth=password", "--no-sync",
        f"--pwfile={folder / 'password'}", folder=folder,
    )  # fmt: skip
    for left in reversed(range(TRIES)):
        port = free_port()
        options = " ".join(f"-c {name}='{value}'" for name, value in UNSAFE_BUT_FAST.items())
        try:
            _run(
                control, "start", "-w", "-s", "-t", "60", "-D", str(folder / "data"),
                "-l", str(folder / "data" / "server.log"), "-o", f"-p {port} {options}",
                folder=folder,
            )  # fmt: skip
            return f"postgresql://buurtbasis:{password}@127.0.0.1:{port}/postgres"
        except MissingServer:
            if not left:
                raise
    raise AssertionError("unreachable")


def _stop_postgres(control: str, folder: Path) -> None:
    """Stop the server whose data is in ``folder``; nothing when it does not run."""
    if (folder / "data" / "postmaster.pid").exists():
        with suppress(MissingServer):
            _run(
                control, "stop", "-w", "-s", "-m", "immediate", "-D", str(folder / "data"),
                folder=folder,
            )  # fmt: skip


@contextmanager
def redis() -> Iterator[str]:
    """Give the URL (``redis://``, without a database) of a server that keeps nothing.

    Raises MissingServer with what to install.
    """
    if given := os.environ.get(REDIS_URL, "").strip():
        yield given.rstrip("/")
        return
    program = find_program("redis-server", INSTALL_REDIS)
    with temporary_place("redis", _stop_redis) as folder:
        for left in reversed(range(TRIES)):
            port, password = free_port(), secrets.token_urlsafe(16)
            try:
                _start_redis(program, folder, port, password)
                break
            except MissingServer:
                if not left:
                    raise
        yield f"redis://:{password}@127.0.0.1:{port}"


def _start_redis(program: str, folder: Path, port: int, password: str) -> None:
    """Start Redis in the background; it has its files and its socket in ``folder``."""
    settings = folder / "redis.conf"
    settings.touch(mode=0o600)
    settings.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
        f"dir {folder}\nunixsocket {folder}/redis.sock\nunixsocketperm 700\n"
        f"daemonize yes\npidfile {folder}/redis.pid\nlogfile {folder}/redis.log\n",
        "utf-8",
    )
    _hand_over(folder, settings)
    _run(program, str(settings), folder=folder)
    _wait_for_redis(folder, password)


def _wait_for_redis(folder: Path, password: str) -> None:
    from redis import Redis
    from redis.backoff import ConstantBackoff
    from redis.exceptions import ConnectionError as NoConnection
    from redis.retry import Retry

    retry = Retry(ConstantBackoff(0.05), 200)
    with Redis(
        unix_socket_path=str(folder / "redis.sock"), password=password,
        retry=retry, retry_on_error=[NoConnection, FileNotFoundError],
    ) as client:  # fmt: skip
        try:
            client.ping()
        except NoConnection as error:
            log = (folder / "redis.log").read_text("utf-8", "replace")[-1000:]
            raise MissingServer(f"redis-server did not start: {error}\n{log}") from error


def _stop_redis(folder: Path) -> None:
    """Stop the server that listens on the socket in ``folder``; nothing when it does not run."""
    from redis import Redis
    from redis.exceptions import RedisError

    settings = folder / "redis.conf"
    if not settings.exists():
        return
    words = dict(line.split(" ", 1) for line in settings.read_text("utf-8").splitlines())
    with (
        suppress(RedisError, OSError),
        Redis(unix_socket_path=words["unixsocket"], password=words["requirepass"]) as client,
    ):
        client.shutdown(nosave=True)


def _hand_over(*paths: Path) -> None:
    """Give ``paths`` to the user as whom the servers run."""
    if user := _servant():
        for path in paths:
            os.chown(path, user.pw_uid, user.pw_gid)


def _servant() -> pwd.struct_passwd | None:
    """Return the unprivileged user for servers, since PostgreSQL refuses root; else None."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise MissingServer("PostgreSQL refuses to run as root, and there is no user 'nobody'.")


def _run(*command: str, folder: Path) -> None:
    """Run one command as the unprivileged user; raises MissingServer with what it said."""
    user = _servant()
    identity: dict[str, Any] = (
        {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    )
    # Output goes to a file: a server in the background would keep a pipe open for ever.
    with (folder / "output").open("w+") as output:
        done = subprocess.run(  # noqa: S603 - fixed commands of ours
            command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}, **identity,
        )  # fmt: skip
        if done.returncode:
            output.seek(0)
            said = output.read()[-2000:]
            raise MissingServer(f"{Path(command[0]).name} failed: {said}")
