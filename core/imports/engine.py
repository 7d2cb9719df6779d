"""An import from file to database: read, plan, and only when asked, write."""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy.exc import IntegrityError, OperationalError

from core.audit import service as audit
from core.clock import now
from core.content.service import Reindex
from core.db.session import Database
from core.declarations import ImportSpec
from core.errors import Conflict, Invalid, Unavailable
from core.imports.apply import apply_plan
from core.imports.plan import Plan, make_plan
from core.imports.rows import match_columns, read_lines
from core.imports.table import Table

Progress = Callable[[int], None]


def read_mapping(path: Path) -> Mapping[str, str]:
    """Return heading → column from a TOML or JSON file; raises Invalid."""
    try:
        text = path.read_text("utf-8")
        found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise Invalid(
            "Het koppelbestand %(name)s kan niet worden gelezen.", name=path.name
        ) from error
    found = found.get("columns", found) if isinstance(found, dict) else found
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found.values()):
        raise Invalid('Het koppelbestand koppelt een kop aan een kolom: "Naam" = "title".')
    return found


async def plan_import(
    database: Database,
    spec: ImportSpec,
    table: Table,
    source: str,
    *,
    mapping: Mapping[str, str] | None = None,
    overwrite: bool = False,
    progress: Progress = lambda _: None,
) -> Plan:
    """Return what importing ``table`` would do; nothing is written."""
    columns = match_columns(spec, table.headers, mapping or {})
    lines = read_lines(table, columns, progress)
    headings = {column.key: heading for heading, column in columns.items()}
    async with database.read() as session:
        return await make_plan(session, spec, lines, source, overwrite=overwrite, headings=headings)


async def carry_out(
    database: Database,
    plan: Plan,
    reindex: Reindex,
    *,
    skip_bad_rows: bool = False,
    is_demo: bool = False,
) -> int:
    """Write a plan in one transaction and return how many entries changed.

    Raises Unavailable when somebody else holds the database too long, Conflict when another
    import was quicker.
    """
    try:
        async with database.write() as session:
            written = await apply_plan(
                session, plan, reindex, now(), skip_bad_rows=skip_bad_rows, is_demo=is_demo
            )
            await audit.note(
                session, "imports.write", f"imports:{plan.spec.noun}", actor="command line",
                source=plan.source, entries=len(written),
            )  # fmt: skip
    except OperationalError as error:
        raise Unavailable(
            "Er is niets overgenomen: de database is bezet of weg. Probeer het zo nog eens."
        ) from error
    except IntegrityError as error:
        if "unique" not in str(error.orig).casefold():
            raise
        # Two imports at once gave out the same address or id; the other was first.
        raise Conflict("Iemand anders importeert tegelijk. Probeer het opnieuw.") from error
    return len(written)
