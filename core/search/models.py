"""Tables of the search index: a document per published entry, and the words of all of them."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

import core.content.models  # noqa: F401 - the table that documents refer to
from core.db import Base, Reference
from core.db.base import BIG

TOKENS = Text().with_variant(TSVECTOR(), "postgresql")
"""Tokens with spaces between them; PostgreSQL sorts them and writes quotes around each."""

TERM = String(40).with_variant(String(40, collation="C"), "postgresql")
"""A folded word (as long as ``core.search.text`` lets it be), compared byte by byte, so that words
with one beginning are a range."""


class SearchDocument(Base):
    """What is indexed of a published entry.

    On SQLite triggers keep the full-text table ``search_fts`` equal to ``tokens``; a migration
    that builds this table anew has to make them again.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        Index(
            "ix_search_document_tokens", "tokens",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "on", "gin_pending_list_limit": 65536},
            info={"only_on": "postgresql"},
        ).ddl_if(dialect="postgresql"),
    )  # fmt: skip

    position: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    """The place in the order newest first, then by id; see ``core.search.tokens.position``."""
    content_id: Mapped[Reference] = mapped_column(
        ForeignKey("content.id", ondelete="CASCADE"), unique=True
    )
    tokens: Mapped[Any] = mapped_column(TOKENS)


class SearchTerm(Base):
    """A folded word that stands in some document."""

    __tablename__ = "search_term"
    __table_args__ = (Index("ix_search_term_stem", "stem", "term"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    term: Mapped[str] = mapped_column(TERM, unique=True)
    stem: Mapped[str] = mapped_column(TERM)
    documents: Mapped[int]
    """In how many documents it stands."""


class SearchTrigram(Base):
    """Three neighbouring letters of a term: where the search for a close word begins."""

    __tablename__ = "search_trigram"
    __table_args__ = (Index("ix_search_trigram_term_id", "term_id"), {"sqlite_with_rowid": False})

    trigram: Mapped[str] = mapped_column(
        String(3).with_variant(String(3, collation="C"), "postgresql"), primary_key=True
    )
    term_id: Mapped[int] = mapped_column(
        ForeignKey("search_term.id", ondelete="CASCADE"), primary_key=True
    )
