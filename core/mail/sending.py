"""The job that sends mail: takes a few, hands each to the transport, writes down each at once.

A process that is killed loses nothing: its mails go out after the lease. One of them may arrive
twice, with the same Message-ID: the one that the server had accepted and we had not written down.
"""

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import cast

from core.clock import now
from core.db.session import Database
from core.db.trouble import is_passing
from core.declarations import JobContext
from core.jobs.context import Work, describe
from core.mail import leases
from core.mail.leases import Taken
from core.mail.message import build_message
from core.mail.rendering import QueuedMail, Renderer
from core.mail.senders import Sender, read_senders
from core.mail.unsubscribe import EVERY_LIST, Wish, is_refused, refuse
from core.protocols import MailLine, MailRefused
from core.registry import Registry
from core.settings import Settings

log = logging.getLogger(__name__)

BATCH = 20
AGAIN = 0.2
"""Seconds before a busy database is asked again."""
STOP_AFTER = 200.0
"""Seconds after which a run leaves the rest to the next: jobs have a time limit."""

_renderers: dict[int, tuple[Registry, Renderer]] = {}


def renderer_of(settings: Settings, registry: Registry) -> Renderer:
    """Return the renderer of this process: its templates are compiled once."""
    known = _renderers.get(id(registry))
    if known is None or known[0] is not registry:
        known = (registry, Renderer(settings, registry))
        _renderers[id(registry)] = known
    return known[1]


@dataclass(slots=True)
class Batch:
    """Mails that this process took, with what it needs to send them."""

    database: Database
    settings: Settings
    renderer: Renderer
    senders: dict[int | None, Sender]
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    sent: int = 0

    async def take(self) -> list[Taken]:
        """Take what is due."""
        async with self.database.write() as session:
            return await leases.take(session, self.token, BATCH)

    async def send_all(self, taken: list[Taken], line: MailLine) -> None:
        """Send mails one after another, and never one whose lease may be over."""
        ours, until = {one.id for one in taken}, now() + leases.LEASE / 2
        for one in taken:
            if now() > until:
                async with self.database.write() as session:
                    ours = await leases.keep(session, self.token)
                until = now() + leases.LEASE / 2
            if one.id not in ours:
                continue  # we were too slow, and another has it
            # Between the server's yes and our commit nothing of ours may come between.
            sending = asyncio.ensure_future(self._send(one, line))
            try:
                await asyncio.shield(sending)
            except asyncio.CancelledError:
                await asyncio.wait([sending])
                raise

    async def _send(self, one: Taken, line: MailLine) -> None:
        mail = one.mail
        email = self.renderer.kinds.get(mail.kind)
        if email is not None and email.list_ and await self._is_unwanted(mail):
            async with self.database.write() as session:
                await leases.mark_unwanted(session, one, self.token)
            return
        try:
            message = self._build(one)
        except Exception as error:
            await self._failed(one, error)
            return
        try:
            async with asyncio.timeout(leases.LEASE.total_seconds() / 3):
                await line(message, mail.address)
        except MailRefused as refused:
            await self._refused(one, refused)
        except Exception as error:
            await self._failed(one, error)
            if isinstance(error, OSError):
                raise  # the line is broken: what is left goes over a new one
        else:
            await self._note_sent(one)
            self.sent += 1

    async def _note_sent(self, one: Taken) -> None:
        """Write down what is true already; a database that is busy is asked again for as long as
        the mail is ours, since it would go twice."""
        until = now() + leases.LEASE / 3
        while True:
            try:
                async with self.database.write() as session:
                    await leases.mark_sent(session, one, self.token)
            except Exception as error:
                if now() > until or not is_passing(error):
                    raise
                await asyncio.sleep(AGAIN)
            else:
                return

    async def _is_unwanted(self, mail: QueuedMail) -> bool:
        async with self.database.read() as session:
            return await is_refused(session, Wish(mail.address, mail.kind))

    def _build(self, one: Taken) -> EmailMessage:
        sender = self.senders.get(one.site_id) or self.senders[None]
        rendered = self.renderer.render(one.mail, sender)
        return build_message(self.settings, sender, one.mail, rendered, now())

    async def _failed(self, one: Taken, error: Exception) -> None:
        log.warning("Mail %s (%s) did not go: %s", one.id, one.mail.kind, describe(error))
        async with self.database.write() as session:
            await leases.mark_failed(session, one, self.token, describe(error))

    async def _refused(self, one: Taken, refused: MailRefused) -> None:
        log.warning("Mail %s (%s) was refused", one.id, one.mail.kind)
        async with self.database.write() as session:
            await leases.mark_refused(
                session, one, self.token, str(refused), is_bounce=refused.address
            )
            if refused.address:
                await refuse(session, Wish(one.mail.address, EVERY_LIST))

    async def give_back(self) -> None:
        """Leave to others what was not sent."""
        async with self.database.write() as session:
            await leases.give_back(session, self.token)


async def send_mail(context: JobContext) -> None:
    """Send what is due; several processes may do this at once.

    Raises when the mail server does not answer: the job is tried again, no mail is given up.
    """
    await send_due(cast("Work", context).database, context.settings, context.registry)


async def send_due(database: Database, settings: Settings, registry: Registry) -> int:
    """Send what is due, batch by batch; return how many mails went."""
    async with database.read() as session:
        senders = await read_senders(session, settings, registry)
    renderer = renderer_of(settings, registry)
    began, sent = asyncio.get_running_loop().time(), 0
    while asyncio.get_running_loop().time() - began < STOP_AFTER:
        batch = Batch(database, settings, renderer, senders)
        taken = await batch.take()
        if not taken:
            break
        try:
            async with registry.mail.connect(settings) as line:
                await batch.send_all(taken, line)
        except OSError as error:
            if not batch.sent:
                raise
            log.info("The mail server ended the connection: %s", describe(error))
        finally:
            await asyncio.shield(batch.give_back())
        sent += batch.sent
    return sent
