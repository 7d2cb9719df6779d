"""The commands for accounts and plugins, run as an administrator runs them."""

import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli.main import main


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command on the installation in a folder; return its exit code and what it said."""
    environment = {"BUURTBASIS_DATA_DIR": str(folder), "BUURTBASIS_PLUGINS": "activities"}
    done = CliRunner().invoke(main, words, env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("data")
    assert run(found, "db", "upgrade")[0] == 0
    return found


def test_an_account_is_made_listed_and_gets_links(folder: Path) -> None:
    create = ("accounts", "create", "Baas@Voorbeeld.nl", "--role", "platform-manager")
    code, said = run(folder, *create)
    assert code == 0
    assert re.search(r"http://127\.0\.0\.1:8000/inloggen/[\w-]{43}\n", said)
    code, said = run(folder, *create)
    assert (code, said) == (1, "Error: Er is al een account met het adres baas@voorbeeld.nl.\n")
    code, said = run(folder, "accounts", "list")
    assert re.search(r"baas@voorbeeld.nl +platform-manager ", said)
    code, said = run(folder, "accounts", "link", "baas@voorbeeld.NL")
    assert code == 0
    assert "/inloggen/" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("create", "x", "--role", "platform-manager"), "geen e-mailadres"),
        (("create", "p@voorbeeld.nl", "--role", "onzin"), "bestaat niet"),
        (("create", "p@voorbeeld.nl", "--role", "area-editor"), "--for"),
        (("create", "p@voorbeeld.nl", "--role", "area-editor", "--for", "nergens"), "bestaat niet"),
        (("create", "p@voorbeeld.nl", "--role", "platform-manager", "--for", "x"), "--for"),
        (("create", "p@voorbeeld.nl", "--role", "organisation-owner", "--for", "x"), "bestaat"),
        (("link", "p@voorbeeld.nl"), "geen account"),
    ],
)
def test_a_mistake_is_one_sentence_and_makes_no_account(
    folder: Path, words: tuple[str, ...], sentence: str
) -> None:
    code, said = run(folder, "accounts", *words)
    assert code == 1
    assert sentence in said
    assert "p@voorbeeld.nl" not in run(folder, "accounts", "list")[1]


def test_who_lost_the_second_step_gets_in_again(tmp_path: Path) -> None:
    assert run(tmp_path, "db", "upgrade")[0] == 0
    run(tmp_path, "accounts", "create", "p@voorbeeld.nl", "--role", "platform-manager")
    with sqlite3.connect(tmp_path / "buurtbasis.db") as database:
        database.execute(
            "insert into second_factor"
            " (account_id, kind, label, secret, last_step, sign_count, created_at, confirmed_at)"
            " values (1, 'totp', '', '', 0, 0, '2026-01-01', '2026-01-01')"
        )
    assert run(tmp_path, "accounts", "reset-factors", "p@voorbeeld.nl")[0] == 0
    with sqlite3.connect(tmp_path / "buurtbasis.db") as database:
        assert database.execute("select count(*) from second_factor").fetchone() == (0,)
        assert "core.security" in str(database.execute("select kind from outbox_mail").fetchall())
    assert run(tmp_path, "accounts", "reset-factors", "x@voorbeeld.nl")[0] == 1


def test_plugins_are_listed_shown_and_switched(folder: Path) -> None:
    assert re.search(r"activities +[\d.]+ +aan", run(folder, "plugins", "list")[1])
    assert "/activiteiten" in run(folder, "plugins", "show", "activities")[1]
    assert run(folder, "plugins", "disable", "activities")[0] == 0
    assert re.search(r"activities +[\d.]+ +uit", run(folder, "plugins", "list")[1])
    assert run(folder, "plugins", "enable", "activities")[0] == 0
    assert run(folder, "plugins", "disable", "core")[0] == 1
    assert run(folder, "plugins", "show", "onzin")[0] == 1
    assert run(folder, "plugins", "check")[0] == 0


def test_the_log_is_shown_and_checked(tmp_path: Path) -> None:
    assert run(tmp_path, "db", "upgrade")[0] == 0
    run(tmp_path, "accounts", "create", "p@voorbeeld.nl", "--role", "platform-manager")
    code, said = run(tmp_path, "audit", "list")
    assert code == 0
    assert re.search(r"2 .* command line +accounts\.grant +account:1 +\{\"role\"", said)
    code, said = run(tmp_path, "audit", "verify")
    assert code == 0
    assert re.fullmatch(
        r"Het logboek is heel: 2 regels\. Laatste controlegetal:\n[0-9a-f]{64}\n", said
    )
    with sqlite3.connect(tmp_path / "buurtbasis.db") as database:
        database.execute("drop trigger audit_entry_stands")
        database.execute("update audit_entry set action = 'x' where id = 1")
    code, said = run(tmp_path, "audit", "verify")
    assert code == 1
    assert "regel 1 klopt niet of ontbreekt" in said
