"""``buurtbasis jobs``: what runs behind the scenes, and running it by hand."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import click

from core.accounts.members import Member, keys_by_role, operator
from core.cli.runtime import Runtime, run_in_database, table
from core.db.session import Database
from core.errors import NotFound
from core.jobs import service
from core.jobs.runner import Runner
from core.jobs.service import JobView


@click.group()
def group() -> None:
    """Taken achter de schermen."""


def _operator(runtime: Runtime) -> Member:
    return operator(keys_by_role(owned.item for owned in runtime.registry.permissions))


def plain(value: Any) -> Any:
    """Return what JSON has no word for: a moment as text, a time in seconds."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.total_seconds() if isinstance(value, timedelta) else str(value)


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(as_json: bool) -> None:
    """Laat zien hoe elke taak ging, en wanneer hij weer loopt."""

    async def work(runtime: Runtime, database: Database) -> list[JobView]:
        async with database.read() as session:
            return await service.list_jobs(session, runtime.registry, by=_operator(runtime))

    found = run_in_database(work)
    if as_json:
        click.echo(json.dumps([asdict(job) for job in found], default=plain, indent=2))
        return
    rows = [
        (
            job.key, job.outcome or "-", plain(job.ended_at) if job.ended_at else "-",
            plain(job.due_at) if job.due_at else "-", str(job.attempts),
            job.error.partition("\n")[0][:80],
        )
        for job in found
    ]  # fmt: skip
    click.echo(table(("taak", "uitkomst", "laatst", "volgende", "mislukt", "fout"), rows))


@group.command("run")
@click.argument("key")
def run_(key: str) -> None:
    """Laat een taak nu lopen, in dit proces."""

    async def work(runtime: Runtime, database: Database) -> str | None:
        runner = Runner(runtime.settings, runtime.registry, database)
        if key not in runner.jobs:
            raise NotFound(
                "De taak ‘%(key)s’ is er niet. Kies uit: %(keys)s.",
                key=key, keys=", ".join(sorted(runner.jobs)),
            )  # fmt: skip
        await runner.enter()
        return await runner.run(key, forced=True)

    error = run_in_database(work)
    if error is None:
        raise click.ClickException(
            "De taak loopt al in een ander proces, of zijn module staat uit."
        )
    if error:
        raise click.ClickException(f"De taak {key} mislukte: {error}")
    click.echo(f"De taak {key} is gelukt.")


@group.command("retry")
@click.argument("keys", nargs=-1)
def retry(keys: tuple[str, ...]) -> None:
    """Laat taken zo snel mogelijk weer lopen; zonder namen alle die mislukten."""

    async def work(runtime: Runtime, database: Database) -> list[str]:
        by = _operator(runtime)
        async with database.write() as session:
            if not keys:
                return await service.retry_failed(session, runtime.registry, by=by)
            for key in keys:
                await service.run_again(session, runtime.registry, key, by=by)
        return list(keys)

    done = run_in_database(work)
    click.echo("\n".join(f"{key} loopt zo weer." for key in done) or "Er is geen taak mislukt.")
