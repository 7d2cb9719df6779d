"""Tables of content: the joined base of every public entry, its terms, lists and addresses."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

import core.neighbourhoods.models  # noqa: F401 - the tables that content refers to
from core.db import Base, Identifier, Reference
from core.db.base import EMPTY, SORT_KEY

DRAFT, REVIEW, PUBLISHED, HIDDEN, ARCHIVED = (
    "draft",
    "review",
    "published",
    "hidden",
    "archived",
)

CATEGORY, AUDIENCE, ACCESSIBILITY = "category", "audience", "accessibility"


class Content(Base):
    """A public entry. Kinds inherit from it in a table of their own.

    List pages read these columns only; the rest of a kind is for its detail page.
    """

    __tablename__ = "content"
    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        Index("ix_content_owner", "owner_id", "kind", "status"),
        Index("ix_content_area", "area_id"),
        Index("ix_content_step", "step", "step_due_at", "id"),
        Index("ix_content_expires", "expires_at"),
    )

    id: Mapped[Identifier]
    kind: Mapped[str] = mapped_column(String(50))
    owner_id: Mapped[Reference | None] = mapped_column(ForeignKey("content.id"))
    area_id: Mapped[Reference] = mapped_column(ForeignKey("area.id"))
    status: Mapped[str] = mapped_column(String(20), default=DRAFT)

    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(SORT_KEY)
    """The folded title: the order of alphabetical lists, the same on every database."""
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10), default="nl")

    place_name: Mapped[str] = mapped_column(String(200), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    house_number: Mapped[str] = mapped_column(String(20), default="")
    postcode: Mapped[str] = mapped_column(String(7), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    lon: Mapped[float | None]
    lat: Mapped[float | None]

    phone: Mapped[str] = mapped_column(String(20), default="")
    """E.164; shown in the Dutch way."""
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(500), default="")

    category_id: Mapped[Reference | None] = mapped_column(ForeignKey("term.id"))
    """The first category, for the badge on a card."""
    facts: Mapped[str] = mapped_column(String(300), default="")
    """Slugs of the accessibility facts, comma-separated: a card shows them without a join."""

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str] = mapped_column(String(20), default="")
    """Who confirmed last: organisation, editor, import or feed."""
    confirm_due_at: Mapped[datetime | None]
    """When its organisation is to be asked whether it is right, or was asked last."""
    expires_at: Mapped[datetime | None]
    """When its last date is over; null for what goes on."""
    step: Mapped[str] = mapped_column(String(20), default="", server_default=EMPTY)
    """Where it is on the freshness ladder; see ``core.freshness``."""
    step_due_at: Mapped[datetime | None]
    """When the next step of the ladder is due; null where nothing is to happen."""
    paused_until: Mapped[datetime | None]
    """Until then the ladder waits: a summer stop, say."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Raised by every edit; whoever saves says which one they began with."""
    on_behalf: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether the last edit was made by an editor for the organisation, by phone say."""
    image: Mapped[str] = mapped_column(String(64), default="", server_default=EMPTY)
    """Hash of its picture; see ``core.media``."""
    image_alt: Mapped[str] = mapped_column(String(300), default="", server_default=EMPTY)
    source: Mapped[str] = mapped_column(String(300), default="")
    """Where imported facts come from, as text with licence."""
    is_demo: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "content"}  # noqa: RUF012


class Term(Base):
    """An entry of a vocabulary: a category, an audience or an accessibility fact."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("vocabulary", "slug"),)

    id: Mapped[Identifier]
    vocabulary: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[Reference | None] = mapped_column(ForeignKey("term.id"))
    icon: Mapped[str] = mapped_column(String(50), default="")
    synonyms: Mapped[str] = mapped_column(Text, default="")
    """What people type for it, separated by ``|``."""
    position: Mapped[int] = mapped_column(default=0)


class ContentTerm(Base):
    """The terms of an entry, the parents of each term included."""

    __tablename__ = "content_term"
    __table_args__ = (
        Index("ix_content_term_content", "content_id"),
        {"sqlite_with_rowid": False},
    )

    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"), primary_key=True)
    content_id: Mapped[int] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), primary_key=True
    )
    is_own: Mapped[bool] = mapped_column(default=True)
    """False for a parent that is there only so that its filter finds the entry."""


class ContentArea(Base):
    """Every entry under its area and all areas above: filter and order of lists in one index."""

    __tablename__ = "content_area"
    __table_args__ = (
        Index("ix_content_area_content", "content_id"),
        {"sqlite_with_rowid": False},
    )

    ancestor_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(50), primary_key=True)
    status: Mapped[str] = mapped_column(String(20), primary_key=True)
    sort_key: Mapped[str] = mapped_column(SORT_KEY, primary_key=True)
    content_id: Mapped[int] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), primary_key=True
    )


class ContentAlias(Base):
    """A former address: it redirects to its entry, or answers 410 when that was purged."""

    __tablename__ = "content_alias"

    kind: Mapped[str] = mapped_column(String(50), primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    content_id: Mapped[Reference | None] = mapped_column(
        ForeignKey("content.id", ondelete="SET NULL"), index=True
    )
