"""The clock: stopped for tests, and wall time with its gap in spring and its fold in autumn."""

from datetime import UTC, date, datetime, time

import pytest

from core.clock import at_local, frozen, local, now, today

NEW_YEAR = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)


def test_the_clock_stops_inside_and_goes_on_after() -> None:
    with frozen(NEW_YEAR):
        assert now() == NEW_YEAR
    assert now() > NEW_YEAR


def test_the_clock_goes_on_after_an_error_inside() -> None:
    with pytest.raises(ZeroDivisionError), frozen(NEW_YEAR):
        raise ZeroDivisionError
    assert now() != NEW_YEAR


def test_a_moment_without_a_zone_stops_no_clock() -> None:
    with pytest.raises(ValueError), frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_today_is_the_day_in_the_netherlands() -> None:
    with frozen(NEW_YEAR):
        assert today() == date(2026, 1, 1)
        assert today("UTC") == date(2025, 12, 31)
        assert local(now()).time() == time(0, 30)


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        (date(2026, 1, 15), time(12), datetime(2026, 1, 15, 11, tzinfo=UTC)),
        (date(2026, 7, 15), time(12), datetime(2026, 7, 15, 10, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_wall_time_becomes_an_instant(day: date, wall: time, utc: datetime) -> None:
    assert at_local(day, wall) == utc


def test_a_time_in_the_gap_of_spring_moves_forward_and_one_shown_twice_is_the_first() -> None:
    assert local(at_local(date(2026, 3, 29), time(2, 30))).time() == time(3, 30)
    assert local(at_local(date(2026, 10, 25), time(2, 30))).fold == 0
