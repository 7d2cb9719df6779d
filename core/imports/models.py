"""Table of what was imported, so that a file can be imported again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Reference


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
