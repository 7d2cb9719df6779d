"""``buurtbasis areas``: official boundaries and the table of postcodes."""

import re
from pathlib import Path

import click

from core.cli.runtime import Runtime, run_in_database, table
from core.content.vocabulary import read_vocabulary
from core.db.session import Database
from core.errors import Invalid
from core.neighbourhoods.load import replace_postcodes
from core.neighbourhoods.official import Report, import_official
from core.neighbourhoods.official_file import LARGEST, OfficialFile, read_official
from core.neighbourhoods.postcode_file import read_postcode_file
from core.search.indexer import Indexer

ACTIONS = {
    "added": "nieuw",
    "kept": "blijft",
    "renamed": "blijft, andere naam",
    "ended": "vervalt",
    "unplaced": "geen gebied van nu",
    "left": "niet in het bestand, blijft",
}
KINDS = {"municipality": "gemeente", "district": "wijk", "neighbourhood": "buurt"}
COARSE = re.compile(r"gegeneraliseerd|vereenvoudigd|generali[sz]ed|simplified", re.IGNORECASE)

apply_option = click.option("--apply", is_flag=True, help="Schrijf het; zonder is het een proef.")
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def group() -> None:
    """Gebieden, grenzen en postcodes."""


@group.command("import")
@file_argument
@click.option("--year", type=click.IntRange(1990, 2099), help="Het jaar van de indeling.")
@click.option(
    "--detailed/--generalised",
    default=None,
    help="Hoe precies de grenzen zijn; zonder keuze zegt de naam van het bestand het.",
)
@click.option("--municipality", multiple=True, help="Code, zoals GM0307; anders die er zijn.")
@apply_option
def import_(
    file: Path, year: int | None, detailed: bool | None, municipality: tuple[str, ...], apply: bool
) -> None:
    """Neem officiële grenzen over uit FILE: GeoJSON van CBS of PDOK, van elk jaar."""
    exact = not COARSE.search(file.name) if detailed is None else detailed

    async def work(runtime: Runtime, database: Database) -> Report:
        found = read_official(read_bytes(file, LARGEST), year=year)
        return await import_file(runtime, database, found, exact, municipality, apply=apply)

    report = run_in_database(work)
    click.echo(_describe(report))
    if not apply:
        click.echo("Dit was een proef: er is niets veranderd. Met --apply wordt het geschreven.")


async def import_file(
    runtime: Runtime,
    database: Database,
    file: OfficialFile,
    detailed: bool,
    municipalities: tuple[str, ...],
    *,
    apply: bool,
) -> Report:
    """Import in one transaction, which is given up again without ``apply``."""
    async with database.write() as session:
        vocabulary = await read_vocabulary(session)
        indexer = Indexer(runtime.registry, lambda: vocabulary)
        moved = [owned.item.moved for owned in runtime.registry.kinds if owned.item.moved]
        report = await import_official(
            session, file, detailed=detailed, municipalities=municipalities,
            moved=(*moved, indexer.reindex),
        )  # fmt: skip
        if not apply:
            await session.rollback()
    return report


@group.command()
@file_argument
@apply_option
def postcodes(file: Path, apply: bool) -> None:
    """Vervang de tabel van postcodes door FILE: CSV met pc4, plaats, gemeente, lon en lat."""

    async def work(_runtime: Runtime, database: Database) -> int:
        rows = read_postcode_file(read_bytes(file, LARGEST))
        if apply:
            async with database.write() as session:
                await replace_postcodes(session, rows)
        return len(rows)

    count = run_in_database(work)
    click.echo(
        f"{count} postcodes " + ("geschreven." if apply else "gelezen; schrijf met --apply.")
    )


def read_bytes(file: Path, most: int) -> bytes:
    """Return what is in a file; raises Invalid, before reading, when it is too large."""
    if file.stat().st_size > most:
        raise Invalid(
            "Dit bestand is groter dan %(most)s MB. Neem alleen de gemeente die je nodig hebt.",
            most=most // 1024**2,
        )
    return file.read_bytes()


def _describe(report: Report) -> str:
    changed = [line for line in report.lines if line.action != "kept" or line.note]
    rows: list[tuple[str, ...]] = [
        (ACTIONS[line.action], KINDS[line.kind], line.code, line.name, line.note)
        for line in changed
    ]
    detail = "gedetailleerde" if report.detailed else "gegeneraliseerde"
    older = ", ouder dan wat er is: alleen codes en details" if report.is_older else ""
    counts = ", ".join(
        f"{report.count(action)} {word}" for action, word in ACTIONS.items() if report.count(action)
    )
    parts = [f"Jaar {report.year}, {detail} grenzen{older}."]
    if rows:
        parts.append(table(("wat", "soort", "code", "naam", "uitleg"), rows))
    parts.append(f"Gebieden: {counts}. Verhuisde vermeldingen: {report.moved}.")
    return "\n\n".join(parts)
