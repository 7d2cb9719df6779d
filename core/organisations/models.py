"""Table of organisations."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.content.models import Content
from core.db.base import BIG


class Organisation(Content):
    """Who offers something: an association, a volunteer group, a municipality's desk."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(
        BIG, ForeignKey("content.id", ondelete="CASCADE"), primary_key=True
    )
    nature: Mapped[str] = mapped_column(String(100), default="")
    """What sort of organisation it is, in words: "sportvereniging", "bewonersgroep"."""

    __mapper_args__ = {  # noqa: RUF012
        "polymorphic_identity": "organisation",
        "inherit_condition": id == Content.id,
    }
