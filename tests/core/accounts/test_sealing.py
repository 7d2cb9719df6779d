"""Sealed secrets open for their own subject, with the installation's secret, and nowhere else."""

from core.accounts.sealing import seal, unseal
from core.accounts.squares import QUIET, square_of

KEY = "s" * 40


def test_what_is_sealed_comes_back_for_its_subject_only() -> None:
    sealed = seal(KEY, "account:1", "geheim")
    assert "geheim" not in sealed
    assert unseal(KEY, "account:1", sealed) == "geheim"
    assert unseal(KEY, "account:2", sealed) is None
    assert unseal("t" * 40, "account:1", sealed) is None


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert seal(KEY, "account:1", "geheim") != seal(KEY, "account:1", "geheim")


def test_what_was_never_sealed_is_nothing() -> None:
    sealed = seal(KEY, "account:1", "geheim")
    for text in ("", "x", "é", "=" * 40, sealed[:-4], sealed[::-1], "A" * 5000):
        assert unseal(KEY, "account:1", text) is None


def test_a_square_code_has_light_around_it() -> None:
    square = square_of("otpauth://totp/Buurtbasis:jan@voorbeeld.nl?secret=ABC")
    assert square.path.startswith(f"M{QUIET} {QUIET}h1v1h-1z")
    assert f" {square.size - QUIET}h" not in square.path
