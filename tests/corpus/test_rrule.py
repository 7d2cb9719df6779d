"""Rules of RFC 5545 and of a test collection: the days are those that the collection names."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import Invalid
from core.imports.repeats import Repeat, first_day
from core.recurrence import Recurrence, days, occurrences, validate
from core.recurrence_words import describe

pytestmark = pytest.mark.corpus

FILE = Path(os.environ["BUURTBASIS_CORPUS"]) / "04_feeds" / "rrule_conformance.json"
REFUSED = ("SECONDLY", "MINUTELY", "HOURLY", "BYHOUR", "BYMINUTE", "BYSECOND")
CASES: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))["cases"]


def is_ours(case: dict[str, Any]) -> bool:
    """Whether a case repeats by days, forward."""
    return not case["reverse_only"] and not any(name in case["rrule"] for name in REFUSED)


def recurrence(case: dict[str, Any]) -> Recurrence:
    text = case["dtstart"].replace("T", "").ljust(14, "0")[:14]
    begin = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return Recurrence(case["rrule"], begin.date(), begin.time(), None)


def instances(case: dict[str, Any]) -> list[date]:
    return [date(int(text[:4]), int(text[4:6]), int(text[6:8])) for text in case["instances"]]


def test_the_days_of_each_rule_are_those_of_the_collection() -> None:
    ours = [case for case in CASES if is_ours(case)]
    agreed = [case for case in ours if case["dateutil"] == "agree"]
    wrong = []
    for case in agreed:
        expected = instances(case)
        rec = recurrence(case)
        last = expected[-1] if expected else rec.dtstart + timedelta(days=3660)
        found = list(days(rec, rec.dtstart, last))[: len(expected)]
        if found != expected:
            wrong.append((case["rrule"], found[:5], expected[:5]))
    print(
        f"\n{len(ours)} of {len(CASES)} rules repeat by days; {len(ours) - len(agreed)} mean"
        f" another thing to dateutil (BYWEEKNO without a day, mostly);"
        f" {len(agreed) - len(wrong)} of the other {len(agreed)} are right"
    )
    assert len(agreed) > 40
    assert not wrong


def test_what_repeats_within_a_day_is_refused() -> None:
    names = ("SECONDLY", "MINUTELY", "HOURLY")
    within = [case for case in CASES if any(name in case["rrule"] for name in names)]
    for case in within:
        with pytest.raises(Invalid):
            validate(case["rrule"], recurrence(case).dtstart)
    print(f"\n{len(within)} rules refused")


def test_every_rule_can_be_described_and_cut_into_windows() -> None:
    for case in (case for case in CASES if is_ours(case)):
        rec = recurrence(case)
        assert isinstance(describe(rec), str)
        after = datetime.combine(rec.dtstart, rec.start, UTC)
        found = occurrences(rec, after, after + timedelta(days=200))
        assert found == sorted(found)
        try:
            assert first_day_of(rec) >= rec.dtstart
        except Invalid:
            assert not list(days(rec, rec.dtstart, rec.dtstart + timedelta(days=1800)))


def first_day_of(rec: Recurrence) -> date:
    return first_day(Repeat(rec.rrule), rec.dtstart)
