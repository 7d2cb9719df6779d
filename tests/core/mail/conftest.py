"""A mail server that writes down what arrives, and answers as it is told."""

import email
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from core.testing.places import free_port


@dataclass
class Mailbox:
    """What a mail server got, and its answers by receiver to RCPT and to DATA."""

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    refused_data: dict[str, str] = field(default_factory=dict)
    sessions: set[int] = field(default_factory=set)
    most: int = 1_000_000
    """Mails in one connection, after which it is closed."""
    taken: Counter[int] = field(default_factory=Counter)

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.taken[id(session)] += 1
        if self.taken[id(session)] > self.most:
            server.transport.close()
            return "421 Enough"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, _server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.sessions.add(id(session))
        if address not in self.refused:
            envelope.rcpt_tos.append(address)
        return self.refused.get(address, "250 OK")

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.refused_data.get(envelope.rcpt_tos[0], "250 OK")
        if answer.startswith("250"):
            self.messages.append(email.message_from_bytes(envelope.content, policy=default))
        return answer

    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.messages]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on a port of its own."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        box.url = f"smtp://127.0.0.1:{controller.port}"
        yield box
    finally:
        controller.stop()
