"""Cards: what a list shows of an entry, as flat, ready-made words."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.content.models import ACCESSIBILITY, PUBLISHED, Content
from core.content.vocabulary import Vocabulary
from core.declarations import CardExtra, ContentKind
from core.freshness.said import freshness
from core.media.files import file_path
from core.neighbourhoods.distance import km_between
from core.words import Words

COLUMNS = (
    Content.id, Content.kind, Content.slug, Content.title, Content.summary, Content.place_name,
    Content.street, Content.house_number, Content.city, Content.lon, Content.lat,
    Content.category_id, Content.facts, Content.confirmed_at, Content.confirmed_by,
    Content.image, Content.image_alt,
    Content.step, Content.paused_until,
)  # fmt: skip


OWNER = aliased(Content)
ROWS = select(*COLUMNS, OWNER.title.label("owner_title"), OWNER.slug.label("owner_slug")).outerjoin(
    OWNER, and_(Content.owner_id == OWNER.id, OWNER.status == PUBLISHED)
)

NOTHING = CardExtra()

LoadExtras = Callable[
    [AsyncSession, Sequence[int], datetime, Words], Awaitable[Mapping[int, CardExtra]]
]


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category as a badge or tile."""

    slug: str
    name: str
    icon: str
    colour: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in a list; an empty text is absent."""

    href: str
    title: str
    summary: str = ""
    kind_label: str = ""
    category: CategoryView | None = None
    when: str = ""
    time: str = ""
    place: str = ""
    distance: str = ""
    price: str = ""
    facts: tuple[str, ...] = ()
    freshness: str = ""
    owner: str = ""
    owner_href: str | None = None
    cancelled: bool = False
    lon: float | None = None
    lat: float | None = None
    image: str = ""
    """Address of its picture, 400 pixels wide."""
    image_alt: str = ""


@dataclass(frozen=True, slots=True)
class CardMaker:
    """Makes cards for one page: its words, its moment, and the point that distances start from."""

    kinds: Mapping[str, ContentKind]
    vocabulary: Vocabulary
    words: Words
    now: datetime
    base: str = ""
    list_path: str = "/organisaties"
    """The list to which a category leads."""
    point: tuple[float, float] | None = None
    """Longitude and latitude."""
    href: Callable[[str], str] = str
    """Adds to a path what links on this page must keep saying."""
    note_expiry: Callable[[datetime | None], None] = lambda _: None
    """Hears when the first card is no longer right."""

    def category(self, id_: int | None) -> CategoryView | None:
        """Return the badge of a category: its own name, the colour of its main category."""
        term = self.vocabulary.by_id.get(id_) if id_ else None
        if term is None:
            return None
        colour = term.parent or term.slug
        href = f"{self.base}{self.list_path}?categorie={term.slug}"
        return CategoryView(term.slug, term.name, term.icon, colour, self.href(href))

    def distance(self, row: Any) -> float | None:
        """Return the distance of an entry in kilometres, or None."""
        if self.point is None or row.lon is None:
            return None
        return km_between(*self.point, row.lon, row.lat)

    def card(self, row: Any, extra: CardExtra = NOTHING) -> Card:
        """Return the card of a row with ``COLUMNS``, ``owner_title`` and ``owner_slug``."""
        kind = self.kinds[row.kind]
        facts = (self.vocabulary.find(ACCESSIBILITY, slug) for slug in row.facts.split(",") if slug)
        street = f"{row.street} {row.house_number}".strip()
        return Card(
            href=self.href(f"{kind.path}/{row.slug}"),
            title=row.title,
            summary=row.summary,
            kind_label=self.words.gettext(kind.label),
            category=self.category(row.category_id),
            when=extra.when,
            time=extra.time,
            place=extra.place
            or ", ".join(part for part in (row.place_name or street, row.city) if part),
            distance=self.words.distance(self.distance(row)),
            price=extra.price,
            facts=tuple(fact.name for fact in facts if fact),
            freshness=freshness(self.words, row, self.now, self.note_expiry),
            owner=row.owner_title or "",
            owner_href=self.href(f"/organisaties/{row.owner_slug}") if row.owner_slug else None,
            cancelled=extra.cancelled,
            lon=row.lon,
            lat=row.lat,
            image=file_path(row.image, 400) if row.image else "",
            image_alt=row.image_alt,
        )

    async def load(self, session: AsyncSession, ids: Sequence[int]) -> list[Card]:
        """Return the cards of entries of any kind, in the order of ``ids``.

        Costs one statement, and one for every kind that has more to say.
        """
        found = await self.load_by_id(session, ids)
        return [found[id_] for id_ in ids if id_ in found]

    async def load_by_id(
        self, session: AsyncSession, ids: Sequence[int], load_extras: LoadExtras | None = None
    ) -> dict[int, Card]:
        """Return the cards of entries by id; ``load_extras`` takes the place of their kind's."""
        if not ids:
            return {}
        rows = {row.id: row for row in await session.execute(ROWS.where(Content.id.in_(ids)))}
        extras: dict[int, CardExtra] = {}
        for key in sorted({row.kind for row in rows.values()}):
            load = load_extras or self.kinds[key].load_cards
            if load is not None:
                mine = [row.id for row in rows.values() if row.kind == key]
                extras.update(await load(session, mine, self.now, self.words))
        for extra in extras.values():
            self.note_expiry(extra.until)
        return {id_: self.card(row, extras.get(id_, NOTHING)) for id_, row in rows.items()}

    def at(self, point: tuple[float, float] | None) -> "CardMaker":
        """Return the same maker with distances from another point."""
        return replace(self, point=point)
