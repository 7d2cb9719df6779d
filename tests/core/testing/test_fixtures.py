"""The fixtures that every other test relies on."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from core.loading import build_registry
from core.testing.accessibility import axe
from core.testing.databases import PostgresDatabases
from core.testing.places import clear_orphans, find_program, temporary_place

pytest_plugins = ["pytester"]


async def rows_in(url, statement):
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        await engine.dispose()


async def test_a_fresh_database_has_every_table_and_no_member(database_url):
    assert await rows_in(database_url, "select count(*) from account") == 0
    assert await rows_in(database_url, "select count(*) from alembic_version_activities") == 1


async def test_two_databases_share_nothing(fresh_database):
    alone = build_registry(only=())
    first, second = fresh_database(alone), fresh_database(alone)
    await rows_in(first, "create table only_here (id integer)")
    assert await rows_in(first, "select count(*) from only_here") == 0
    with pytest.raises(Exception, match="only_here"):
        await rows_in(second, "select count(*) from only_here")


async def test_a_database_of_core_alone_has_no_table_of_a_plugin(fresh_database):
    url = fresh_database(build_registry(only=()))
    with pytest.raises(Exception, match="alembic_version_activities"):
        await rows_in(url, "select count(*) from alembic_version_activities")


def test_a_database_can_be_made_inside_and_outside_an_event_loop(fresh_database):
    alone = build_registry(only=())

    async def inside():
        return fresh_database(alone)

    assert asyncio.run(inside()) != fresh_database(alone)


def test_redis_is_empty_for_every_test(redis_url):
    from redis import Redis

    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "behind")


def test_redis_is_empty_again_for_the_next_test(redis_url):
    from redis import Redis

    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


def test_a_missing_program_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Exception, match="The tests need no-such-server: install it"):
        find_program("no-such-server", "install it")


def test_what_a_killed_run_left_is_stopped_and_removed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    killed = (
        "import os, signal, tempfile\n"
        f"tempfile.tempdir = {str(tmp_path)!r}\n"
        "from core.testing.places import temporary_place\n"
        "with temporary_place('thing', lambda folder: None):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", killed], check=False)
    (left,) = tmp_path.glob("*-thing-*[!k]")
    stopped: list[Path] = []
    with temporary_place("thing", stopped.append) as living:
        assert stopped == [left]
        clear_orphans("thing", stopped.append)
        assert living.is_dir(), "the folder of a run that lives stays"
    assert stopped == [left, living]
    assert list(tmp_path.iterdir()) == []


def test_servers_of_the_tests_listen_on_the_loopback_only(postgres_server, redis_server):
    for url in (postgres_server, redis_server):
        port = int(url.rpartition(":")[2].partition("/")[0])
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass
        assert "@127.0.0.1:" in url


async def test_axe_finds_an_image_without_alternative_and_keeps_the_policy(open_page):
    page = await open_page(width=360, dark=True)
    await page.route(
        "**/*",
        lambda route: route.fulfill(
            content_type="text/html",
            headers={"content-security-policy": "default-src 'none'; img-src data:"},
            body="<!doctype html><html lang=nl><title>x</title><h1>x</h1><img src='data:,'>",
        ),
    )
    await page.goto("http://anywhere.test/")
    assert [line.split(" ")[0] for line in await axe(page)] == ["image-alt"]
    assert await page.evaluate("innerWidth") == 360
    assert await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")


async def test_the_browser_serves_a_second_test_of_the_session(open_page):
    page = await open_page(scripts=False)
    await page.goto("data:text/html,<title>still</title><script>document.title='ran'</script>")
    assert await page.title() == "still"


def test_tests_are_marked_by_the_fixtures_they_use(pytester):
    pytester.makepyfile(
        "def test_plain(): pass\n"
        "def test_with_redis(redis_url): raise AssertionError\n"
        "def test_with_page(open_page): raise AssertionError\n"
        "def test_with_both(databases): assert 'Sqlite' in type(databases).__name__\n"
    )
    result = pytester.runpytest_inprocess(
        "-m", "not server and not browser", "-p", "no:cacheprovider"
    )
    result.assert_outcomes(passed=2, deselected=3)


def test_databases_of_a_killed_run_are_dropped_by_the_next(postgres_server):
    killed = (
        "import os, signal\n"
        "from core.loading import build_registry\n"
        "from core.testing.databases import PostgresDatabases\n"
        f"databases = PostgresDatabases({postgres_server!r})\n"
        "print(databases.fresh(build_registry(only=())), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", killed], stdout=subprocess.PIPE, text=True)
    left = done.stdout.strip()
    assert asyncio.run(rows_in(left, "select count(*) from account")) == 0
    PostgresDatabases(postgres_server).close()
    with pytest.raises(Exception, match="does not exist"):
        asyncio.run(rows_in(left, "select count(*) from account"))
