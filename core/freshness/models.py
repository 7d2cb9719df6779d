"""Table of what was said on the phone about an organisation's entries."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

import core.content.models  # noqa: F401 - the tables that calls refer to
from core.db import Base, Identifier, Reference


class PhoneCall(Base):
    """An editor called an organisation whose mails stayed unanswered."""

    __tablename__ = "phone_call"
    __table_args__ = (Index("ix_phone_call_organisation", "organisation_id", "at"),)

    id: Mapped[Identifier]
    organisation_id: Mapped[Reference] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    account_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    outcome: Mapped[str] = mapped_column(String(30))
    """``confirmed``, ``no_answer``, ``later`` or ``stopped``."""
    note: Mapped[str] = mapped_column(String(500), default="")
