"""How many mails a second are rendered, and sent to a mail server on this machine."""

import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from bench.inside import SECRET
from core.content.models import Content
from core.db.engine import make_engine
from core.db.migrate import upgrade_all
from core.db.session import Database
from core.loading import build_registry
from core.mail.leases import take
from core.mail.senders import Sender
from core.mail.sending import renderer_of, send_due
from core.mail.service import Letter, post_many
from core.settings import load_settings
from core.testing.places import free_port

MAILS = 1000


class Sink:
    """A mail server that takes everything and keeps nothing."""

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        return "250 OK"


async def measure(url: str, folder: Path) -> list[dict[str, Any]]:
    """Return mails a second: rendered, sent by one process over SMTP, and kept in the outbox."""
    port = free_port()
    known = {
        "BUURTBASIS_DATABASE_URL": url, "BUURTBASIS_SECRET": SECRET,
        "BUURTBASIS_DATA_DIR": str(folder),
    }  # fmt: skip
    kept = load_settings(known)
    sent = load_settings({**known, "BUURTBASIS_SMTP_URL": f"smtp://127.0.0.1:{port}"})
    registry = build_registry()
    await upgrade_all(url, registry)
    database = Database(make_engine(url), Content)
    renderer, sender = renderer_of(kept, registry), Sender("Buurtbasis", kept.base_url)
    await _post(database, "render")
    async with database.read() as session:
        taken = await take(session, "bench", MAILS)
    began = time.perf_counter()
    for one in taken:
        renderer.render(one.mail, sender)
    rows = [_row("rendered", began)]
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    for what, settings in (("sent by SMTP", sent), ("kept in the outbox", kept)):
        began = time.perf_counter()
        await send_due(database, settings, registry)
        rows.append(_row(what, began))
        await _post(database, what)
    server.stop()
    await database.close()
    return rows


async def _post(database: Database, name: str) -> None:
    letters = [Letter(f"p{n}@voorbeeld.nl", f"{name}:{n}", {}) for n in range(MAILS)]
    async with database.write() as session:
        await post_many(session, "core.test", letters)


def _row(what: str, began: float) -> dict[str, Any]:
    return {"what": what, "value": round(MAILS / (time.perf_counter() - began))}
