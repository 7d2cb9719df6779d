"""``buurtbasis wijkgids``: the guide of an area into a file."""

from pathlib import Path

import click

from core.cli.runtime import Runtime, run_in_database
from core.clock import now
from core.db.session import Database
from core.mail.senders import read_senders
from core.neighbourhoods import service as areas
from core.web.locales import load_words
from plugins.wijkgids.drawing import Drawn, draw
from plugins.wijkgids.gather import gather


@click.command()
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--large", is_flag=True, help="Large print.")
@click.option("--language", default="nl", type=click.Choice(["nl", "en"]), show_default=True)
def command(slug: str, file: Path, large: bool, language: str) -> None:
    """Write the guide of the area SLUG to FILE, as a PDF."""

    async def work(runtime: Runtime, database: Database) -> Drawn:
        folders = (plugin.folder for plugin in runtime.registry.plugins)
        words = load_words(language, folders)
        async with database.read() as session:
            area = await areas.by_slug(session, slug)
            sender = (await read_senders(session, runtime.settings, runtime.registry))[None]
            contents = await gather(session, area.id, words, now(), sender)
        return await draw(contents, large=large)

    drawn = run_in_database(work)
    file.write_bytes(drawn.content)
    click.echo(f"{file}: {drawn.pages} bladzijden, {len(drawn.content) // 1024 + 1} kB")
