"""The page on which an organisation answers: behind the link in the mail, and logged in."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core.clock import frozen
from core.editing.models import Revision
from core.testing.people import Login
from core.testing.world import FROM_US, World
from tests.core.freshness.conftest import BEGIN, Ladder

Entries = Callable[..., Awaitable[Any]]
DUE = BEGIN + timedelta(days=91)


@pytest.fixture
async def asked(ladder: Ladder, make_entries: Entries) -> tuple[int, list[int], str]:
    """Give an organisation that was just mailed: its id, what it offers, and the link."""
    organisation, ids = await make_entries("De Eik", "Soep", "Koffie")
    await ladder.on_day(0)
    await ladder.on_day(91)
    return organisation, ids, await ladder.link()


async def test_a_mail_scanner_that_opens_the_link_changes_nothing(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str]
) -> None:
    organisation, (soup, coffee), path = asked
    before = [await ladder.entry(id_) for id_ in (organisation, soup, coffee)]
    with frozen(DUE):
        async with ground.client() as client:
            for _ in range(3):
                answer = await client.get(path)
                assert answer.status_code == 200
                await client.head(path)
            query = await client.get(path, params={"antwoord": "klopt", "gedaan": "klopt"})
            assert query.status_code == 200
    assert "Soep" in answer.text
    assert "Koffie" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert [await ladder.entry(id_) for id_ in (organisation, soup, coffee)] == before
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Revision)) == 0


async def test_one_press_confirms_everything_without_logging_in(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str]
) -> None:
    organisation, (soup, coffee), path = asked
    with frozen(DUE):
        async with ground.client() as client:
            assert "Alles klopt nog" in (await client.get(path)).text
            done = await client.post(path, data={"antwoord": "klopt"}, headers=FROM_US)
            assert done.status_code == 303
            told = (await client.get(done.headers["location"])).text
            slug = (await ladder.entry(soup)).slug
            page = (await client.get(f"/activiteiten/{slug}")).text
    assert "3 staan weer als gecontroleerd" in told
    assert "We vragen het weer op 5 juli" in told
    assert "Gecontroleerd op 5 april" in page
    assert "door de organisatie" in page
    for id_ in (organisation, soup, coffee):
        assert await ladder.step(id_) == "fresh"
    await ladder.on_day(105)
    assert len(await ladder.mails()) == 1, "no second mail"


async def test_of_each_entry_is_said_what_is_true_of_it(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str]
) -> None:
    organisation, (soup, coffee), path = asked
    with frozen(DUE):
        async with ground.client() as client:

            async def say(what: str, id_: int, **more: str) -> str:
                data = {"antwoord": what, "over": str(id_), **more}
                answer = await client.post(path, data=data, headers=FROM_US)
                assert answer.status_code == 303, answer.text
                return (await client.get(answer.headers["location"])).text

            assert "1 staat weer als gecontroleerd" in await say("klopt", organisation)
            until = (DUE + timedelta(days=60)).date().isoformat()
            assert "1 staat stil" in await say("pauze", soup, **{f"tot-{soup}": until})
            assert "staat niet meer op de site" in await say("gestopt", coffee)
            steps = [await ladder.step(id_) for id_ in (organisation, soup, coffee)]
            assert steps == ["fresh", "fresh", "hidden"]
            address = f"/activiteiten/{(await ladder.entry(coffee)).slug}"
            assert (await client.get(address)).status_code == 410
            assert "staat weer op de site" in await say("terug", coffee)
            assert (await client.get(address)).status_code == 200
            assert "gaat weer door" in await say("hervat", soup)
    assert (await ladder.entry(soup)).paused_until is None


async def test_who_stops_altogether_is_gone_and_can_come_back(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str]
) -> None:
    organisation, ids, path = asked
    with frozen(DUE):
        async with ground.client() as client:
            await client.post(path, data={"antwoord": "gestopt"}, headers=FROM_US)
            assert (await client.get("/organisaties/de-eik")).status_code == 410
            for id_ in (organisation, *ids):
                assert (await ladder.entry(id_)).status == "hidden"
            await client.post(path, data={"antwoord": "terug"}, headers=FROM_US)
            assert (await client.get("/organisaties/de-eik")).status_code == 200
    for id_ in (organisation, *ids):
        assert (await ladder.entry(id_)).status == "published"


@pytest.mark.parametrize("until", ["", "morgen", "2020-01-01", "2030-01-01", "9999-12-31"])
async def test_a_day_that_cannot_be_comes_back_as_typed_with_what_is_wrong(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str], until: str
) -> None:
    _, (soup, _), path = asked
    data = {"antwoord": "pauze", "over": str(soup), f"tot-{soup}": until}
    with frozen(DUE):
        async with ground.client() as client:
            answer = await client.post(path, data=data, headers=FROM_US)
    assert answer.status_code == 422
    assert f'href="#tot-{soup}"' in answer.text
    assert f'value="{until}"' in answer.text
    assert (await ladder.entry(soup)).paused_until is None


async def test_a_link_reaches_nobody_else(
    ground: World, ladder: Ladder, make_entries: Entries, asked: tuple[int, list[int], str]
) -> None:
    _, _, path = asked
    _, (tea,) = await make_entries("De Beuk", "Thee")
    with frozen(DUE):
        async with ground.client() as client:
            data = {"antwoord": "gestopt", "over": str(tea)}
            assert (await client.post(path, data=data, headers=FROM_US)).status_code == 404
            strange = await client.post(path, data={"antwoord": "wis"}, headers=FROM_US)
            assert strange.status_code == 400
            foreign = await client.post(path, data={"antwoord": "gestopt"})
            assert foreign.status_code == 403, "another site sends no forms here"
            assert (await client.get(path + "x")).status_code == 404
            assert (await client.get("/klopt/9")).status_code == 404
    assert (await ladder.entry(tea)).status == "published"


async def test_a_new_question_makes_the_old_link_worthless(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str]
) -> None:
    path = asked[2]
    with frozen(DUE):
        async with ground.client() as client:
            await client.post(path, data={"antwoord": "klopt"}, headers=FROM_US)
    await ladder.on_day(183)
    assert await ladder.link() != path
    with frozen(DUE + timedelta(days=92)):
        async with ground.client() as client:
            assert (await client.get(path)).status_code == 404
            assert (await client.get(await ladder.link())).status_code == 200


async def test_members_answer_logged_in_and_editors_on_behalf(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str], log_in: Login
) -> None:
    organisation, (soup, coffee), _ = asked
    own = await log_in("ans@eik.example", "organisation-editor", organisation=organisation)
    editor = await log_in("redactie@example.org", "area-editor", area="stadskern")
    stranger = await log_in("ander@example.org", "area-editor", area="nederberg")
    path = "/mijn/organisaties/de-eik/klopt"
    dashboard = await own.get("/mijn/organisaties/de-eik")
    assert "Van 3 onderdelen weten we niet of ze nog kloppen" in dashboard.text
    assert "3 onderdelen nakijken" in (await own.get("/mijn")).text
    for what in (stranger.get(path), stranger.post(path, data={"antwoord": "klopt"})):
        assert (await what).status_code == 404
    async with ground.client() as guest:
        assert (await guest.get(path)).status_code == 303
    await own.post(path, data={"antwoord": "klopt", "over": str(soup)})
    await editor.post(path, data={"antwoord": "klopt", "over": str(coffee)})
    async with ground.database.read() as session:
        rows = await session.execute(
            select(Revision.content_id, Revision.actor, Revision.on_behalf, Revision.account_id)
            .where(Revision.action == "confirmed")
        )  # fmt: skip
        found = {row[0]: tuple(row[1:3]) for row in rows if row[3]}
    assert found == {soup: ("organisation", False), coffee: ("editor", True)}
    assert "Alles is bij" not in (await own.get(path)).text
    await own.post(path, data={"antwoord": "klopt"})
    assert "Alles is bij" in (await own.get("/mijn/organisaties/de-eik")).text
    assert "nakijken" not in (await own.get("/mijn")).text


async def test_what_is_not_on_the_site_is_not_asked_about(
    ground: World, ladder: Ladder, make_entries: Entries, log_in: Login
) -> None:
    organisation, _ = await make_entries("De Eik")
    await ladder.write(organisation, status="draft")
    own = await log_in("ans@eik.example", "organisation-editor", organisation=organisation)
    dashboard = await own.get("/mijn/organisaties/de-eik")
    assert dashboard.status_code == 200
    assert "/mijn/organisaties/de-eik/klopt" not in dashboard.text


async def test_who_has_no_account_yet_is_shown_where_to_get_one(
    ground: World, ladder: Ladder, asked: tuple[int, list[int], str], log_in: Login
) -> None:
    organisation, _, path = asked
    with frozen(DUE):
        async with ground.client() as client:
            text = (await client.get(path)).text
            assert "/organisaties/de-eik/van-ons" in text
            await log_in("ans@eik.example", "organisation-owner", organisation=organisation)
            text = (await client.get(path)).text
            assert "van-ons" not in text
            assert "Wijzig" in text
