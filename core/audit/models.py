"""Table of the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.db.base import BIG


class AuditEntry(Base):
    """Something that was done; ``hash`` covers the row and the hash of the one before it.

    Accounts are named by id only, without a foreign key: an account may go, the log stays.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    """Without gaps: 1, 2, 3."""
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BIG)
    actor: Mapped[str] = mapped_column(String(50))
    """``member``, ``guest``, ``command line`` or ``job``."""
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(100))
    """What it was done to, as ``content:12`` or ``account:3``."""
    details: Mapped[Any] = mapped_column(JSON, default=dict)
    origin: Mapped[str] = mapped_column(String(60), default="")
    """The network address that it came from, shortened to /24 or /48."""
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
