"""Table of what waits for an editor."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

import core.content.models  # noqa: F401 - the tables that cases refer to
from core.db import Base, Identifier, Reference

REVIEW, REPORT, APPEAL = "review", "report", "appeal"
OPEN, APPROVED, REFUSED, OVERTURNED, CLOSED = (
    "open",
    "approved",
    "refused",
    "overturned",
    "closed",
)

_ONE_REVIEW = text("kind = 'review' and state = 'open'")
_ONE_APPEAL = text("kind = 'appeal'")


class ModerationCase(Base):
    """Something to decide about an entry: a review, a report of a visitor, or an appeal.

    An entry has one open review at most, and a decision one appeal.
    """

    __tablename__ = "moderation_case"
    __table_args__ = (
        Index("ix_moderation_case_open", "state", "created_at", "id"),
        Index("ix_moderation_case_content", "content_id"),
        Index(
            "uq_moderation_case_review", "content_id", unique=True,
            sqlite_where=_ONE_REVIEW, postgresql_where=_ONE_REVIEW,
        ),
        Index(
            "uq_moderation_case_appeal", "about_id", unique=True,
            sqlite_where=_ONE_APPEAL, postgresql_where=_ONE_APPEAL,
        ),
    )  # fmt: skip

    id: Mapped[Identifier]
    content_id: Mapped[Reference] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    """``review``, ``report`` or ``appeal``."""
    state: Mapped[str] = mapped_column(String(20), default=OPEN)
    """``open``, ``approved``, ``refused``, ``overturned`` by an appeal, or ``closed``."""
    body: Mapped[str] = mapped_column(Text, default="")
    """What the reporter or the appellant wrote."""
    email: Mapped[str] = mapped_column(String(254), default="")
    """Where the reporter wants an answer; erased with the case's retention."""
    account_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    """Who asked for the review or appealed; null for a visitor."""
    about_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("moderation_case.id", ondelete="SET NULL")
    )
    """The decision that an appeal is about."""
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    reason: Mapped[str] = mapped_column(String(50), default="")
    """The key of a refusal's reason; of a report, what the visitor says is wrong."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """What was sent with the decision."""
