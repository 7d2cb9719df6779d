"""The pages of moderation as people use them: report, queue, decision, appeal."""

import re

from moderation_desk import Desk
from sqlalchemy import func, select

from core.content.models import HIDDEN, PUBLISHED, REVIEW
from core.moderation import queue
from core.moderation.models import ModerationCase
from core.testing.factories import Made
from core.testing.people import Login
from core.testing.world import FROM_US, World


def key_in(html: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found, html
    return found[1]


async def test_everybody_can_say_that_something_is_wrong_and_hears_what_came_of_it(
    ground: World, desk: Desk, activity: Made, organisation: Made, log_in: Login
) -> None:
    owner = await log_in("els@example.org", "organisation-owner", organisation=organisation.id)
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    async with ground.client() as guest:
        shown = await guest.get(f"/activiteiten/{activity.slug}")
        assert f"/melden/{activity.id}" in shown.text
        form = await guest.get(f"/melden/{activity.id}")
        answer = await guest.post(
            f"/melden/{activity.id}", headers=FROM_US,
            data={"key": key_in(form.text), "wrong": "times", "text": "Het is om elf uur.",
                  "email": "mies@example.org"},
        )  # fmt: skip
        assert answer.status_code == 303, answer.text
        assert "Dank je wel" in (await guest.get(answer.headers["location"])).text
    own = f"/mijn/organisaties/{organisation.slug}"
    assert "Een bezoeker meldde: De dag of de tijd klopt niet." in (await owner.get(own)).text
    queue = await editor.get("/beheer/controle?soort=report")
    assert "Koffie op dinsdag" in queue.text
    (path,) = re.findall(r'href="(/beheer/controle/\d+)"', queue.text)
    case = await editor.get(path)
    assert "Het is om elf uur." in case.text
    assert "mies@example.org" not in case.text
    closed = await editor.post(path, data={"verdict": "close", "text": "Dank, aangepast."})
    assert closed.status_code == 303
    assert "Er wacht niets" in (await editor.get("/beheer/controle")).text
    assert await desk.mails() == [
        ("core.report_received", "els@example.org"),
        ("core.report_closed", "mies@example.org"),
    ]


async def test_a_refusal_is_appealed_and_overturned(
    ground: World, desk: Desk, activity: Made, organisation: Made, log_in: Login
) -> None:
    owner = await log_in("els@example.org", "organisation-owner", organisation=organisation.id)
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    manager = await log_in("bo@example.org", "platform-manager")
    assert "Je bent hier redacteur" in (await editor.get(f"/melden/{activity.id}")).text
    opened = await editor.post(f"/beheer/controle/inhoud/{activity.id}")
    case = opened.headers["location"]
    decided = await editor.post(case, data={"verdict": "refuse", "reason": "duplicate"})
    assert decided.status_code == 303, decided.text
    assert (await desk.status(activity.id))[0] == HIDDEN
    async with ground.client() as guest:
        assert (await guest.get(f"/activiteiten/{activity.slug}")).status_code == 410
    own = await owner.get(f"/mijn/organisaties/{organisation.slug}")
    assert "Lees waarom bij ‘Koffie op dinsdag’" in own.text
    mine = f"/mijn/bezwaar/{case.rpartition('/')[2]}"
    assert "Dit staat al op de site." in (await owner.get(mine)).text
    empty = await owner.post(mine, data={"text": ""})
    assert empty.status_code == 422
    assert (await owner.post(mine, data={"text": "Dit is de eerste."})).status_code == 303
    assert "Er wacht niets" in (await editor.get("/beheer/controle")).text
    queue = await manager.get("/beheer/controle?soort=appeal")
    (appeal,) = re.findall(r'href="(/beheer/controle/\d+)"', queue.text)
    assert (await editor.get(appeal)).status_code == 403
    assert "Dit is de eerste." in (await manager.get(appeal)).text
    overturned = await manager.post(appeal, data={"verdict": "allow", "text": ""})
    assert overturned.status_code == 303, overturned.text
    assert (await desk.status(activity.id))[0] == PUBLISHED
    assert "Je kreeg gelijk" in (await owner.get(mine)).text
    assert [kind for kind, _ in await desk.mails()] == [
        "core.review_refused",
        "core.appeal_allowed",
    ]


async def test_what_an_editor_took_away_its_organisation_cannot_put_back_by_itself(
    ground: World, desk: Desk, activity: Made, organisation: Made, log_in: Login
) -> None:
    owner = await log_in("els@example.org", "organisation-owner", organisation=organisation.id)
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    case = (await editor.post(f"/beheer/controle/inhoud/{activity.id}")).headers["location"]
    # Its people take it away while the editor reads: the refusal counts all the same.
    stand = f"/mijn/activiteiten/{activity.slug}/stand"
    assert (await owner.post(stand, data={"stand": "weg"})).status_code == 303
    assert (await editor.post(case, data={"verdict": "refuse", "reason": "privacy"})).is_redirect
    assert (await desk.status(activity.id))[0] == HIDDEN
    assert (await owner.post(stand, data={"stand": "terug"})).status_code == 303
    assert (await desk.status(activity.id))[0] == REVIEW
    (waiting,) = await desk.open_reviews()
    await editor.post(f"/beheer/controle/{waiting}", data={"verdict": "approve"})
    assert (await desk.status(activity.id))[0] == PUBLISHED


async def test_nothing_typed_is_lost_when_a_report_is_not_complete(
    ground: World, activity: Made
) -> None:
    async with ground.client() as guest:
        form = await guest.get(f"/melden/{activity.id}")
        answer = await guest.post(
            f"/melden/{activity.id}", headers=FROM_US,
            data={"key": key_in(form.text), "wrong": "", "text": "Zo & zo", "email": "mies"},
        )  # fmt: skip
    assert answer.status_code == 422
    assert "Zo &amp; zo" in answer.text
    assert 'href="#wrong"' in answer.text
    assert 'href="#email"' in answer.text


async def test_a_report_sent_twice_is_one_report(ground: World, activity: Made) -> None:
    async with ground.client() as guest:
        form = await guest.get(f"/melden/{activity.id}")
        data = {"key": key_in(form.text), "wrong": "place", "text": "", "email": ""}
        answers = [
            await guest.post(f"/melden/{activity.id}", headers=FROM_US, data=data) for _ in "12"
        ]
    assert {answer.headers["location"] for answer in answers} == {f"/melden/{activity.id}?gedaan=1"}
    async with ground.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(ModerationCase)) == 1


async def test_one_visitor_does_not_fill_the_queue(ground: World, activity: Made) -> None:
    async with ground.client() as guest:
        statuses = []
        for number in range(11):
            answer = await guest.post(
                f"/melden/{activity.id}", headers=FROM_US,
                data={"key": f"key-of-sixteen-{number:03}", "wrong": "place"},
            )  # fmt: skip
            statuses.append(answer.status_code)
    assert statuses == [303] * 10 + [429]


async def test_an_editor_of_another_area_sees_nothing_of_it(
    ground: World, desk: Desk, activity: Made, organisation: Made, log_in: Login
) -> None:
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    elsewhere = await log_in("jan@example.org", "area-editor", area="nederberg")
    case = (await editor.post(f"/beheer/controle/inhoud/{activity.id}")).headers["location"]
    assert "Koffie" not in (await elsewhere.get("/beheer/controle")).text
    assert (await elsewhere.get(case)).status_code == 404
    assert (await elsewhere.post(case, data={"verdict": "approve"})).status_code == 404
    again = await elsewhere.post(f"/beheer/controle/inhoud/{activity.id}")
    assert again.status_code == 404


async def test_two_editors_at_once_the_second_is_told(
    ground: World, activity: Made, log_in: Login
) -> None:
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    manager = await log_in("bo@example.org", "platform-manager")
    case = (await editor.post(f"/beheer/controle/inhoud/{activity.id}")).headers["location"]
    assert (await editor.post(case, data={"verdict": "approve"})).status_code == 303
    late = await manager.post(case, data={"verdict": "refuse", "reason": "improper"})
    assert late.status_code == 409
    assert "al over beslist" in late.text


async def test_the_queue_goes_on_where_the_page_before_ended(
    ground: World, activity: Made, log_in: Login
) -> None:
    editor = await log_in("rik@example.org", "area-editor", area="stadskern")
    async with ground.client() as guest:
        for number in range(10):
            await guest.post(
                f"/melden/{activity.id}", headers=FROM_US,
                data={"key": f"key-of-sixteen-{number:03}", "wrong": "place"},
            )  # fmt: skip
        await editor.post(f"/beheer/controle/inhoud/{activity.id}")
    async with ground.database.read() as session:
        first, key = await queue.list_open(session, by=ground.operator, limit=6)
        second, end = await queue.list_open(session, by=ground.operator, after=key, limit=6)
    assert (len(first), len(second), end) == (6, 5, "")
    assert [one.id for one in first + second] == sorted(one.id for one in first + second)
    assert (await editor.get("/beheer/controle?na=x")).status_code == 400
    assert (await editor.get("/beheer/controle?soort=appeal")).status_code == 400
    assert (await editor.get("/beheer/controle/99999999999999999999")).status_code == 404


async def test_the_short_address_of_an_entry_leads_to_its_page(
    ground: World, activity: Made
) -> None:
    async with ground.client() as guest:
        answer = await guest.get(f"/inhoud/{activity.id}")
    assert answer.headers["location"] == f"/activiteiten/{activity.slug}"
