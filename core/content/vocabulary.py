"""Categories, audiences and accessibility facts in memory: few, read on every page."""

import csv
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY, Term

FILES = {CATEGORY: "categories.csv", AUDIENCE: "audiences.csv", ACCESSIBILITY: "accessibility.csv"}
DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class TermView:
    """A term; ``parent`` is a slug, empty for a root."""

    id: int
    vocabulary: str
    slug: str
    name: str
    parent: str
    icon: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every term, in order."""

    terms: tuple[TermView, ...]
    by_id: dict[int, TermView]
    by_slug: dict[tuple[str, str], TermView]

    def of(self, vocabulary: str) -> tuple[TermView, ...]:
        """Return the terms of one vocabulary."""
        return tuple(term for term in self.terms if term.vocabulary == vocabulary)

    def find(self, vocabulary: str, slug: str) -> TermView | None:
        """Return the term with that slug, or None."""
        return self.by_slug.get((vocabulary, slug))

    def roots(self) -> tuple[TermView, ...]:
        """Return the main categories."""
        return tuple(term for term in self.of(CATEGORY) if not term.parent)

    def with_parents(self, ids: set[int]) -> set[int]:
        """Return ``ids`` and the ids of every term above them."""
        found = set(ids)
        for id_ in ids:
            term = self.by_id.get(id_)
            while term and term.parent:
                term = self.find(term.vocabulary, term.parent)
                if term:
                    found.add(term.id)
        return found


async def read_vocabulary(session: AsyncSession) -> Vocabulary:
    """Read every term."""
    rows = (await session.scalars(select(Term).order_by(Term.position, Term.id))).all()
    slugs = {row.id: row.slug for row in rows}
    terms = tuple(
        TermView(
            row.id, row.vocabulary, row.slug, row.name,
            slugs[row.parent_id] if row.parent_id else "", row.icon,
            tuple(word for word in row.synonyms.split("|") if word),
        )
        for row in rows
    )  # fmt: skip
    return Vocabulary(
        terms,
        {term.id: term for term in terms},
        {(term.vocabulary, term.slug): term for term in terms},
    )


async def add_standard_terms(session: AsyncSession) -> None:
    """Add the terms that ship with the platform where they are missing, by slug."""
    known = {(term.vocabulary, term.slug): term.id for term in await session.scalars(select(Term))}
    for vocabulary, name in FILES.items():
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for position, row in enumerate(csv.DictReader(file)):
                if (vocabulary, row["slug"]) in known:
                    continue
                parent = known.get((vocabulary, row.get("parent") or ""))
                values = {
                    "vocabulary": vocabulary, "slug": row["slug"], "name": row["name"],
                    "parent_id": parent, "icon": row.get("icon") or "",
                    "synonyms": row.get("synonyms") or "", "position": position,
                }  # fmt: skip
                added = await session.execute(insert(Term).values(values).returning(Term.id))
                known[vocabulary, row["slug"]] = added.scalar_one()
