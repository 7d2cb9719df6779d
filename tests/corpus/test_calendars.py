"""Real calendars of many programs: read as two libraries and their makers' own tests read them."""

import json
import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import Invalid
from core.feeds.reading import Moment, Reading, read_calendar

pytestmark = [pytest.mark.corpus, pytest.mark.filterwarnings("ignore")]

FEEDS = Path(os.environ["BUURTBASIS_CORPUS"]) / "04_feeds"
HERE = ZoneInfo("Europe/Amsterdam")
EXPECTED: dict[str, Any] = json.loads((FEEDS / "ics_expected.json").read_text("utf-8"))
AGREED = sorted(file for file, found in EXPECTED.items() if found["icaljs"] == "agree")
UNSURE = sorted(EXPECTED.keys() - set(AGREED))
ASKED = sorted(file for file, found in EXPECTED.items() if found.get("origin_queries"))

Seen = tuple[str, str]


def instant(moment: Moment) -> str:
    """Return a day as itself and a time as its instant, so that zones compare."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    known = moment if moment.tzinfo else moment.replace(tzinfo=HERE)
    return known.astimezone(UTC).isoformat()


def stated(text: str) -> str:
    return instant(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def dates_of(reading: Reading) -> Counter[Seen]:
    return Counter((one.title, instant(one.start)) for e in reading.events for one in e.dates)


def expected_of(found: list[dict[str, Any]]) -> Counter[Seen]:
    return Counter((" ".join((e["summary"] or "").split()), stated(e["start"])) for e in found)


def read(file: str, *window: Moment) -> Reading:
    return read_calendar((FEEDS / file).read_bytes(), *window)


def window_of(file: str) -> list[date]:
    given = EXPECTED[file].get("window", ["2015-01-01", "2016-07-01"])
    return [date.fromisoformat(day) for day in given]


@pytest.mark.parametrize("file", AGREED)
def test_a_calendar_on_which_libraries_agree_is_read_exactly(file: str) -> None:
    reading = read(file, *window_of(file))
    assert dates_of(reading) == expected_of(EXPECTED[file]["occurrences"])


@pytest.mark.parametrize("file", UNSURE)
def test_any_other_calendar_is_read_or_refused_in_words(file: str) -> None:
    try:
        reading = read(file, *window_of(file))
    except Invalid as refused:
        print(f"\n{file}: {refused}")
        return
    wanted = expected_of(EXPECTED[file].get("occurrences", []))
    if dates_of(reading) != wanted:
        print(f"\n{file}: {dates_of(reading) - wanted} more, {wanted - dates_of(reading)} less")
        assert reading.assumptions, "what differs must be said"


def test_the_dutch_cases_are_read_exactly() -> None:
    cases = json.loads((FEEDS / "ics_nl_geconstrueerd/expected.json").read_text("utf-8"))
    for file, case in cases.items():
        days = [date.fromisoformat(day) for day in case["venster"]]
        found = dates_of(read(f"ics_nl_geconstrueerd/{file}", *days))
        assert found == expected_of(case["voorkomens"]), file
    print(f"\n{len(cases)} Dutch cases")


def test_every_question_of_their_makers_about_events_is_answered_exactly() -> None:
    counts: Counter[str] = Counter()
    for file in ASKED:
        for query in EXPECTED[file]["origin_queries"]:
            if "alarm" in query["test"].lower():  # they ask for reminders, which are nobody's date
                counts["about alarms"] += 1
                continue
            window = asked(query)
            wanted = expected_of([e for e in query["events"] if e["comp"] == "VEVENT"])
            assert dates_of(read(file, *window)) == wanted, (file, query["test"])
            counts["answered"] += 1
    print(f"\n{len(AGREED)} calendars agreed, {len(UNSURE)} others; questions: {dict(counts)}")
    assert counts["answered"] > 150


def asked(query: dict[str, Any]) -> tuple[Moment, Moment]:
    """Return the window of a question: an instant or a year, month, day, hour …, or two ends."""
    first = query["args"][0]
    if query["call"] == "between":
        return point(first), point(query["args"][1])
    if isinstance(first, int | list):
        return span(*(first if isinstance(first, list) else [first]))
    if first.isdigit():
        sizes = {4: (4,), 6: (4, 2), 8: (4, 2, 2)}[len(first)]
        parts, at = [], 0
        for size in sizes:
            parts.append(int(first[at : at + size]))
            at += size
        return span(*parts)
    start = point(first)
    return start, start + (timedelta() if isinstance(start, datetime) else timedelta(days=1))


def point(value: Any) -> Moment:
    if isinstance(value, list):
        return date(*value) if len(value) == 3 else datetime(*value)  # noqa: DTZ001 - a question in the time of the event
    if value.isdigit():
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def span(*parts: int) -> tuple[Moment, Moment]:
    year, month = parts[0], parts[1] if len(parts) > 1 else 1
    if len(parts) == 1:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if len(parts) == 2:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    if len(parts) == 3:
        return date(*parts), date(*parts) + timedelta(days=1)
    steps = (timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))
    start = datetime(*parts)  # noqa: DTZ001
    return start, start + steps[len(parts) - 4]
