"""The commands for jobs and mail, run as an administrator runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.cli.main import main


def run(folder: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Run a command on the installation in a folder; return its exit code and what it said."""
    known = {"BUURTBASIS_DATA_DIR": str(folder), "BUURTBASIS_PLUGINS": "activities"}
    done = CliRunner().invoke(main, words, env={**known, **environment})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("data")
    assert run(found, "db", "upgrade")[0] == 0
    return found


def test_jobs_are_listed_run_and_asked_for_again(folder: Path) -> None:
    code, said = run(folder, "jobs", "list", "--json")
    assert code == 0
    assert {job["outcome"] for job in json.loads(said)} == {""}
    assert run(folder, "jobs", "run", "core.send_mail") == (
        0, "De taak core.send_mail is gelukt.\n"
    )  # fmt: skip
    jobs = {job["key"]: job for job in json.loads(run(folder, "jobs", "list", "--json")[1])}
    assert jobs["core.send_mail"]["outcome"] == "done"
    assert jobs["core.send_mail"]["every"] == 15
    assert "core.send_mail" in run(folder, "jobs", "list")[1]
    assert run(folder, "jobs", "retry") == (0, "Er is geen taak mislukt.\n")
    assert run(folder, "jobs", "retry", "core.send_mail")[0] == 0
    code, said = run(folder, "jobs", "run", "core.gone")
    assert code == 1
    assert "De taak ‘core.gone’ is er niet. Kies uit: activities.dates" in said


def test_a_job_that_fails_is_told_and_retried(folder: Path) -> None:
    away = {"BUURTBASIS_SMTP_URL": "smtp://127.0.0.1:1"}
    assert run(folder, "outbox", "test", "weg@voorbeeld.nl", **away)[0] == 1
    code, said = run(folder, "jobs", "run", "core.send_mail", **away)
    assert code == 1
    assert "De taak core.send_mail mislukte:" in said
    assert run(folder, "jobs", "retry") == (0, "core.send_mail loopt zo weer.\n")


def test_mail_is_sent_listed_shown_and_sent_again(folder: Path) -> None:
    code, said = run(folder, "outbox", "test", "a@voorbeeld.nl")
    assert (code, said) == (
        0, "Er is geen mailserver ingesteld: de proefmail ligt in /beheer/postvak.\n"
    )  # fmt: skip
    (mail, *_) = json.loads(run(folder, "outbox", "list", "--json")[1])
    assert (mail["address"], mail["state"]) == ("a@voorbeeld.nl", "sent")
    assert "a@voorbeeld.nl" in run(folder, "outbox", "list")[1]
    shown = json.loads(run(folder, "outbox", "show", str(mail["id"]), "--json")[1])
    assert "werkt het versturen van mail" in shown["text"]
    hidden = run(
        folder, "outbox", "show", str(mail["id"]), BUURTBASIS_SMTP_URL="smtp://127.0.0.1:1"
    )
    assert "werkt het versturen" not in hidden[1]
    assert run(folder, "outbox", "retry", str(mail["id"]))[0] == 1
    assert run(folder, "outbox", "show", "999")[0] == 1
