"""One date of a series: moved or cancelled with a reason, everywhere visible, and put back."""

from datetime import UTC

import recurring_ical_events
from activity_forms import dates_of, one, publish, sent_by
from icalendar import Calendar

from core.clock import local, now

PATH = "/mijn/activiteiten/soep-op-dinsdag"


async def _second(ground):
    row = await one(ground)
    return row, (await dates_of(ground, row.id))[1]


async def test_a_moved_date_keeps_its_row_and_is_told_everywhere(ground, owner):
    await publish(owner)
    row, date = await _second(ground)
    before = len(await dates_of(ground, row.id))
    same_day = local(date.starts_at).date()
    data = {
        "day": f"{same_day:%Y-%m-%d}",
        "starts": "15:00",
        "ends": "16:00",
        "note": "In de bieb",
    }
    answer = await owner.post(f"{PATH}/data/{date.id}", data=data)
    assert answer.status_code == 303, answer.text
    rows = await dates_of(ground, row.id)
    (moved,) = [found for found in rows if found.moved_from]
    assert (moved.id, moved.moved_from, moved.note) == (date.id, date.starts_at, "In de bieb")
    assert len(rows) == before
    for path in (f"{PATH}/data", "/activiteiten/soep-op-dinsdag", "/activiteiten"):
        text = (await owner.get(path)).text
        assert "erplaatst van" in text, path
        assert "In de bieb" in text, path
    calendar = Calendar.from_ical((await owner.get("/activiteiten/soep-op-dinsdag.ics")).text)
    found = recurring_ical_events.of(calendar).between(now(), rows[-1].starts_at)
    starts = sorted(event.start.astimezone(UTC) for event in found)
    assert starts == [found.starts_at for found in rows if found.starts_at > now()][: len(starts)]
    # Another form does not lose it, and putting back brings the planned time.
    data = sent_by((await owner.get(PATH)).text) | {"summary": "Anders."}
    assert (await owner.post(PATH, data=data)).status_code == 303
    assert date.id in {found.id for found in await dates_of(ground, row.id) if found.moved_from}
    await owner.post(f"{PATH}/data", data={"door": str(date.id)})
    assert not any(found.moved_from for found in await dates_of(ground, row.id))


async def test_a_date_is_cancelled_with_a_reason(ground, owner):
    await publish(owner)
    _, date = await _second(ground)
    await owner.post(f"{PATH}/data/{date.id}", data={"af": "1", "why": "De zaal is dicht"})
    text = (await owner.get("/activiteiten/soep-op-dinsdag")).text
    assert "gaat niet door: De zaal is dicht" in text


async def test_a_date_is_not_moved_to_the_past_or_where_it_is_already(ground, owner):
    await publish(owner)
    row, date = await _second(ground)
    other = local((await dates_of(ground, row.id))[2].starts_at)
    for day, starts in (("2020-01-01", "10:00"), (f"{other:%Y-%m-%d}", f"{other:%H:%M}")):
        data = {"day": day, "starts": starts}
        answer = await owner.post(f"{PATH}/data/{date.id}", data=data)
        assert answer.status_code == 422
        assert 'href="#day"' in answer.text
    assert (await owner.get(f"{PATH}/data/999999")).status_code == 404
    assert not any(found.moved_from for found in await dates_of(ground, row.id))
