"""The history of an activity is told in words, and what is put back brings its dates along."""

import re

from activity_forms import WEEKLY, dates_of, one, publish, sent_by

EDIT = "/mijn/activiteiten/soep-op-dinsdag"


async def test_dates_go_back_with_the_rule_that_made_them(ground, owner):
    await publish(owner)
    before = await dates_of(ground, (await one(ground)).id)
    data = sent_by((await owner.get(EDIT)).text) | {"weekdays": ["TH"], "starts": ["13:00"]}
    data |= {"cost": ["amount"], "price": ["3,50"]}
    assert (await owner.post(EDIT, data=data)).status_code == 303
    row = await one(ground)
    assert [d.starts_at for d in await dates_of(ground, row.id)] != [d.starts_at for d in before]
    path = f"/mijn/inhoud/{row.id}/geschiedenis"
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", (await owner.get(path)).text))
    assert "Herhaling was: elke dinsdag werd: elke donderdag" in said
    assert "Kosten was: gratis werd: € 3,50" in said.replace("\N{NO-BREAK SPACE}", " ")
    number = re.search(rf"{path}/(\d+)/terug", (await owner.get(path)).text)[1]
    answer = await owner.post(
        f"{path}/{number}/terug", data={"version": str(row.version), "veld": "rrule"}
    )
    assert answer.status_code == 303, answer.text
    again = await one(ground)
    assert (again.rrule, again.starts.hour) == (row.rrule.replace("TH", "TU"), 12)
    assert again.price_cents == 350
    assert [d.starts_at for d in await dates_of(ground, row.id)] == [d.starts_at for d in before]
    assert WEEKLY["title"] in (await ground.client().get("/activiteiten")).text
