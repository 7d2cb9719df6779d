"""The visitor of the benchmarks: keeps connections busy with requests, one at a time on each.

A process of its own (``python -m bench.load``) reads a job as JSON and writes what it measured.
"""

import json
import select
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

LARGEST = 1 << 18
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
"""A browser: robots are not counted."""
SLOWEST = 10_000
"""Milliseconds of silence after which a run fails."""


@dataclass(slots=True)
class Measured:
    """What a run came to: requests a second, times in milliseconds, answers that were no 200."""

    rps: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    requests: int = 0
    wrong: int = 0
    busy: float = 0.0
    """Share of the time that this process needed: near 1 it measured itself."""


@dataclass(slots=True)
class Connection:
    """A socket with the answer that is on its way."""

    socket: socket.socket
    sent_at: float = 0.0
    parts: list[bytes] = field(default_factory=list)
    missing: int = -1
    """Bytes to come; below 0 as long as the headers are not complete."""


class Visitor:
    """Sends requests over and over; ``paths`` in the given order, around and around.

    Each request says another of ``hosts``, around and around, too.
    """

    def __init__(
        self, port: int, paths: list[str], hosts: list[str], encoding: str, connections: int
    ) -> None:
        self._requests = [
            (
                f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\n"
                f"Accept-Encoding: {encoding}\r\n\r\n"
            ).encode()
            for path, host in zip(cycle(paths), hosts, strict=False)
        ]
        self._next = 0
        self._times: list[float] = []
        self._wrong = 0
        self._poll = select.poll()
        self._open = {}
        for _ in range(connections):
            found = socket.create_connection(("127.0.0.1", port))
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open[found.fileno()] = Connection(found)
            self._poll.register(found.fileno(), select.POLLIN)

    def run(self, seconds: float) -> Measured:
        """Send for so long, and wait for the answers that are still to come."""
        self._times, self._wrong = [], 0
        began, cpu = time.perf_counter(), time.process_time()
        until = began + seconds
        waiting = len(self._open)
        for connection in self._open.values():
            self._send(connection)
        while waiting:
            events = self._poll.poll(SLOWEST)
            if not events:
                raise RuntimeError("no answer")
            for number, _ in events:
                connection = self._open[number]
                if self._receive(connection):
                    if time.perf_counter() < until:
                        self._send(connection)
                    else:
                        waiting -= 1
        took = time.perf_counter() - began
        return self._result(took, time.process_time() - cpu)

    def _send(self, connection: Connection) -> None:
        request = self._requests[self._next]
        self._next = (self._next + 1) % len(self._requests)
        connection.missing = -1
        connection.sent_at = time.perf_counter()
        connection.socket.sendall(request)

    def _receive(self, connection: Connection) -> bool:
        """Read what has come; True when the answer is complete."""
        data = connection.socket.recv(LARGEST)
        if not data:
            raise RuntimeError("the server closed the connection")
        if connection.missing < 0:
            connection.parts.append(data)
            whole = b"".join(connection.parts)
            end = whole.find(b"\r\n\r\n")
            if end < 0:
                return False
            connection.parts.clear()
            head = whole[:end].lower()
            self._wrong += not head.startswith(b"http/1.1 200")
            at = head.index(b"content-length:") + 15
            length = int(head[at : head.find(b"\r", at) if b"\r" in head[at:] else None])
            connection.missing = length - (len(whole) - end - 4)
        else:
            connection.missing -= len(data)
        if connection.missing > 0:
            return False
        self._times.append(time.perf_counter() - connection.sent_at)
        return True

    def _result(self, took: float, cpu: float) -> Measured:
        times = sorted(self._times)

        def at(share: float) -> float:
            return round(times[min(int(len(times) * share), len(times) - 1)] * 1000, 2)

        rps = round(len(times) / took, 1)
        busy = round(cpu / took, 2)
        return Measured(rps, at(0.5), at(0.95), at(0.99), len(times), self._wrong, busy)


def main() -> None:
    """Run the job on standard input."""
    job: dict[str, Any] = json.load(sys.stdin)
    hosts = job["hosts"] or [f"127.0.0.1:{job['port']}"] * len(job["paths"])
    visitor = Visitor(job["port"], job["paths"], hosts, job["encoding"], job["connections"])
    if job["warm"]:
        visitor.run(job["warm"])
    print(json.dumps(asdict(visitor.run(job["seconds"]))))


if __name__ == "__main__":
    main()
