"""Table of what was imported, so that a file can be imported again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Identifier, Reference
from core.db.base import BIG, SORT_KEY


class ImportRow(Base):
    """What a source last gave for an entry: the same again is no change, an edit of ours since
    then is a conflict."""

    __tablename__ = "import_row"

    noun: Mapped[str] = mapped_column(String(60), primary_key=True)
    source: Mapped[str] = mapped_column(String(100), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    content_id: Mapped[Reference] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), index=True
    )
    values: Mapped[Any] = mapped_column(JSON)
    """The values as they were written, by column."""
    imported_at: Mapped[datetime]


class ImportRefusal(Base):
    """Somebody who does not want to be listed: no file brings them back, from whatever source.

    It stays when the entry is purged, so it refers to nothing.
    """

    __tablename__ = "import_refusal"
    __table_args__ = (Index("ix_import_refusal_name", "noun", "sort_key"),)

    id: Mapped[Identifier]
    noun: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(100), default="")
    """Of the row that brought them; empty for an entry that no file brought."""
    external_id: Mapped[str] = mapped_column(String(200), default="")
    sort_key: Mapped[str] = mapped_column(SORT_KEY)
    """The folded name: another source may call them by another id."""
    municipality_id: Mapped[int | None] = mapped_column(BIG)
    at: Mapped[datetime]
