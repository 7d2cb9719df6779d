"""Tables of page views, visitors and presses on contact details; none of them knows a person."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

import core.content.models  # noqa: F401 - the table that clicks refer to
from core.db import Base
from core.db.base import BIG


class PageView(Base):
    """How often a path was answered with a page on a day, on a site."""

    __tablename__ = "page_view"
    __table_args__ = (Index("ix_page_view_path", "path", "day"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    views: Mapped[int]
    visitors: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many different visitors saw it that day; less than all, since some ask not to be told
    apart."""


class VisitorDay(Base):
    """How many different visitors a site had on a day."""

    __tablename__ = "visitor_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    visitors: Mapped[int]


class VisitorMark(Base):
    """Who was counted today, on the site or on one of its pages: a hash with a salt of the day,
    thrown away with that salt."""

    __tablename__ = "visitor_mark"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    mark: Mapped[str] = mapped_column(String(32), primary_key=True)


class DailySalt(Base):
    """The salt of a day's marks, shared by all processes; gone when the day is over."""

    __tablename__ = "daily_salt"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))


class ContactClick(Base):
    """How often somebody pressed a telephone number, a mail address or a website of an entry."""

    __tablename__ = "contact_click"

    day: Mapped[date] = mapped_column(primary_key=True)
    content_id: Mapped[int] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    target: Mapped[str] = mapped_column(String(20), primary_key=True)
    """``phone``, ``mail`` or ``site``."""
    clicks: Mapped[int]
