"""Tables of the history of entries, of drafts and of forms that were carried out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

import core.content.models  # noqa: F401 - the tables that history refers to
from core.db import Base, Identifier, Reference


class Revision(Base):
    """A change of an entry: who, when, and each value before and after."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("content_id", "number"),)

    id: Mapped[Identifier]
    content_id: Mapped[Reference] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    number: Mapped[int]
    """1, 2, 3 within an entry."""
    at: Mapped[datetime]
    account_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    actor: Mapped[str] = mapped_column(String(20))
    """In which quality: organisation, editor, import, feed, ladder or visitor."""
    on_behalf: Mapped[bool] = mapped_column(default=False)
    action: Mapped[str] = mapped_column(String(30))
    """created, changed, published, hidden, restored, confirmed, paused, undone …"""
    before: Mapped[Any] = mapped_column(JSON, default=dict)
    after: Mapped[Any] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(String(500), default="")


class Draft(Base):
    """What somebody typed and did not save yet, by account and form."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "form", "subject"),)

    id: Mapped[Identifier]
    account_id: Mapped[Reference] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    form: Mapped[str] = mapped_column(String(80))
    """The key of the form, as ``activities.activity``."""
    subject: Mapped[str] = mapped_column(String(100))
    """``new:<organisation id>`` or ``content:<id>``."""
    fields: Mapped[Any] = mapped_column(JSON, default=list)
    """Pairs of name and value, as typed."""
    version: Mapped[int] = mapped_column(default=0)
    """The version of the entry that was being edited."""
    updated_at: Mapped[datetime]


class FormReceipt(Base):
    """A form that was carried out, by the key in its hidden field: sending it again gives the
    same answer and does nothing."""

    __tablename__ = "form_receipt"
    __table_args__ = (Index("ix_form_receipt_at", "at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500))
    """Where the first answer led to."""
    at: Mapped[datetime]
