"""Writing the outlines of an import: what decides on membership, and what maps draw."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.neighbourhoods.boundaries import boundary_row
from core.neighbourhoods.geometry import Outline, generalise, inner_point, to_geojson
from core.neighbourhoods.models import Area, AreaBoundary
from core.neighbourhoods.official_plan import KindPlan, Plan
from core.neighbourhoods.tree import in_chunks


async def write_outlines(session: AsyncSession, plan: Plan, ids: Mapping[str, int]) -> None:
    """Write the outlines of every area that was kept or added.

    Detailed outlines of the newest year also give the generalised ones, unless maps have those
    of a newer year; an older year gives details only.
    """
    years = await _years(session)
    for kind in plan.kinds:
        outlines = {ids[code]: outline for code, outline in _of(kind).items()}
        if not plan.detailed and kind.is_older:
            continue
        fresh = {
            id_: outline
            for id_, outline in outlines.items()
            if years.get((id_, plan.detailed), 0) <= plan.year
        }
        await _replace(session, fresh, detailed=plan.detailed, year=plan.year)
        if kind.is_older:
            continue
        await _write_centres(session, outlines)
        if plan.detailed:
            drawn = dict(zip(outlines, generalise(list(outlines.values())), strict=True))
            stale = {
                id_: outline
                for id_, outline in drawn.items()
                if years.get((id_, False), 0) < plan.year
            }
            await _replace(session, stale, detailed=False, year=plan.year)


def _of(kind: KindPlan) -> dict[str, Outline]:
    """Return the outlines of the file by code."""
    found = {official.code: official.outline for official, _ in kind.kept}
    return found | {official.code: official.outline for official in kind.added}


async def _years(session: AsyncSession) -> dict[tuple[int, bool], int]:
    rows = await session.execute(
        select(AreaBoundary.area_id, AreaBoundary.detailed, AreaBoundary.year)
    )
    return {(id_, detailed): year for id_, detailed, year in rows}


async def _replace(
    session: AsyncSession, outlines: Mapping[int, Outline], *, detailed: bool, year: int
) -> None:
    for part in in_chunks(outlines):
        await session.execute(
            delete(AreaBoundary).where(
                AreaBoundary.area_id.in_(part), AreaBoundary.detailed.is_(detailed)
            )
        )
        rows = [
            boundary_row(id_, to_geojson(outlines[id_]), detailed=detailed, year=year)
            for id_ in part
        ]
        await session.execute(insert(AreaBoundary), rows)


async def _write_centres(session: AsyncSession, outlines: Mapping[int, Outline]) -> None:
    rows: Sequence[dict[str, float]] = [
        {"id": id_, "lon": lon, "lat": lat}
        for id_, (lon, lat) in ((id_, inner_point(one)) for id_, one in outlines.items())
    ]
    if rows:
        await session.execute(update(Area), rows)
