"""Table of page views."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.db.base import BIG


class PageView(Base):
    """How often a path was answered with a page on a day, on a site."""

    __tablename__ = "page_view"

    day: Mapped[date] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    views: Mapped[int]
