"""The third-party road: a package of somebody else, installed, passes and works by its name."""

import shutil

import pytest
from sources import ROOT

COMMAND = ("-c", "from core.cli.main import main; main()")
SAMPLE = ROOT / "tests" / "sample_plugin"

pytestmark = pytest.mark.slow


def test_the_sample_plugin_passes_the_conformance_suite_and_its_own_tests(
    sample_site, python, tmp_path, postgres_server
):
    shutil.copytree(SAMPLE / "tests", tmp_path / "tests")
    done = python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests",
        paths=(sample_site,), BUURTBASIS_TEST_POSTGRES_URL=postgres_server,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout


def test_its_name_is_in_the_command_line_once_it_is_installed(sample_site, python):
    for arguments, expected in (
        (("db", "upgrade"), "up to date"),
        (("plugins", "list"), "ruilkast"),
        (("plugins", "show", "ruilkast"), "ruilkast_…"),
        (("plugins", "check"), "ruilkast"),
        (("ruilkast", "list"), "naam"),
        (("--help",), "Ruilkasten."),
    ):
        done = python(*COMMAND, *arguments, paths=(sample_site,))
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout


def test_without_the_package_nothing_knows_it_and_its_tables_disturb_nobody(sample_site, python):
    assert python(*COMMAND, "db", "upgrade", paths=(sample_site,)).returncode == 0
    assert python(*COMMAND, "db", "upgrade").returncode == 0
    assert python(*COMMAND, "db", "check").stdout.endswith("Models and tables agree.\n")
    assert "ruilkast" not in python(*COMMAND, "plugins", "list").stdout


def test_the_package_seen_twice_is_one_plugin(sample_site, python, tmp_path):
    twice = tmp_path / "again"
    shutil.copytree(sample_site, twice)
    done = python(*COMMAND, "plugins", "check", paths=(sample_site, twice))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("ruilkast") == 1
