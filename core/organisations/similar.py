"""Names that look alike: is this organisation in the directory already?"""

from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.content.models import PUBLISHED, Content, ContentArea
from core.content.slugs import sort_key
from core.neighbourhoods.models import Area
from core.organisations.models import Organisation

ALIKE = 82
"""Of 100: below it two names are not pointed out to people."""
INSIDE = 90
"""What a name that stands whole within another one counts for."""
COMMON = frozenset((
    "stichting", "vereniging", "st", "ver", "de", "het", "een", "en", "van", "voor", "in", "op",
    "te", "bij", "aan", "der", "den", "buurt", "wijk", "buurthuis", "wijkcentrum", "buurtcentrum",
    "club", "groep", "team", "nederland",
))  # fmt: skip
"""Words that say little of who it is."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An organisation with a name like the one that was typed."""

    id: int
    title: str
    slug: str
    summary: str
    area: str
    is_claimed: bool


def closeness(one: str, other: str) -> float:
    """Return how much two names look alike, from 0 to 100; word order and "stichting" count
    for nothing."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return 0.0
    whole = fuzz.ratio("".join(mine), "".join(theirs))
    sorted_ = fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))
    short, long = sorted((set(mine), set(theirs)), key=len)
    inside = INSIDE if short <= long and len("".join(short)) * 2 >= len("".join(long)) else 0
    return max(whole, sorted_, inside)


def _words(name: str) -> list[str]:
    words = sort_key(name).split()
    return [word for word in words if word not in COMMON] or words


async def find_similar(
    session: AsyncSession, title: str, area_id: int, *, without: int = 0, limit: int = 5
) -> list[Similar]:
    """Return the published organisations of the same municipality whose names look most alike,
    the closest first."""
    inside = await session.scalar(
        select(func.coalesce(Area.municipality_id, Area.id)).where(Area.id == area_id)
    )
    names = await session.execute(
        select(ContentArea.content_id, ContentArea.sort_key).where(
            ContentArea.ancestor_id == inside,
            ContentArea.kind == "organisation",
            ContentArea.status == PUBLISHED,
            ContentArea.content_id != without,
        )
    )
    scored = [(closeness(title, name), id_) for id_, name in names]
    best = [id_ for score, id_ in sorted(scored, reverse=True) if score >= ALIKE][:limit]
    return await read_similar(session, best)


async def read_similar(session: AsyncSession, ids: list[int]) -> list[Similar]:
    """Return organisations by id, in the order of ``ids``."""
    rows = await session.execute(
        select(
            Content.id, Content.title, Content.slug, Content.summary, Area.name,
            Organisation.__table__.c.claimed_at.is_not(None),
        )
        .join(Area, Area.id == Content.area_id)
        .join(Organisation.__table__, Organisation.__table__.c.id == Content.id)
        .where(Content.id.in_(ids))
    )  # fmt: skip
    found = {row[0]: Similar(*row) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]
