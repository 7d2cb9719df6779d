"""Core's own roads for mail: SMTP where an administrator set it, else the outbox to read in."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from core.errors import ConfigurationError
from core.mail.message import mail_host
from core.protocols import MailLine, MailRefused
from core.settings import Settings

PATIENCE = 20.0
"""Seconds for each answer of the mail server."""
PORTS = {"smtp": 25, "smtps": 465, "starttls": 587}
POLICY = "5.7."
"""RFC 3463: the server will not have it from us. That is for us to mend, and no fault of theirs."""
SHOWN = "BUURTBASIS_SMTP_URL must look like smtp://user:password@host:port (or smtps, starttls)."


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; ``smtp`` uses encryption when it is offered, ``starttls`` demands it."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = None


def parse_server(url: str) -> Server:
    """Return the server of a URL; raises ConfigurationError without showing the password."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ConfigurationError(SHOWN) from None
    if not parts.hostname:
        raise ConfigurationError(SHOWN)
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return Server(parts.scheme, parts.hostname, port, user, password)


class PostOffice:
    """The transport that core provides."""

    def delivers(self, settings: Settings) -> bool:
        """Whether a mail server was set."""
        return settings.smtp_url is not None

    @asynccontextmanager
    async def connect(self, settings: Settings) -> AsyncIterator[MailLine]:
        """Open one connection for a batch; without a server every mail is accepted as it is."""
        if settings.smtp_url is None:
            yield _keep
            return
        server = parse_server(settings.smtp_url)
        client = aiosmtplib.SMTP(
            hostname=server.host, port=server.port, timeout=PATIENCE,
            use_tls=server.scheme == "smtps",
            start_tls={"smtps": False, "starttls": True, "smtp": None}[server.scheme],
            tls_context=ssl.create_default_context() if server.scheme != "smtp" else None,
            local_hostname=mail_host(settings), username=server.user, password=server.password,
        )  # fmt: skip
        async with client:
            yield _Line(client)


async def _keep(message: EmailMessage, recipient: str) -> None:
    """Accept a mail that stays here, to be read under /beheer/postvak."""


class _Line:
    """One connection, used again for every mail of a batch."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self._client = client

    async def __call__(self, message: EmailMessage, recipient: str) -> None:
        sender = message["From"].addresses[0].addr_spec
        try:
            await self._client.sendmail(sender, recipient, message.as_bytes())
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            if _is_final(refused) and not refused.message.startswith(POLICY):
                raise MailRefused(_answer(refused), address=True) from error
            raise
        except aiosmtplib.SMTPDataError as error:
            if _is_final(error):
                raise MailRefused(_answer(error)) from error
            raise
        except ValueError as error:  # an address that no server would take
            raise MailRefused(str(error), address=True) from error


def _is_final(error: aiosmtplib.SMTPResponseException) -> bool:
    return 500 <= error.code < 600


def _answer(error: aiosmtplib.SMTPResponseException) -> str:
    return f"{error.code} {error.message}"
