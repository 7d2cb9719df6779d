"""``make bench``: measure, print a table, and keep it in ``bench/results``."""

import asyncio
import secrets
import shutil
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import click

from bench import imports, ladder, machine, mail, pages, report, scale, start
from bench.fill import fill
from core.clock import today
from core.testing.servers import postgres

PARTS = ("pages", "scale", "import", "start", "ladder", "mail")
DATA = Path(__file__).resolve().parent / "data"
MILLION = 1_000_000

Measure = Callable[[str, Path], Coroutine[Any, Any, list[dict[str, Any]]]]


def numbers(_: Any, __: Any, value: str) -> list[int]:
    """Read numbers with commas between them."""
    try:
        return [int(number) for number in value.split(",")]
    except ValueError:
        raise click.BadParameter("write numbers with commas between them: 350,10000") from None


@click.command()
@click.option("--sizes", default="350,10000", callback=numbers, show_default=True)
@click.option("--million", is_flag=True, help="A million activities too: an hour and 20 GB.")
@click.option("--databases", default="sqlite,postgresql", show_default=True)
@click.option("--seconds", default=3.0, show_default=True, help="For each of three rounds.")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Just this part.")
def main(
    sizes: list[int], million: bool, databases: str, seconds: float, only: tuple[str, ...]
) -> None:
    """Measure pages, growth, import, start, the freshness ladder and mail."""
    chosen = only or PARTS
    about = machine.describe()
    results: dict[str, Any] = {part: {} for part in PARTS if part in chosen}
    with ExitStack() as stack:
        for kind in databases.split(","):
            server = stack.enter_context(postgres()) if kind == "postgresql" else ""
            if "import" in chosen:
                with database(kind, server) as url:
                    note(results["import"], kind, url, imports.measure)
            if "ladder" in chosen:
                with database(kind, server) as url:
                    note(results["ladder"], kind, url, ladder.measure)
            if "mail" in chosen:
                with database(kind, server) as url:
                    note(results["mail"], kind, url, mail.measure)
            for size in [*sizes, *([MILLION] if million else [])]:
                if {"pages", "scale", "start"} & set(chosen):
                    measure_size(kind, server, size, chosen, results, seconds, size == sizes[0])
    name = f"{today()}-{machine.slug()}"
    click.echo(report.write(name, about, results))


def measure_size(
    kind: str, server: str, size: int, chosen: tuple[str, ...], results: dict[str, Any],
    seconds: float, is_first: bool,
) -> None:  # fmt: skip
    """Fill a database and measure on it; pages, start and memory at the first size only."""
    name = f"{kind} {size:,}"
    with database(kind, server) as url:
        click.echo(f"{name}: filling", err=True)
        took = asyncio.run(fill(url, size))
        click.echo(f"{name}: filled in {sum(took.values()):.0f} seconds", err=True)
        if "scale" in chosen:
            note(results["scale"], name, url, scale.measure)
        if is_first and "start" in chosen:
            note(results["start"], name, url, start.measure)
        if is_first and "pages" in chosen:
            note(results["pages"], name, url, lambda at, f: pages.measure(at, f, seconds))


def note(results: dict[str, Any], name: str, url: str, measure: Measure) -> None:
    """Measure and keep the rows under a name."""
    results[name] = asyncio.run(measure(url, DATA))
    click.echo(f"{name}: measured {measure.__module__}", err=True)


@contextmanager
def database(kind: str, server: str) -> Iterator[str]:
    """Give the URL of an empty database, which is gone afterwards."""
    name = f"bench_{secrets.token_hex(4)}"
    if kind == "postgresql":
        asyncio.run(_command(server, f"create database {name}"))
        try:
            address = server.replace("postgresql://", "postgresql+asyncpg://")
            yield f"{address.rpartition('/')[0]}/{name}"
        finally:
            asyncio.run(_command(server, f"drop database {name} with (force)"))
        return
    folder = DATA / name
    folder.mkdir(parents=True)
    try:
        yield f"sqlite+aiosqlite:///{folder / 'buurtbasis.db'}"
    finally:
        shutil.rmtree(folder)


async def _command(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    await connection.execute(statement)
    await connection.close()


if __name__ == "__main__":
    main()
