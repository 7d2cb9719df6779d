"""Tables of mail that is to be sent, and of addresses that want none."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

import core.accounts.models  # noqa: F401 - the tables that mail refers to
from core.db import Base, Identifier, Reference

PENDING, LEASED, SENT, DEAD, REFUSED = "pending", "leased", "sent", "dead", "refused"


class OutboxMail(Base):
    """A mail, written in the same transaction as its cause; ``effect_key`` makes it one of a kind.

    It is rendered when it is sent, from ``template`` and ``data``.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        UniqueConstraint("effect_key"),
        Index("ix_outbox_mail_due", "state", "due_at", "id"),
        Index("ix_outbox_mail_address", "address"),
        Index("ix_outbox_mail_stop", "stop_token"),
    )

    id: Mapped[Identifier]
    effect_key: Mapped[str] = mapped_column(String(200))
    """Why this mail exists, as ``reminder:{organisation}:{date}``: never sent a second time."""
    message_id: Mapped[str] = mapped_column(String(200))
    """The Message-ID: a repeat after a crash carries the same one."""
    stop_token: Mapped[str] = mapped_column(String(40), default="")
    """The secret in the link with which who got this mail stops the list."""
    kind: Mapped[str] = mapped_column(String(80))
    """What sort of mail it is, as ``core.login``; its template hangs on it."""
    address: Mapped[str] = mapped_column(String(254))
    account_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[str] = mapped_column(String(10), default="nl")
    site_id: Mapped[Reference | None]
    """The site whose name and address the mail carries; null is the platform's own."""
    data: Mapped[Any] = mapped_column(JSON, default=dict)
    """What the template gets. Emptied some time after sending: it may hold links that log in."""

    state: Mapped[str] = mapped_column(String(20), default=PENDING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """Not before this moment; after a failure, the moment of the next attempt."""
    leased_until: Mapped[datetime | None]
    lease: Mapped[str] = mapped_column(String(40), default="")
    """Who is sending it now."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")
    """What the mail server said last."""
    is_bounce: Mapped[bool] = mapped_column(default=False)
    """Whether the server refused the address for good."""


class MailRefusal(Base):
    """Somebody who wants no mail of a list any more, or whose address does not exist."""

    __tablename__ = "mail_refusal"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    list_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    """The kind of mail."""
    created_at: Mapped[datetime]
