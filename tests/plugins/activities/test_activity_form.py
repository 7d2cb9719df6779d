"""An organisation writes its activities: made once, with their dates, and never another's."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from activity_forms import LIST, NEW, WEEKLY, dates_of, key_in, one, publish, sent_by
from sqlalchemy import func, select

from core.clock import local, today
from core.content.models import Content
from core.testing.world import BLOCK
from plugins.activities.models import Activity


async def test_a_weekly_activity_is_on_the_site_with_its_dates_at_once(ground, owner):
    answer = await publish(owner)
    assert answer.status_code == 303, answer.text
    assert "gedaan=nieuw-published" in answer.headers["location"]
    row = await one(ground)
    assert (row.status, row.rrule, row.held) == ("published", "FREQ=WEEKLY;BYDAY=TU", "address")
    assert (row.price_cents, row.lon is not None, row.expires_at) == (0, True, None)
    dates = await dates_of(ground, row.id)
    assert len(dates) in (52, 53)
    begins = [local(date.starts_at) for date in dates]
    assert {(at.weekday(), at.hour, at.minute) for at in begins} == {(1, 12, 0)}
    page = await ground.client().get("/activiteiten/soep-op-dinsdag")
    assert "elke dinsdag, 12:00 – 13:30" in page.text
    assert "Soep op dinsdag" in (await ground.client().get("/activiteiten")).text
    assert "Soep op dinsdag" in (await owner.get(LIST)).text


REPEATS: dict[str, tuple[dict[str, Any], str, int]] = {
    "once": ({"often": "once", "day": "{later}"}, "", 1),
    "fortnightly": ({"often": "fortnightly", "weekdays": ["MO"]}, "om de week op maandag", 26),
    "monthly": (
        {"often": "monthly", "ordinals": ["1", "3"], "weekday": "FR"},
        "elke 1e en 3e vrijdag van de maand", 24,
    ),
    "several": ({"often": "several", "days": "{later}, {later2}"}, "", 2),
    "otherwise": (
        {"often": "otherwise", "in_words": "elke 15e van de maand"}, "elke 15e van de maand", 12,
    ),
    "always": ({"often": "always", "schedule_note": "Op werkdagen"}, "Op werkdagen", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", REPEATS)
async def test_each_sort_of_repeat_is_published_and_comes_back_the_same(ground, owner, name):
    cells, words, number = REPEATS[name]
    later = {"later": today() + timedelta(days=20), "later2": today() + timedelta(days=40)}
    filled = {
        key: value.format(**later) if isinstance(value, str) else value
        for key, value in cells.items()
    }
    answer = await publish(owner, **filled)
    assert answer.status_code == 303, answer.text
    row = await one(ground)
    dates = await dates_of(ground, row.id)
    assert number <= len(dates) <= number + 1
    assert words in (await ground.client().get("/activiteiten/soep-op-dinsdag")).text
    path = "/mijn/activiteiten/soep-op-dinsdag"
    again = await owner.post(path, data=sent_by((await owner.get(path)).text))
    assert again.status_code == 303, again.text
    after = await one(ground)
    assert (after.version, after.rrule, after.first_date) == (1, row.rrule, row.first_date)
    assert [date.id for date in await dates_of(ground, row.id)] == [date.id for date in dates]


async def test_what_ends_says_when_its_last_date_is_over(ground, owner):
    until = today() + timedelta(days=30)
    await publish(owner, until=until.isoformat())
    row = await one(ground)
    dates = await dates_of(ground, row.id)
    assert row.expires_at == dates[-1].over_at
    path = "/mijn/activiteiten/soep-op-dinsdag"
    data = sent_by((await owner.get(path)).text) | {"until": ""}
    assert (await owner.post(path, data=data)).status_code == 303
    assert (await one(ground)).expires_at is None


async def test_a_double_press_makes_one_activity(ground, owner):
    data = {**WEEKLY, "key": key_in((await owner.get(NEW)).text)}
    first, second = await owner.post(NEW, data=data), await owner.post(NEW, data=data)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    async with ground.database.read() as session:
        count = select(func.count()).select_from(Activity)
        assert await session.scalar(count) == 1


async def test_what_is_wrong_comes_back_with_everything_that_was_typed(ground, owner):
    answer = await publish(
        owner, title="", weekdays=[], postcode="9999 ZZ", come_alone="Bel Fatima"
    )
    assert answer.status_code == 422
    for field in ("title", "weekdays", "postcode"):
        assert f'href="#{field}"' in answer.text
    assert "Hoe heet het? Vul in hoe het heet." in answer.text
    assert "Postcode: dit adres ligt niet in een van onze buurten." in answer.text
    assert "Bel Fatima" in answer.text
    assert "Samen soep eten." in answer.text
    assert 'value="weekly" checked' in answer.text
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Activity)) == 0


async def test_the_dates_and_the_card_are_shown_before_anything_is_saved(ground, owner):
    data = {**WEEKLY, "key": key_in((await owner.get(NEW)).text), "title": "Soep"}
    block = await owner.post(NEW, data={**data, "look": "dates"}, headers=BLOCK)
    assert block.status_code == 200
    assert block.text.lstrip().startswith('<div id="dates"')
    assert "Elke dinsdag van 12:00 tot 13:30." in block.text
    assert block.text.count("<li>di ") == 6
    card = await owner.post(NEW, data={**data, "look": "card"}, headers=BLOCK)
    assert 'href="#card">Soep</a>' in card.text
    whole = await owner.post(NEW, data={**data, "look": "dates"})
    assert whole.status_code == 200
    assert "Elke dinsdag van 12:00 tot 13:30." in whole.text
    assert "Samen soep eten.</textarea>" in whole.text
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Activity)) == 0


async def test_looking_at_dates_says_what_is_wrong_with_them_and_nothing_else(owner):
    answer = await owner.post(NEW, data={"often": "weekly", "look": "dates"})
    assert answer.status_code == 200
    assert 'href="#weekdays"' in answer.text
    assert 'href="#title"' not in answer.text


async def test_the_organisations_own_address_is_taken_over(ground, owner, eik):
    await publish(owner, held="own", street="", postcode="")
    row = await one(ground)
    async with ground.database.read() as session:
        owner_row = await session.get_one(Content, eik.id)
    assert (row.street, row.postcode, row.area_id) == ("Hof", "3811 CJ", owner_row.area_id)


async def test_an_activity_online_has_no_address_and_says_so(ground, owner):
    await publish(owner, held="online", place_name="Met Jitsi")
    row = await one(ground)
    assert (row.street, row.lon, row.place_name) == ("", None, "Met Jitsi")
    page = (await ground.client().get("/activiteiten/soep-op-dinsdag")).text
    assert "Online, Met Jitsi" in page
    assert "VirtualLocation" in page


async def test_other_dates_keep_what_both_have_and_what_was_cancelled(ground, owner):
    await publish(owner, weekdays=["TU", "TH"])
    row = await one(ground)
    before = await dates_of(ground, row.id)
    tuesday = next(date for date in before if local(date.starts_at).weekday() == 1)
    answer = await owner.post(
        "/mijn/activiteiten/soep-op-dinsdag/data", data={"af": str(tuesday.id)}
    )
    assert answer.status_code == 303
    path = "/mijn/activiteiten/soep-op-dinsdag"
    data = sent_by((await owner.get(path)).text) | {"weekdays": ["TU"]}
    assert (await owner.post(path, data=data)).status_code == 303
    after = await dates_of(ground, row.id)
    assert {date.id for date in after} < {date.id for date in before}
    assert [date.id for date in after if date.is_cancelled] == [tuesday.id]
    assert (await one(ground)).sequence == 2
    assert "Gaat niet door" in (await owner.get(f"{path}/data")).text
    await owner.post(f"{path}/data", data={"door": str(tuesday.id)})
    assert not any(date.is_cancelled for date in await dates_of(ground, row.id))


async def test_the_second_of_two_is_told_and_chooses(ground, owner, eik, log_in):
    await publish(owner)
    path = "/mijn/activiteiten/soep-op-dinsdag"
    colleague = await log_in("b@example.org", "organisation-editor", organisation=eik.id)
    mine, theirs = [sent_by((await who.get(path)).text) for who in (owner, colleague)]
    first = await owner.post(path, data=mine | {"summary": "Van mij.", "weekdays": ["WE"]})
    assert first.status_code == 303
    data = theirs | {"summary": "Van de ander.", "weekdays": ["FR"]}
    told = await colleague.post(path, data=data)
    assert told.status_code == 409
    assert "Elke woensdag van 12:00 tot 13:30." in told.text
    assert "Elke vrijdag van 12:00 tot 13:30." in told.text
    version = re.search(r'name="version" value="(\d+)"', told.text)
    assert version
    choice = {"version": version[1], "_keep.summary": "mine", "_keep.often": "theirs"}
    assert (await colleague.post(path, data={**data, **choice})).status_code == 303
    row = await one(ground)
    assert (row.summary, row.rrule) == ("Van de ander.", "FREQ=WEEKLY;BYDAY=WE")


async def test_of_two_who_save_at_the_same_moment_one_is_told(ground, owner, eik, log_in):
    await publish(owner)
    path = "/mijn/activiteiten/soep-op-dinsdag"
    colleague = await log_in("b@example.org", "organisation-editor", organisation=eik.id)
    data = sent_by((await owner.get(path)).text)
    answers = await asyncio.gather(
        owner.post(path, data=data | {"title": "Van de een", "starts": "11:00"}),
        colleague.post(path, data=data | {"title": "Van de ander", "starts": "12:30"}),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    async with ground.database.read() as session:
        row = (await session.scalars(select(Activity))).one()
    hour = {"Van de een": 11, "Van de ander": 12}[row.title]
    assert {local(date.starts_at).hour for date in await dates_of(ground, row.id)} == {hour}
    assert row.version == 2


async def test_an_editor_is_told_for_whom_they_write(owner, log_in):
    editor = await log_in("red@example.org", "area-editor", area="amersfoort")
    assert "namens De Eik" in (await editor.get(NEW)).text
    assert "namens De Eik" not in (await owner.get(NEW)).text


async def test_what_is_missing_for_the_dates_is_said_while_filling_in(owner):
    data = {"often": "weekly", "look": "dates"}
    block = (await owner.post(NEW, data=data, headers=BLOCK)).text
    assert "Kies op welke dag het is." in block
    assert "Vul in hoe laat het begint, zoals 10:00." in block
