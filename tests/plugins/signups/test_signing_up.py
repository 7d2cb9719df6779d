"""Somebody signs up without an account: by mail, by telephone, and in the waiting list."""

import re
from datetime import timedelta

from core.clock import frozen, now
from core.mail.models import OutboxMail
from core.testing.world import FROM_US
from plugins.signups import service
from plugins.signups.models import APPROVAL

ANS = {"name": "Ans", "email": "ans@example.org", "people": "1"}
FORM = "/activiteiten/soep/aanmelden"


def visitor(ground):
    client = ground.client()
    client.headers.update(FROM_US)
    return client


async def send(client, **more):
    page = await client.get(FORM)
    key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
    return await client.post(FORM, data={**ANS, "key": key, **more})


def link(mail: OutboxMail) -> str:
    return str(mail.data["path"])


async def test_a_place_is_held_and_confirmed_by_the_button_behind_the_link(
    ground, with_rule, people, posted, taken
):
    await with_rule()
    guest = visitor(ground)
    assert "nog 2 plekken" in (await guest.get("/activiteiten/soep")).text
    answer = await send(guest)
    assert answer.headers["location"].endswith("gedaan=mail")
    assert "nog 1 plek." in (await guest.get("/activiteiten/soep")).text
    (mail,) = await posted()
    assert (mail.kind, mail.address) == ("signups.confirm", "ans@example.org")
    assert (await guest.get(link(mail))).status_code == 200
    assert [one.state for one in await people()] == ["unconfirmed"]
    assert (await guest.post(link(mail), data={"doe": "bevestig"})).status_code == 303
    assert [one.state for one in await people()] == ["confirmed"]
    assert [mail.kind for mail in await posted()][1:] == ["signups.confirmed"]
    assert await taken() == 1


async def test_nothing_typed_is_lost_and_one_of_mail_and_telephone_is_enough(ground, with_rule):
    await with_rule(
        questions=[{"text": "Wat eet je niet?", "why": "Voor de kok", "required": True}]
    )
    guest = visitor(ground)
    answer = await send(guest, email="", **{"vraag-0": ""})
    assert answer.status_code == 422
    assert 'value="Ans"' in answer.text
    assert 'href="#email"' in answer.text
    assert 'href="#vraag-0"' in answer.text
    answer = await send(guest, email="", phone="033 123 45 67", **{"vraag-0": "noten"})
    assert answer.headers["location"].endswith("gedaan=telefoon")


async def test_who_comes_too_late_is_in_the_waiting_list_and_gets_the_place_of_who_cancels(
    ground, with_rule, people, posted, taken
):
    await with_rule(capacity=1)
    guest = visitor(ground)
    await send(guest)
    for name in ("bep", "cor"):
        answer = await send(guest, email=f"{name}@example.org")
        assert answer.headers["location"].endswith("gedaan=wachtlijst")
    first = (await posted())[0]
    await guest.post(link(first), data={"doe": "afmelden"})
    assert [one.state for one in await people()] == ["cancelled", "offered", "waiting"]
    offer = next(mail for mail in await posted() if mail.kind == "signups.offer")
    assert offer.address == "bep@example.org"
    assert await taken() == 1
    with frozen(now() + timedelta(hours=25)):
        assert "verlopen" in (await guest.get(link(offer))).text
        assert (await guest.post(link(offer), data={"doe": "bevestig"})).status_code == 409
        async with ground.database.write() as session:
            await service.find(session, (await people())[2].id)
        assert [one.state for one in await people()] == ["cancelled", "expired", "offered"]
    assert await taken() == 1


async def test_a_hold_that_is_not_confirmed_is_free_again_and_cannot_be_confirmed(
    ground, with_rule, people, posted
):
    await with_rule(capacity=1)
    guest = visitor(ground)
    await send(guest)
    with frozen(now() + timedelta(hours=2)):
        (mail,) = await posted()
        assert (await guest.post(link(mail), data={"doe": "bevestig"})).status_code == 409
        answer = await send(guest, email="bep@example.org")
        assert answer.headers["location"].endswith("gedaan=mail")
    assert [one.state for one in await people()] == ["expired", "unconfirmed"]


async def test_who_signs_up_twice_has_one_place(ground, with_rule, people, taken):
    await with_rule()
    guest = visitor(ground)
    await send(guest)
    answer = await send(guest, email="Ans@example.org")
    assert answer.headers["location"].endswith("gedaan=mail")
    assert len(await people()) == 1
    assert await taken() == 1


async def test_more_people_come_as_long_as_they_fit(ground, with_rule, people, posted, taken):
    await with_rule(capacity=3)
    guest = visitor(ground)
    await send(guest)
    (mail,) = await posted()
    assert (await guest.post(link(mail), data={"doe": "aantal", "people": "3"})).status_code == 303
    assert (await guest.post(link(mail), data={"doe": "aantal", "people": "4"})).status_code == 409
    assert (await guest.post(link(mail), data={"doe": "aantal", "people": "x"})).status_code == 409
    assert await taken() == 3


async def test_without_a_waiting_list_full_is_said(ground, with_rule):
    await with_rule(capacity=1, has_waiting_list=False)
    guest = visitor(ground)
    await send(guest)
    answer = await send(guest, email="bep@example.org")
    assert answer.status_code == 422
    assert "niet genoeg plekken" in answer.text


async def test_with_approval_the_link_only_asks(ground, with_rule, people, posted):
    await with_rule(how=APPROVAL)
    guest = visitor(ground)
    await send(guest)
    await guest.post(link((await posted())[0]), data={"doe": "bevestig"})
    assert [one.state for one in await people()] == ["requested"]


async def test_an_activity_without_a_rule_has_no_form(ground, make_activity):
    await make_activity(titel="Soep")
    guest = visitor(ground)
    assert (await guest.get(FORM)).status_code == 404
    assert "Meld je aan" not in (await guest.get("/activiteiten/soep")).text
