"""Table of pictures."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

import core.accounts.models  # noqa: F401 - the tables that pictures refer to
from core.db import Base, Reference


class Image(Base):
    """A picture that we wrote ourselves, by the SHA-256 of its bytes."""

    __tablename__ = "image"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(30))
    width: Mapped[int]
    height: Mapped[int]
    bytes: Mapped[int]
    uploaded_by: Mapped[Reference | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    kept_until: Mapped[datetime] = mapped_column(index=True)
    """Until then it stays, also when no entry shows it: the entry may still be saved, or the
    change undone."""
