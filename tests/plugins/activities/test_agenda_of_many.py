"""Where very many fit, the agenda is read in its own order: with the same answers."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import frozen, local
from core.search import narrowing
from core.testing.world import World
from plugins.activities.models import Occurrence
from tests.plugins.activities.lists import fetch, show, show_all

QUERIES = (
    "?categorie=sport&tot={until}", "?voor=ouderen&categorie=ontmoetingen&tot={until}",
    "?toegankelijk=rolstoel&gratis=1&tot={until}", "?postcode=3811&straal=2&tot={until}",
    "?buurt=stadskern&tot={until}", "?buurt=stadskern&categorie=maaltijden&tot={until}",
    "?q=koffie&tot={until}",
)  # fmt: skip


async def test_few_and_many_give_the_same_lines(
    site: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {}
    async with site.database.read() as session:
        first = await session.scalar(select(func.min(Occurrence.starts_at)))
    assert first is not None
    with frozen(first):
        for query in QUERIES:
            asked = query.format(until=local(first).date() + timedelta(days=20))
            monkeypatch.setattr(narrowing, "FEW", 1000)
            few = await show_all(site, asked)
            monkeypatch.setattr(narrowing, "FEW", 0)
            site.app.cache.forget()
            many = await show_all(site, asked)
            if few != many:
                wrong[asked] = len(few), len(many)
    assert wrong == {}


async def test_a_count_of_many_never_says_more_than_there_is(
    site: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await show(site, "?categorie=sport")
    assert found.next_href
    counted = re.search(r"(meer dan )?([\d.]+) activiteiten in de agenda", found.html.lower())
    assert counted
    monkeypatch.setattr(narrowing, "FEW", 0)
    site.app.cache.forget()
    _, html = await fetch(site, "/activiteiten?categorie=sport")
    guessed = re.search(r"(meer dan )?([\d.]+) activiteiten in de agenda", html.lower())
    assert guessed
    assert 50 <= int(guessed[2].replace(".", "")) <= int(counted[2].replace(".", ""))
