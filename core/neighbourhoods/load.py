"""Loading areas and postcodes that ship with the platform: quick, trusted, and only once."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.db.changes import touch
from core.neighbourhoods.boundaries import boundary_row
from core.neighbourhoods.models import (
    KINDS,
    Area,
    AreaBoundary,
    AreaCode,
    AreaPostcode,
    Postcode,
    Site,
)
from core.neighbourhoods.service import root
from core.neighbourhoods.tree import Slugs, note_sizes, read_slugs, write_ancestors

POSTCODES = Path(__file__).resolve().parent / "data" / "postcodes.csv"
COUNTRY = "Nederland"

Feature = Mapping[str, Any]


async def load_postcodes(session: AsyncSession, path: Path = POSTCODES) -> int:
    """Replace the postcode table by that of a CSV file; returns how many there are."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            {**row, "lon": float(row["lon"]), "lat": float(row["lat"])}
            for row in csv.DictReader(file)
        ]
    await replace_postcodes(session, rows)
    return len(rows)


async def replace_postcodes(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Replace the postcode table by ``rows`` (pc4, place, municipality, lon, lat)."""
    await session.execute(delete(Postcode))
    await session.execute(insert(Postcode), [dict(row) for row in rows])
    touch(session)


async def load_areas(session: AsyncSession, path: Path) -> dict[str, int]:
    """Add the areas of a GeoJSON file of this project and return their ids by code.

    Properties: code, name, kind, parent (a code), year, point; ``geometry`` may be null. What is
    known by (code, year) is left alone. Several municipalities are put under a country.
    """
    features = json.loads(path.read_text("utf-8"))["features"]
    return await add_features(session, features)


async def add_features(
    session: AsyncSession, features: Sequence[Feature], *, detailed: bool = False
) -> dict[str, int]:
    """Add features as ``load_areas`` reads them; returns every id by code."""
    known = await _known(session, {feature["properties"]["year"] for feature in features})
    new = [feature for feature in features if feature["properties"]["code"] not in known]
    slugs = await read_slugs(session)
    top = await _country(session, new, known, slugs)
    municipalities = await _municipalities(session)
    for kind in KINDS:
        level = [feature for feature in new if feature["properties"]["kind"] == kind]
        if level:
            await _add_level(session, level, known, municipalities, slugs, top)
    await _add_boundaries(session, new, known, detailed)
    added = [known[feature["properties"]["code"]] for feature in new]
    await write_ancestors(session, [*added, *([top] if top else [])])
    await note_sizes(session)
    touch(session)
    return known


async def _known(session: AsyncSession, years: Iterable[int]) -> dict[str, int]:
    rows = await session.execute(
        select(AreaCode.code, AreaCode.area_id).where(AreaCode.year.in_(list(years)))
    )
    return dict(rows.all())


async def _municipalities(session: AsyncSession) -> dict[int | None, tuple[int | None, str]]:
    """Return the municipality, id and name, of every area."""
    names = select(Area.id, Area.name).where(Area.kind == "municipality")
    named = dict((await session.execute(names)).all())
    rows = await session.execute(select(Area.id, Area.municipality_id))
    return {id_: (top, named.get(top, "") if top else "") for id_, top in rows}


async def _country(
    session: AsyncSession, new: Sequence[Feature], known: Mapping[str, int], slugs: Slugs
) -> int | None:
    """Return the area above municipalities, added when there is none and it is needed."""
    found = await session.scalar(
        select(Area.id).where(Area.kind == "country", Area.ended_year.is_(None))
    )
    kinds = [feature["properties"]["kind"] for feature in new]
    if found is not None or "country" in kinds or kinds.count("municipality") < 2 or known:
        return found
    added = await session.execute(
        insert(Area)
        .values(kind="country", name=COUNTRY, slug=slugs.take(COUNTRY))
        .returning(Area.id)
    )
    return added.scalar_one()


async def _add_level(
    session: AsyncSession,
    level: Sequence[Feature],
    known: dict[str, int],
    municipalities: dict[int | None, tuple[int | None, str]],
    slugs: Slugs,
    top: int | None,
) -> None:
    """Insert the areas of one kind, whose parents are there already."""
    rows = []
    for feature in level:
        about = feature["properties"]
        parent_id = known.get(about.get("parent") or "", top)
        municipality_id, municipality = municipalities.get(parent_id, (None, ""))
        lon, lat = about.get("point") or (None, None)
        rows.append({
            "kind": about["kind"], "name": about["name"], "parent_id": parent_id,
            "slug": slugs.take(about["name"], municipality),
            "municipality_id": municipality_id, "lon": lon, "lat": lat,
        })  # fmt: skip
    result = await session.execute(
        insert(Area).returning(Area.id, sort_by_parameter_order=True), rows
    )
    ids = list(result.scalars())
    for feature, row, id_ in zip(level, rows, ids, strict=True):
        about = feature["properties"]
        known[about["code"]] = id_
        own = (id_, about["name"]) if about["kind"] == "municipality" else None
        municipalities[id_] = own or municipalities.get(row["parent_id"], (None, ""))
    await session.execute(
        insert(AreaCode),
        [
            {"code": feature["properties"]["code"], "year": feature["properties"]["year"],
             "area_id": id_}
            for feature, id_ in zip(level, ids, strict=True)
        ],
    )  # fmt: skip
    await session.execute(
        update(Area)
        .where(Area.kind == "municipality", Area.municipality_id.is_(None))
        .values(municipality_id=Area.id)
        .execution_options(synchronize_session=False)
    )


async def _add_boundaries(
    session: AsyncSession, new: Sequence[Feature], known: Mapping[str, int], detailed: bool
) -> None:
    rows = [
        boundary_row(
            known[feature["properties"]["code"]], feature["geometry"],
            detailed=detailed, year=feature["properties"]["year"],
        )
        for feature in new
        if feature.get("geometry")
    ]  # fmt: skip
    if rows:
        await session.execute(insert(AreaBoundary), rows)


async def load_area_postcodes(session: AsyncSession, path: Path) -> int:
    """Replace what postcodes lie in which areas by a CSV file: pc4, code, share.

    A code means the area that has it in the newest year; unknown codes are left out.
    """
    rows = await session.execute(select(AreaCode.code, AreaCode.area_id).order_by(AreaCode.year))
    ids = dict(rows.all())
    with path.open(encoding="utf-8", newline="") as file:
        values = [
            {"pc4": row["pc4"], "area_id": ids[row["code"]], "share": float(row["share"])}
            for row in csv.DictReader(file)
            if row["code"] in ids
        ]
    await session.execute(delete(AreaPostcode))
    if values:
        await session.execute(insert(AreaPostcode), values)
    touch(session)
    return len(values)


async def ensure_platform_site(
    session: AsyncSession, *, name: str, tagline: str = "", is_demo: bool = False
) -> int:
    """Return the id of the platform's own site, added for the top of the tree if missing."""
    found = await session.scalar(select(Site.id).where(Site.is_platform))
    if found is not None:
        return found
    site = Site(
        area_id=(await root(session)).id, name=name, tagline=tagline,
        is_platform=True, is_demo=is_demo,
    )  # fmt: skip
    session.add(site)
    await session.flush()
    touch(session)
    return site.id
