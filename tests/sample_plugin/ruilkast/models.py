"""The table of cabinets: what a cabinet has beside what every public entry has."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.content.models import Content
from core.db.base import BIG


class Cabinet(Content):
    """A swap cabinet at a place in the street."""

    __tablename__ = "ruilkast_cabinet"

    id: Mapped[int] = mapped_column(
        BIG, ForeignKey("content.id", ondelete="CASCADE"), primary_key=True
    )
    holds: Mapped[str] = mapped_column(String(300), default="")
    """What people swap here, in words: "boeken en puzzels"."""
    seen_at: Mapped[datetime | None]
    """When an editor last looked; empty when nobody did."""
    seen_by: Mapped[int | None] = mapped_column(BigInteger)
    """The account of that editor."""
    is_quiet: Mapped[bool] = mapped_column(default=False)
    """Whether nobody has looked for long; the job keeps it right."""

    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        "polymorphic_identity": "ruilkast",
        "inherit_condition": id == Content.id,
    }
