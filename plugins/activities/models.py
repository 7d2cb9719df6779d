"""Tables of activities and of the dates on which they take place."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.content.models import Content
from core.db import Base, Identifier, Reference
from core.db.base import BIG, EMPTY

ONGOING, DATED = "ongoing", "dated"
OWN, ADDRESS, PHONE, ONLINE = "own", "address", "phone", "online"


class Activity(Content):
    """An organisation's offer: always there (ongoing) or on dates (dated, once or in a series).

    The dates of a series are a rule in wall time; see ``core.recurrence``.
    """

    __tablename__ = "activities_activity"

    id: Mapped[int] = mapped_column(
        BIG, ForeignKey("content.id", ondelete="CASCADE"), primary_key=True
    )
    mode: Mapped[str] = mapped_column(String(10))
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    price_cents: Mapped[int | None]
    """0 is free, null is unknown; ``price_note`` says the rest."""
    price_note: Mapped[str] = mapped_column(String(200), default="")
    how_to_join: Mapped[str] = mapped_column(Text, default="")
    what_to_bring: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    come_alone: Mapped[str] = mapped_column(String(500), default="", server_default=EMPTY)
    """What somebody may expect who comes alone: who welcomes them, say."""
    held: Mapped[str] = mapped_column(String(10), default="", server_default=EMPTY)
    """Where it is: ``own`` (at the organisation's address), ``address``, ``phone`` or ``online``;
    empty for an import, which says so by its address."""

    timezone: Mapped[str] = mapped_column(String(50), default="Europe/Amsterdam")
    first_date: Mapped[date | None]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    rrule: Mapped[str] = mapped_column(String(300), default="")
    extra_dates: Mapped[Any] = mapped_column(JSON, default=list)
    """ISO dates beside the rule."""
    skipped_dates: Mapped[Any] = mapped_column(JSON, default=list)
    """ISO dates of the rule on which nothing takes place."""
    skips: Mapped[str] = mapped_column(String(100), default="", server_default=EMPTY)
    """Kinds of holidays on which nothing of the rule takes place, with spaces between them."""
    schedule_note: Mapped[str] = mapped_column(String(300), default="")
    """When an ongoing offer is there, in words: "op werkdagen van 9 tot 17 uur"."""
    dated_until: Mapped[date | None]
    """Up to and with this day the occurrences are written."""

    uid: Mapped[str] = mapped_column(String(100), unique=True)
    """Identity in calendars, for ever."""
    sequence: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {  # noqa: RUF012
        "polymorphic_identity": "activity",
        "inherit_condition": id == Content.id,
    }


class Occurrence(Base):
    """One time that an activity takes place.

    ``area_id`` repeats the activity's, so that the agenda of a neighbourhood is one index.
    """

    __tablename__ = "activities_occurrence"
    __table_args__ = (
        UniqueConstraint("activity_id", "starts_at"),
        Index("ix_activities_occurrence_time", "starts_at", "id"),
        Index("ix_activities_occurrence_area", "area_id", "starts_at", "id"),
    )

    id: Mapped[Identifier]
    activity_id: Mapped[Reference] = mapped_column(
        ForeignKey("activities_activity.id", ondelete="CASCADE")
    )
    area_id: Mapped[Reference] = mapped_column(ForeignKey("area.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    over_at: Mapped[datetime]
    """When it leaves the agenda: the end, or the start when no end is known."""
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    moved_from: Mapped[datetime | None]
    """When it would have begun by the rule; null for what was not moved."""
    note: Mapped[str] = mapped_column(String(200), default="", server_default=EMPTY)
    """Why it does not take place or was moved, or where it is this time."""


class Otherwise(Base):
    """What is otherwise on one day of a rule: its time does not take place, or was moved.

    It hangs on the day of the rule, so it outlives that occurrences are written anew. ``moved_to``,
    ``starts`` and ``ends`` are wall time, and null for what does not take place.
    """

    __tablename__ = "activities_exception"
    __table_args__ = (UniqueConstraint("activity_id", "day"),)

    id: Mapped[Identifier]
    activity_id: Mapped[Reference] = mapped_column(
        ForeignKey("activities_activity.id", ondelete="CASCADE")
    )
    day: Mapped[date]
    moved_to: Mapped[date | None]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    note: Mapped[str] = mapped_column(String(200), default="")
