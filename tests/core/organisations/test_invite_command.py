"""The command that invites every imported organisation."""

import pytest
from sqlalchemy import func, select

from core.cli.organisations import invite_everybody
from core.cli.runtime import Runtime
from core.mail.models import OutboxMail
from core.organisations import inviting
from core.testing.factories import Make
from core.testing.world import World


@pytest.mark.parametrize("dry", [True, False])
async def test_the_command_invites_everybody_once(
    ground: World, make_organisation: Make, monkeypatch: pytest.MonkeyPatch, dry: bool
) -> None:
    monkeypatch.setattr(inviting, "MOST", 2)
    for number in range(5):
        await make_organisation(naam=f"Club {number}", email=f"a{number}@club.example")
    runtime = Runtime(ground.app.state.settings, ground.registry)
    assert await invite_everybody(runtime, ground.database, dry_run=dry) == (5, 0)
    async with ground.database.read() as session:
        mails = await session.scalar(select(func.count()).select_from(OutboxMail))
    assert mails == (0 if dry else 5)
    again = await invite_everybody(runtime, ground.database, dry_run=dry)
    assert again == ((5, 0) if dry else (0, 0))
