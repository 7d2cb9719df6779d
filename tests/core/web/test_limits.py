"""Limits and who they count: names, actors and windows never mix, and memory is bounded."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clock import frozen
from core.errors import ConfigurationError, TooMany
from core.web.clients import Clients
from core.web.limits import Limits

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_limit_allows_so_many_in_a_window_and_then_says_when_to_come_back() -> None:
    limits = Limits()
    assert [limits.take("login", "a", 2, 60, NOON) for _ in range(3)] == [0, 0, 60]
    assert limits.take("login", "a", 2, 60, NOON + timedelta(seconds=59.5)) == 1
    assert limits.take("login", "a", 2, 60, NOON + timedelta(seconds=60)) == 0


def test_names_actors_and_windows_do_not_share_a_count() -> None:
    limits = Limits()
    assert limits.take("login", "a", 1, 60, NOON) == 0
    for name, actor, window in (("search", "a", 60), ("login", "b", 60), ("login", "a", 3600)):
        assert limits.take(name, actor, 1, window, NOON) == 0
    assert limits.take("login", "a", 1, 60, NOON) == 60


def test_who_turns_out_to_be_right_begins_to_count_anew() -> None:
    limits = Limits(clock=lambda: NOON)
    for actor in ("a", "b"):
        limits.check("login", actor, 1)
        limits.check("search", actor, 1)
    limits.forget("login", "a")
    limits.forget("login", "nobody")
    limits.check("login", "a", 1)
    for name, actor in (("login", "b"), ("search", "a")):
        with pytest.raises(TooMany):
            limits.check(name, actor, 1)


def test_a_check_raises_with_the_seconds_to_wait() -> None:
    limits = Limits()
    with frozen(NOON):
        limits.check("login", "a", 1, 600)
        with pytest.raises(TooMany) as refusal:
            limits.check("login", "a", 1, 600)
    assert refusal.value.retry_after == 600


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    limits = Limits()
    assert limits.take("login", "a", 1, 60, NOON) == 0
    assert limits.take("login", "a", 1, 60, NOON - timedelta(days=1)) == 0


def test_many_actors_do_not_fill_the_memory() -> None:
    limits = Limits(most_actors=100)
    for number in range(10_000):
        assert limits.take("page", str(number), 1, 60, NOON) == 0
    assert len(limits._windows["page", 60].counts) == 100
    assert limits.take("page", "9999", 1, 60, NOON) > 0


FORWARDED = b"x-forwarded-for"


@pytest.mark.parametrize(
    ("peer", "actor"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_ipv4_counts_whole_and_ipv6_by_home(peer: str, actor: str) -> None:
    assert Clients().who(peer, {}) == (actor, False)


def test_a_forwarding_header_counts_only_from_a_trusted_proxy() -> None:
    headers = {FORWARDED: b"198.51.100.7"}
    assert Clients().who("10.0.0.1", headers) == ("10.0.0.1", False)
    trusting = Clients(["10.0.0.0/8"])
    assert trusting.who("10.0.0.1", headers) == ("198.51.100.7", True)
    assert trusting.who("192.0.2.1", headers) == ("192.0.2.1", False)


@pytest.mark.parametrize(
    ("chain", "actor"),
    [
        (b"1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (b"1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (b"198.51.100.7:1234", "198.51.100.7"),
        (b"[2001:db8::1]:443", "2001:db8::/64"),
        (b"1.2.3.4, rubbish", "10.0.0.1"),
        (b"rubbish, 10.0.0.2", "10.0.0.2"),
        (b"", "10.0.0.1"),
    ],
)
def test_what_stands_left_of_an_unknown_address_is_not_believed(chain: bytes, actor: str) -> None:
    assert Clients(["10.0.0.0/8"]).who("10.0.0.1", {FORWARDED: chain}) == (actor, True)


def test_a_proxy_that_is_no_network_stops_the_start() -> None:
    with pytest.raises(ConfigurationError, match="BUURTBASIS_TRUSTED_PROXIES"):
        Clients(["proxy.example"])
