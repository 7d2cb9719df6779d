"""Table of guides: which are wanted, which are there, and of when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from core.db import Base
from core.db.base import BIG

WANTED, GATHERING, DRAWING, READY, FAILED = "wanted", "gathering", "drawing", "ready", "failed"
BUSY = (WANTED, GATHERING, DRAWING)


class Guide(Base):
    """The guide of an area in one size of print and one language.

    While a new one is made the old one stays to be had.
    """

    __tablename__ = "wijkgids_guide"
    __table_args__ = (Index("ix_wijkgids_guide_state", "state", "asked_at"),)

    area_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("area.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    size: Mapped[str] = mapped_column(String(10), primary_key=True)
    """``normaal`` or ``groot``."""
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    version: Mapped[str] = mapped_column(String(60), default="")
    """The change counters when its contents were gathered."""
    pages: Mapped[int] = mapped_column(default=0)
    file_size: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
