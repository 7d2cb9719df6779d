"""``buurtbasis outbox``: mails, and sending them again."""

import json
from typing import Any

import click

from core.accounts.members import Member, keys_by_role, operator
from core.cli.jobs import plain
from core.cli.runtime import Runtime, run_in_database, table
from core.clock import now
from core.db.session import Database
from core.mail import outbox
from core.mail.outbox import Posted
from core.mail.senders import read_senders
from core.mail.sending import renderer_of, send_due
from core.mail.service import post


@click.group()
def group() -> None:
    """Mails: wat er ligt, wat er ging, en wat niet."""


def _operator(runtime: Runtime) -> Member:
    return operator(keys_by_role(owned.item for owned in runtime.registry.permissions))


def _as_json(posted: Posted) -> dict[str, Any]:
    """Return a mail without what stands in it."""
    return {
        "id": posted.id, "kind": posted.mail.kind, "address": posted.mail.address,
        "message_id": posted.mail.message_id, "language": posted.mail.language,
        "state": posted.state, "created_at": posted.created_at, "due_at": posted.due_at,
        "sent_at": posted.sent_at, "attempts": posted.attempts, "problem": posted.problem,
        "is_bounce": posted.is_bounce,
    }  # fmt: skip


def _dump(value: Any) -> str:
    return json.dumps(value, default=plain, indent=2, ensure_ascii=False)


@group.command("list")
@click.option("--problems", is_flag=True, help="Only those that failed.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(problems: bool, limit: int, as_json: bool) -> None:
    """Laat de mails zien, de nieuwste eerst."""

    async def work(runtime: Runtime, database: Database) -> list[Posted]:
        by = _operator(runtime)
        async with database.read() as session:
            found, _ = await outbox.list_mails(session, by=by, problems=problems, limit=limit)
        return found

    found = run_in_database(work)
    if as_json:
        click.echo(_dump([_as_json(one) for one in found]))
        return
    rows = [
        (
            str(one.id), plain(one.created_at), one.mail.kind, one.mail.address, one.state,
            one.problem.partition("\n")[0][:60],
        )
        for one in found
    ]  # fmt: skip
    click.echo(table(("nr", "gemaakt", "soort", "aan", "stand", "fout"), rows))


@group.command("show")
@click.argument("mail_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(mail_id: int, as_json: bool) -> None:
    """Laat een mail zien; wat erin staat alleen waar mail de deur niet uit gaat."""

    async def work(runtime: Runtime, database: Database) -> dict[str, Any]:
        async with database.read() as session:
            posted = await outbox.read_mail(session, mail_id, by=_operator(runtime))
            found = _as_json(posted)
            if not runtime.registry.mail.delivers(runtime.settings) and not posted.is_emptied:
                senders = await read_senders(session, runtime.settings, runtime.registry)
                renderer = renderer_of(runtime.settings, runtime.registry)
                sender = senders.get(posted.site_id) or senders[None]
                rendered = renderer.render(posted.mail, sender)
                found |= {"subject": rendered.subject, "text": rendered.text}
        return found

    found = run_in_database(work)
    if as_json:
        click.echo(_dump(found))
        return
    text = found.pop("text", "")
    lines = [f"{name}: {plain(value)}" for name, value in found.items() if value not in (None, "")]
    click.echo("\n".join(lines) + (f"\n\n{text}" if text else ""))


@group.command("retry")
@click.argument("mail_id", type=int)
def retry(mail_id: int) -> None:
    """Verstuur een mail opnieuw die niet ging."""

    async def work(runtime: Runtime, database: Database) -> None:
        async with database.write() as session:
            await outbox.send_again(session, mail_id, by=_operator(runtime))

    run_in_database(work)
    click.echo(f"Mail {mail_id} wordt opnieuw verstuurd.")


@group.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Stuur een proefmail, om te zien of de mailserver goed staat."""

    async def work(runtime: Runtime, database: Database) -> bool:
        async with database.write() as session:
            key = f"{address}:{now().isoformat()}"
            await post(session, "core.test", address, key=key, data={})
        await send_due(database, runtime.settings, runtime.registry)
        return runtime.registry.mail.delivers(runtime.settings)

    try:
        went = run_in_database(work)
    except OSError as error:
        raise click.ClickException(f"De mailserver antwoordt niet: {error}") from error
    click.echo(
        f"De proefmail aan {address} is verstuurd."
        if went
        else "Er is geen mailserver ingesteld: de proefmail ligt in /beheer/postvak."
    )
