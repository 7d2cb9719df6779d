"""Somebody sees all that is known of them, takes it along, and an operator can erase it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.cli.main import main
from core.cli.privacy import erase_person, export_person
from core.cli.runtime import Runtime
from core.privacy.service import account_of, consented
from core.settings import Settings
from core.testing.world import World


async def test_a_member_sees_and_downloads_all_that_is_known(installation: Any) -> None:
    client = await installation.logged_in("sanne@voorbeeld.nl")
    try:
        shown = await client.get("/mijn/gegevens")
        assert shown.status_code == 200
        assert "sanne@voorbeeld.nl" in shown.text
        assert shown.headers["cache-control"] == "no-store"
        file = await client.get("/mijn/gegevens.json")
        assert file.headers["content-disposition"].startswith("attachment")
        assert file.headers["cache-control"] == "no-store"
        known = json.loads(file.text)
        assert known["Je account"][0]["E-mailadres"] == "sanne@voorbeeld.nl"
        english = json.loads((await client.get("/mijn/gegevens.json?taal=en")).text)
        assert english["Your account"][0]["E-mail address"] == "sanne@voorbeeld.nl"
    finally:
        await client.aclose()
    async with installation.client() as guest:
        assert (await guest.get("/mijn/gegevens.json")).status_code in (302, 303, 401, 403)


async def test_the_command_gives_and_erases_who_has_no_account(
    ground: World, tmp_path: Path
) -> None:
    runtime = Runtime(Settings(tmp_path, "", "s" * 40), ground.registry)
    async with ground.database.write() as session:
        await consented(session, "gast@voorbeeld.nl", "tests.purpose", "Ja, goed.")
        assert await account_of(session, "gast@voorbeeld.nl") == 0
    given = json.loads(await export_person(runtime, ground.database, "gast@voorbeeld.nl"))
    assert given["Waar je toestemming voor gaf"][0]["De tekst"] == "Ja, goed."
    for dry_run, left in ((True, 1), (False, 1), (False, 0)):
        erased = await erase_person(runtime, ground.database, "gast@voorbeeld.nl", dry_run=dry_run)
        assert sum(one.count for one in erased) == left


def test_a_wrong_address_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BUURTBASIS_DATA_DIR", str(tmp_path))
    assert CliRunner().invoke(main, ["db", "upgrade"]).exit_code == 0
    done = CliRunner().invoke(main, ["privacy", "erase", "geen adres", "--yes"])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    done = CliRunner().invoke(main, ["privacy", "erase", "wie@voorbeeld.nl", "--dry-run"])
    assert "niets bekend" in done.output
    assert "2 jaar" in CliRunner().invoke(main, ["privacy", "rules"]).output
