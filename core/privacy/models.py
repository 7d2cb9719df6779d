"""Table of consents."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

import core.accounts.models  # noqa: F401 - the tables that consents refer to
from core.db import Base, Identifier, Reference


class Consent(Base):
    """What somebody agreed to, with the words that they read and the moment."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_email", "email"),)

    id: Mapped[Identifier]
    email: Mapped[str] = mapped_column(String(254))
    """Empty once the person was erased: text and moment stay, whose they were does not."""
    account_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    purpose: Mapped[str] = mapped_column(String(80))
    """What for, as ``accounts.account`` or ``organisations.register``."""
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
