"""Activities from a table: a row is an offer, its dates in words or in columns."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import today
from core.content.models import Content
from core.declarations import ImportColumn, ImportSpec
from core.errors import Invalid
from core.imports.content_columns import CONTENT_COLUMNS, optional, text
from core.imports.content_target import MANY, ContentTarget
from core.imports.models import ImportRow
from core.imports.plan import Change, Line, Problem, Values, read_known
from core.imports.schedule import CELLS, read_schedule
from core.imports.values import Price, parse_number, parse_price
from core.recurrence import Recurrence
from plugins.activities.models import DATED, ONGOING, Activity
from plugins.activities.schedule import move_dates, write_dates

ORGANISATIONS = "organisations"
DATES = ("mode", "first_date", "starts", "ends", "rrule", "extra_dates", "skipped_dates")


class ActivityTarget(ContentTarget):
    """Writes rows as activities, with their dates."""

    kind = "activity"
    table = Activity.__table__  # type: ignore[assignment]
    own = (
        "age_from", "age_to", "price_cents", "price_note", "how_to_join", "what_to_bring",
        "contact_name", *DATES,
    )  # fmt: skip

    async def resolve(self, session: AsyncSession, lines: Sequence[Line], source: str) -> None:
        """Find owners by the id that they were imported with, and read the dates."""
        await super().resolve(session, lines, source)
        wanted = sorted({line.values.get("organisation") or "" for line in lines} - {""})
        known = await read_known(session, ORGANISATIONS, source, wanted)
        owners = {external_id: row.content_id for external_id, row in known.items()}
        owners.update(await _by_slug(session, [name for name in wanted if name not in owners]))
        before = await read_known(session, SPEC.noun, source, [line.external_id for line in lines])
        for line in lines:
            owner = line.values.pop("organisation", "")
            line.values["owner_id"] = owners.get(owner)
            if line.values["owner_id"] is None:
                line.refuse("organisation", f"De organisatie ‘{owner[:60]}’ is er niet.")
            _read_price(line)
            known_row = before.get(line.external_id)
            _read_dates(line, known_row.values if known_row else {})

    async def current(self, session: AsyncSession, ids: Sequence[int]) -> Mapping[int, Values]:
        """Return the values as they are now, with the owner and the cells behind the dates."""
        found = await super().current(session, ids)
        table = Content.__table__.c
        rows = await session.execute(select(table.id, table.owner_id).where(table.id.in_(ids)))
        for id_, owner_id in rows:
            if id_ in found:
                found[id_]["owner_id"] = owner_id
        imported = await session.execute(
            select(ImportRow.content_id, ImportRow.values).where(ImportRow.content_id.in_(ids))
        )
        for id_, values in imported:
            if id_ in found:
                found[id_]["schedule"] = values.get("schedule")
        return found

    def own_row(self, values: Values, *, changed: bool = False) -> dict[str, Any]:
        """Return the activity's own columns, with days and times as the database has them."""
        row = super().own_row(values, changed=changed)
        for name, parse in (("first_date", date), ("starts", time), ("ends", time)):
            if row.get(name):
                row[name] = parse.fromisoformat(row[name])
        return row

    def new_row(self, line: Line) -> dict[str, Any]:
        """Give a new activity an identity in calendars."""
        return {
            "uid": str(uuid4()),
            "sequence": 0,
            "timezone": "Europe/Amsterdam",
            "schedule_note": "",
        }

    async def update(self, session: AsyncSession, changes: Sequence[Change], now: datetime) -> None:
        """Change activities; calendars must see that they did."""
        await super().update(session, changes, now)
        table = cast("Table", self.table)
        ids = [change.content_id for change in changes if change.content_id]
        for at in range(0, len(ids), MANY):
            part = ids[at : at + MANY]
            await move_dates(session, part)
            await session.execute(
                update(table).where(table.c.id.in_(part)).values(sequence=table.c.sequence + 1)
            )

    async def after_write(self, session: AsyncSession, ids: Sequence[int], now: datetime) -> None:
        """Write the dates of what was written."""
        await write_dates(session, ids, now)


async def _by_slug(session: AsyncSession, slugs: Sequence[str]) -> dict[str, int]:
    table = Content.__table__.c
    rows = await session.execute(
        select(table.slug, table.id).where(table.kind == "organisation", table.slug.in_(slugs))
    )
    return dict(rows.all())


def age(cell: str) -> int | None:
    """Return an age in years; raises Invalid above 150."""
    return parse_number(cell, 150)


def _read_price(line: Line) -> None:
    if "price" not in line.values:
        return
    price: Price = line.values.pop("price")
    line.values |= {"price_cents": price.cents, "price_note": price.note}


def _read_dates(line: Line, before: Values) -> None:
    """Read the dates; words such as "elke dinsdag" keep the first date they had before."""
    cells = {name: str(line.values.pop(name, "") or "") for name in CELLS}
    line.values["schedule"] = cells
    if before.get("schedule") == cells:
        line.values |= {name: before[name] for name in DATES}
        return
    try:
        found = read_schedule(cells, today())
    except Invalid as error:
        line.refuse(next(iter(error.fields), "when"), str(error))
        return
    line.problems += [Problem(line.number, "when", text, True) for text in found.warnings]
    line.values["mode"] = ONGOING if found.is_ongoing else DATED
    line.values |= _rule(found.recurrence)


def _rule(rule: Recurrence | None) -> Values:
    """Return the columns of a rule; an ongoing offer has none."""
    if rule is None:
        empty: list[str] = []
        return {
            "first_date": None, "starts": None, "ends": None, "rrule": "",
            "extra_dates": empty, "skipped_dates": empty,
        }  # fmt: skip
    return {
        "first_date": rule.dtstart.isoformat(),
        "starts": rule.start.isoformat(),
        "ends": rule.end.isoformat() if rule.end else None,
        "rrule": rule.rrule or "",
        "extra_dates": [day.isoformat() for day in rule.rdates],
        "skipped_dates": [day.isoformat() for day in rule.exdates],
    }


SPEC = ImportSpec(
    noun="activities",
    label="Activiteiten",
    kind="activity",
    columns=(
        *CONTENT_COLUMNS,
        ImportColumn("organisation", ("organisatie_id", "organisatie"), text(200), required=True),
        ImportColumn("age_from", ("leeftijd_van",), optional(age, None)),
        ImportColumn("age_to", ("leeftijd_tot",), optional(age, None)),
        ImportColumn("price", ("kosten", "prijs", "cost"), parse_price),
        ImportColumn("how_to_join", ("aanmelden", "meedoen"), text(5000)),
        ImportColumn("what_to_bring", ("meenemen",), text(5000)),
        ImportColumn("contact_name", ("contactpersoon", "contact"), text(200)),
        ImportColumn("when", ("wanneer", "frequentie", "herhaling", "repeats"), text(300)),
        ImportColumn("weekday", ("dag", "weekdag"), text(100)),
        ImportColumn("date", ("datum", "data"), text(500)),
        ImportColumn("from", ("van", "aanvang", "begin", "start"), text(40)),
        ImportColumn("to", ("tot", "einde", "eind", "end"), text(40)),
        ImportColumn("from_date", ("vanaf_datum", "startdatum"), text(40)),
        ImportColumn("to_date", ("tot_datum", "einddatum"), text(40)),
        ImportColumn("exceptions", ("uitzonderingen", "behalve"), text(1000)),
    ),
    target=ActivityTarget(),
    order=200,
)
