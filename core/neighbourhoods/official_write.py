"""Writing what a plan of official boundaries says to the tables of areas."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.content.slugs import slugify
from core.neighbourhoods.locating import Locator
from core.neighbourhoods.models import (
    Area,
    AreaAlias,
    AreaCode,
    AreaPostcode,
    AreaSuccession,
    Site,
)
from core.neighbourhoods.official_plan import KindPlan, Plan
from core.neighbourhoods.service import current_id
from core.neighbourhoods.tree import Slugs, rename

NATIONAL = "Nederland"


async def end_areas(session: AsyncSession, plan: Plan, slugs: Slugs) -> dict[str, str]:
    """End areas; returns slugs kept for a new area of the same name, by its code.

    When most of the ground goes to a new area of the same name, that one takes the address.
    """
    reserved = {}
    for kind in plan.kinds:
        added = {official.code: official for official in kind.added}
        for area, heirs in kind.ended:
            values: dict[str, Any] = {"ended_year": plan.year}
            heir = added.get(heirs[0][0])
            same_name = heir is not None and slugify(heir.name) == slugify(area.name)
            if heir is not None and same_name and heir.code not in reserved:
                reserved[heir.code] = area.slug
                values["slug"] = slugs.take(f"{area.slug} {area.year}")
            await session.execute(update(Area).where(Area.id == area.id).values(values))
    return reserved


async def keep_areas(session: AsyncSession, kind: KindPlan, year: int, slugs: Slugs) -> None:
    """Give kept areas the code of the year and, of a year that is not older, the name."""
    municipalities = await _municipality_names(session)
    for official, area in kind.kept:
        if not kind.is_older and official.name != area.name:
            slug = area.slug
            if slugify(official.name) != slugify(area.name):
                slug = await _slug_again(session, area.id, slugify(official.name)) or slugs.take(
                    official.name, municipalities.get(area.municipality_id, "")
                )
            await rename(session, area.id, official.name, slug)
        if year not in area.codes:
            await session.execute(
                insert(AreaCode).values(code=official.code, year=year, area_id=area.id)
            )


async def _slug_again(session: AsyncSession, area_id: int, slug: str) -> str | None:
    """Return ``slug`` when the area had it before."""
    return await session.scalar(
        select(AreaAlias.slug).where(AreaAlias.slug == slug, AreaAlias.area_id == area_id)
    )


async def _municipality_names(session: AsyncSession) -> dict[int | None, str]:
    rows = await session.execute(select(Area.id, Area.name).where(Area.kind == "municipality"))
    found: dict[int | None, str] = dict(rows.all())
    return found


async def add_areas(
    session: AsyncSession, kind: KindPlan, year: int, slugs: Slugs, reserved: Mapping[str, str]
) -> dict[str, int]:
    """Insert the new areas of a level, not yet placed in the tree; returns ids by code."""
    if not kind.added:
        return {}
    named = await session.execute(
        select(AreaCode.code, Area.name)
        .join(Area, Area.id == AreaCode.area_id)
        .where(Area.kind == "municipality")
    )
    names = dict(named.all())
    rows = []
    for official in kind.added:
        municipality = names.get(official.municipality_code, "")
        slug = reserved.get(official.code) or slugs.take(official.name, municipality)
        rows.append({"kind": kind.kind, "name": official.name, "slug": slug})
    result = await session.execute(
        insert(Area).returning(Area.id, sort_by_parameter_order=True), rows
    )
    codes = [official.code for official in kind.added]
    ids = dict(zip(codes, result.scalars(), strict=True))
    await session.execute(
        insert(AreaCode),
        [{"code": code, "year": year, "area_id": id_} for code, id_ in ids.items()],
    )
    return ids


async def place(session: AsyncSession, plan: Plan, ids: Mapping[str, int]) -> None:
    """Put kept and added areas under their parents; several municipalities get a country."""
    country = await _country(session)
    for kind in plan.kinds:
        if kind.is_older:
            continue
        officials = [*kind.added, *(official for official, _ in kind.kept)]
        rows = [
            {
                "id": ids[official.code],
                "parent_id": country
                if kind.kind == "municipality"
                else ids.get(official.parent_code) or ids.get(official.municipality_code),
            }
            for official in officials
        ]
        if rows:
            await session.execute(update(Area), rows)


async def _country(session: AsyncSession) -> int | None:
    """Return the area above all municipalities, made as soon as there are two of them."""
    found = await session.scalar(
        select(Area.id).where(Area.kind == "country", Area.ended_year.is_(None))
    )
    municipalities = (
        await session.scalars(
            select(Area.id).where(Area.kind == "municipality", Area.ended_year.is_(None))
        )
    ).all()
    if found is None and len(municipalities) > 1:
        added = await session.execute(
            insert(Area)
            .values(kind="country", name=NATIONAL, slug=slugify(NATIONAL))
            .returning(Area.id)
        )
        found = added.scalar_one()
        await session.execute(
            update(Area)
            .where(Area.id.in_(municipalities), Area.parent_id.is_(None))
            .values(parent_id=found)
        )
    return found


async def place_orphans(session: AsyncSession, locator: Locator) -> None:
    """Put current areas whose parent ended under what lies there now."""
    parent = aliased(Area)
    rows = await session.execute(
        select(Area.id, Area.lon, Area.lat, parent.id, parent.kind)
        .join(parent, parent.id == Area.parent_id)
        .where(Area.ended_year.is_(None), parent.ended_year.is_not(None))
    )
    for id_, lon, lat, ended, kind in rows.all():
        here = None if lon is None or lat is None else locator.find(lon, lat, (kind,))
        target = here or await current_id(session, ended)
        await session.execute(update(Area).where(Area.id == id_).values(parent_id=target))


async def write_municipalities(session: AsyncSession) -> None:
    """Write the municipality of every current area from its parent's, level by level."""
    quiet = {"synchronize_session": False}
    await session.execute(
        update(Area)
        .where(Area.kind == "municipality")
        .values(municipality_id=Area.id)
        .execution_options(**quiet)
    )
    parent = aliased(Area)
    above = select(parent.municipality_id).where(parent.id == Area.parent_id).scalar_subquery()
    for kind in ("district", "neighbourhood", "own"):
        await session.execute(
            update(Area)
            .where(Area.kind == kind, Area.ended_year.is_(None))
            .values(municipality_id=above)
            .execution_options(**quiet)
        )


async def hand_over(session: AsyncSession, plan: Plan, ids: Mapping[str, int]) -> dict[int, int]:
    """Write who succeeds the areas that ended; returns the largest successor of each.

    Sites and postcodes go to that one. Roles do not: nobody gets a say over more ground because
    a border moved.
    """
    largest = {}
    for kind in plan.kinds:
        for area, heirs in kind.ended:
            await session.execute(
                insert(AreaSuccession),
                [
                    {"area_id": area.id, "successor_id": ids[code], "year": plan.year,
                     "share": share}
                    for code, share in heirs
                ],
            )  # fmt: skip
            largest[area.id] = ids[heirs[0][0]]
    for ended, heir in largest.items():
        await session.execute(update(Site).where(Site.area_id == ended).values(area_id=heir))
        there = select(AreaPostcode.pc4).where(AreaPostcode.area_id == heir)
        theirs = (await session.scalars(there)).all()
        await session.execute(
            update(AreaPostcode)
            .where(AreaPostcode.area_id == ended, AreaPostcode.pc4.not_in(theirs))
            .values(area_id=heir)
            .execution_options(synchronize_session=False)
        )
        await session.execute(delete(AreaPostcode).where(AreaPostcode.area_id == ended))
    return largest
