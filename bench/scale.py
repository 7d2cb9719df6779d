"""How the server time of pages grows with the number of activities."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.content import FREQUENT, RARE
from bench.fill import TOWN_HOST
from bench.inside import Inside, inside
from core.clock import at_local, frozen, today

PLATFORM = "127.0.0.1"
AGENDA, DIRECTORY = "/activiteiten", "/organisaties"


@dataclass(frozen=True, slots=True)
class Case:
    """A page that is measured."""

    name: str
    url: str
    host: str = PLATFORM
    hour: int = 14


async def cases(app: Inside) -> AsyncIterator[Case]:
    """Yield the pages, with addresses that exist in this database."""
    far = int(at_local(today() + timedelta(days=90), time.min).timestamp())
    town, district, area, rare = await _names(app)
    yield Case("home", "/")
    yield Case("home of a municipality", "/", TOWN_HOST)
    yield Case("agenda", AGENDA)
    yield Case("agenda in the evening", AGENDA, hour=20)
    yield Case("agenda, three months on", f"{AGENDA}?na={far}-0")
    yield Case("agenda of a municipality", AGENDA, TOWN_HOST)
    yield Case("agenda by municipality", f"{AGENDA}?buurt={town}")
    yield Case("agenda by district", f"{AGENDA}?buurt={district}")
    yield Case("agenda by neighbourhood", f"{AGENDA}?buurt={area}")
    yield Case("agenda within 2 km", f"{AGENDA}?postcode=3813&straal=2")
    yield Case("agenda of tomorrow", f"{AGENDA}?dag=morgen")
    yield Case("agenda by category", f"{AGENDA}?categorie=sport")
    yield Case("agenda by sub-category", f"{AGENDA}?categorie=wandelen")
    yield Case("agenda by rare sub-category", f"{AGENDA}?categorie={rare}")
    yield Case("agenda by category and district", f"{AGENDA}?categorie=sport&buurt={district}")
    yield Case("agenda, free", f"{AGENDA}?gratis=1")
    yield Case("agenda, frequent word", f"{AGENDA}?q={FREQUENT}")
    yield Case("agenda, rare word", f"{AGENDA}?q={RARE}")
    yield Case("always possible", f"{AGENDA}/doorlopend")
    yield Case("search, frequent word", f"/zoeken?q={FREQUENT}")
    yield Case("organisations", DIRECTORY)
    yield Case("organisations, far page", f"{DIRECTORY}?na=1.petanque")
    yield Case("organisations by category", f"{DIRECTORY}?categorie=wandelen")
    yield Case("neighbourhood", f"/buurten/{area}")
    slugs = await _rows(app, "select slug from content where kind = 'organisation' limit 1")
    yield Case("organisation", f"{DIRECTORY}/{slugs[0][0]}")
    slugs = await _rows(app, WEEKLY)
    yield Case("activity", f"{AGENDA}/{slugs[0][0]}")


WEEKLY = (
    "select c.slug from content c join activities_activity a on a.id = c.id"
    " where a.rrule like 'FREQ=WEEKLY;BYDAY%' limit 1"
)
BUSIEST = (
    "select a.slug, p.slug, g.slug from area a join area p on p.id = a.parent_id"
    " join area g on g.id = p.parent_id where a.id ="
    " (select area_id from content group by area_id order by count(*) desc, area_id limit 1)"
)


async def _names(app: Inside) -> tuple[str, str, str, str]:
    """Return the slugs of the busiest neighbourhood's town and district, its own, a rare term."""
    (area, district, town), *_ = await _rows(app, BUSIEST)
    leaves = [t for t in app.edge.state.snapshot.vocabulary.of("category") if t.parent]
    return town, district, area, leaves[-1].slug


async def _rows(app: Inside, statement: str) -> list[Any]:
    async with app.edge.state.database.read() as session:
        return list((await session.execute(text(statement))).all())


@asynccontextmanager
async def at_hour(hour: int) -> AsyncIterator[None]:
    """Stop the clock at an hour of today."""
    with frozen(at_local(today(), time(hour))):
        yield


async def measure(url: str, folder: Path, only: str = "") -> list[dict[str, Any]]:
    """Return the cost of every page on one database."""
    found: list[dict[str, Any]] = []
    async with inside(url, folder) as app:
        async for case in cases(app):
            if only in case.name:
                async with at_hour(case.hour):
                    cost = await app.cost(case.url, case.host)
                found.append({"page": case.name, **asdict(cost)})
    return found
