"""Tables of sign-ups: how people sign up, how many places are taken, and who signed up."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Identifier, Reference
from core.db.base import BIG

NONE, OPEN, APPROVAL, PHONE, ELSEWHERE = "none", "open", "approval", "phone", "elsewhere"
HERE = (OPEN, APPROVAL)
"""Ways to sign up on this site."""

UNCONFIRMED, REQUESTED, CONFIRMED = "unconfirmed", "requested", "confirmed"
WAITING, OFFERED = "waiting", "offered"
CANCELLED, DECLINED, EXPIRED = "cancelled", "declined", "expired"
HOLDING = (UNCONFIRMED, REQUESTED, CONFIRMED, OFFERED)
"""States in which somebody has places."""
LIVE = (*HOLDING, WAITING)
WHOLE = 0
"""In place of a date: the activity as a whole."""


class SignupRule(Base):
    """How people sign up for an activity; one without a rule asks nobody to."""

    __tablename__ = "signups_rule"
    __table_args__ = (
        CheckConstraint("capacity is null or capacity > 0", name="capacity"),
        CheckConstraint("most > 0", name="most"),
    )

    activity_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("activities_activity.id", ondelete="CASCADE"), primary_key=True
    )
    how: Mapped[str] = mapped_column(String(10))
    website: Mapped[str] = mapped_column(String(500), default="")
    """Where to sign up elsewhere."""
    capacity: Mapped[int | None]
    """Places for each date, or for the whole; None has no limit."""
    per_date: Mapped[bool] = mapped_column(default=False)
    has_waiting_list: Mapped[bool] = mapped_column(default=True)
    closes_hours: Mapped[int] = mapped_column(default=0)
    """So many hours before a date begins nobody can sign up for it any more."""
    most: Mapped[int] = mapped_column(default=5)
    """People in one sign-up."""
    questions: Mapped[Any] = mapped_column(JSON, default=list)
    """What the organiser asks: a list of ``{"text", "why", "required"}``."""


class SignupStock(Base):
    """How many places of a date are taken. Who changes a sign-up locks this row first.

    The database refuses more than there are. ``capacity`` is that of the rule, or what was taken
    when the rule became smaller: nobody is thrown out.
    """

    __tablename__ = "signups_stock"
    __table_args__ = (
        UniqueConstraint("activity_id", "occurrence_id"),
        CheckConstraint("taken >= 0 and (capacity is null or taken <= capacity)", name="taken"),
    )

    id: Mapped[Identifier]
    activity_id: Mapped[Reference] = mapped_column(
        ForeignKey("activities_activity.id", ondelete="CASCADE")
    )
    occurrence_id: Mapped[int] = mapped_column(BIG, default=WHOLE)
    """No foreign key: who signed up for a date that is gone must still be told."""
    starts_at: Mapped[datetime | None]
    taken: Mapped[int] = mapped_column(default=0)
    capacity: Mapped[int | None]


class Signup(Base):
    """Somebody who comes, asks to come, or waits."""

    __tablename__ = "signups_signup"
    __table_args__ = (
        CheckConstraint("people > 0", name="people"),
        Index("ix_signups_signup_stock", "stock_id", "state", "id"),
        Index("ix_signups_signup_expiry", "state", "expires_at"),
    )

    id: Mapped[Identifier]
    stock_id: Mapped[Reference] = mapped_column(ForeignKey("signups_stock.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    people: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    answers: Mapped[Any] = mapped_column(JSON, default=list)
    """Pairs of question and answer, as asked then."""
    language: Mapped[str] = mapped_column(String(5), default="nl")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """When places that are held or offered are free again."""
    confirmed_at: Mapped[datetime | None]
    came: Mapped[bool | None]
