"""``buurtbasis import``: organisations, activities and whatever plugins can read from a table."""

import csv
from pathlib import Path

import click

from core.cli.runtime import Runtime, indexer, run_in_database, table
from core.db.session import Database
from core.declarations import ImportSpec
from core.errors import Invalid
from core.imports.engine import carry_out, plan_import, read_mapping
from core.imports.plan import (
    CHANGED,
    CONFLICT,
    ERROR,
    NEW,
    REFUSED,
    UNCHANGED,
    Line,
    Plan,
    Problem,
)
from core.imports.table import read_table

SHOWN = 20
LONGEST_SOURCE = 100
WORDS = {
    NEW: "nieuw", CHANGED: "gewijzigd", UNCHANGED: "onveranderd", CONFLICT: "conflict",
    REFUSED: "wil niet", ERROR: "fout",
}  # fmt: skip


@click.command()
@click.argument("noun")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", "do_apply", is_flag=True, help="Write; without it nothing changes.")
@click.option("--skip-bad-rows", is_flag=True, help="Take the good rows and leave the others.")
@click.option("--overwrite", is_flag=True, help="In a conflict the file wins.")
@click.option("--mapping", type=click.Path(path_type=Path), help="TOML or JSON file.")
@click.option("--errors", type=click.Path(path_type=Path), help="Write what is wrong to this CSV.")
@click.option(
    "--source",
    default="file",
    show_default=True,
    help="Who gave out the ids; files of different owners need different names.",
)
def group(
    noun: str,
    file: Path,
    do_apply: bool,
    skip_bad_rows: bool,
    overwrite: bool,
    mapping: Path | None,
    errors: Path | None,
    source: str,
) -> None:
    """Import NOUN (organisations, activities, …) from FILE: a dry run, unless --apply."""

    async def work(runtime: Runtime, database: Database) -> tuple[Plan, int]:
        spec = find_spec(runtime, noun)
        if len(source) > LONGEST_SOURCE:
            raise Invalid("De naam van de bron is te lang: hoogstens 100 tekens.")
        read = read_table(file)
        names = read_mapping(mapping) if mapping else None
        with click.progressbar(length=len(read.rows), label="Lezen") as bar:
            plan = await plan_import(
                database, spec, read, source, mapping=names, overwrite=overwrite,
                progress=bar.update,
            )  # fmt: skip
        show(plan)
        if errors:
            write_problems(errors, plan.problems)
            click.echo(f"Wat er niet klopt, staat in {errors}.")
        if not do_apply:
            return plan, 0
        reindex = (await indexer(runtime, database)).reindex
        return plan, await carry_out(database, plan, reindex, skip_bad_rows=skip_bad_rows)

    plan, written = run_in_database(work)
    if do_apply:
        click.echo(f"Klaar: {written} opgeslagen.")
    else:
        click.echo("Dit was een proef: er is niets opgeslagen. Met --apply wel.")
        if plan.count(ERROR):
            raise SystemExit(1)


def find_spec(runtime: Runtime, noun: str) -> ImportSpec:
    """Return what can be imported under a noun; raises Invalid with what there is."""
    for owned in runtime.registry.imports:
        if owned.item.noun == noun:
            return owned.item
    known = ", ".join(owned.item.noun for owned in runtime.registry.imports)
    raise Invalid(
        "‘%(noun)s’ kan niet worden geïmporteerd. Wel: %(known)s.", noun=noun, known=known
    )


def show(plan: Plan) -> None:
    """Print what an import would do: counts, the first rows that change, and what is wrong."""
    counts = [(word, str(plan.count(action))) for action, word in WORDS.items()]
    click.echo(table((plan.spec.label, "regels"), counts))
    rows = [
        (
            str(c.line.number),
            WORDS[c.action],
            title_of(c.line)[:50],
            ", ".join(plan.heading(name) for name in c.fields),
        )
        for c in plan.changes
        if c.action != UNCHANGED
    ]
    if rows:
        click.echo("\n" + table(("regel", "wat", "titel", "kolommen"), rows[:SHOWN]))
        if len(rows) > SHOWN:
            click.echo(f"… en nog {len(rows) - SHOWN} regels.")
    problems = plan.problems
    if problems:
        lines = [(str(p.row), kind_of(p), p.column, p.reason) for p in problems[:SHOWN]]
        click.echo("\n" + table(("regel", "soort", "kolom", "reden"), lines))
        if len(problems) > SHOWN:
            click.echo(f"… en nog {len(problems) - SHOWN}. Alles in een bestand: --errors FILE")


def title_of(line: Line) -> str:
    """Return the title of a line, also of one that could not be read."""
    return str(line.values.get("title", ""))


def kind_of(problem: Problem) -> str:
    """Return in a word how bad a problem is."""
    if problem.is_conflict:
        return "conflict"
    return "let op" if problem.is_warning else "fout"


def write_problems(path: Path, problems: list[Problem]) -> None:
    """Write everything that is wrong as CSV; raises Invalid when the file cannot be made."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(("regel", "kolom", "soort", "reden"))
            for one in problems:
                cells = (one.column, kind_of(one), one.reason)
                writer.writerow((one.row, *map(safe_cell, cells)))
    except OSError as error:
        raise Invalid("In %(name)s kan niet worden geschreven.", name=str(path)) from error


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
