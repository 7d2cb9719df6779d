"""Passwords: stored so that they cannot be read back, and refused when others guess them soon."""

import asyncio
import unicodedata
from collections.abc import Iterable
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from core.errors import Invalid

SHORTEST = 12
LONGEST = 200
LOOKED_AT = 72
"""So many signs are judged: judging takes long for long ones, and those are good enough."""
STRONG_ENOUGH = 3
"""Of 0 to 4: more than a hundred million guesses."""
AT_ONCE = 4
"""Passwords that are hashed at the same moment: each takes 64 MB."""

_hasher = PasswordHasher()
_turns = asyncio.Semaphore(AT_ONCE)
_judging = Lock()
"""The judge keeps the words about a person in one place for all threads."""

NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$ZzlmOTRqcWs4dnBvMWJ6Yw$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""Looked at for an address that we do not know, so that the answer takes as long."""


async def hash_password(text: str) -> str:
    """Return what is stored of a password."""
    async with _turns:
        return await asyncio.to_thread(_hasher.hash, _composed(text))


async def matches(stored: str, text: str) -> bool:
    """Whether this is the password of which ``stored`` is kept; none (empty) takes as long."""
    async with _turns:
        return await asyncio.to_thread(_verify, stored or NOBODYS, _composed(text[:LONGEST]))


def is_outdated(stored: str) -> bool:
    """Whether a password was stored with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


async def check_new(text: str, about: Iterable[str]) -> None:
    """Refuse a password that is short or easily guessed; ``about`` are words on its person.

    Raises Invalid for the field ``password``.
    """
    problem: str | None = None
    if len(text) < SHORTEST:
        problem = "Een wachtwoord heeft minstens 12 tekens. Een korte zin is een goed wachtwoord."
    elif len(text) > LONGEST:
        problem = "Een wachtwoord heeft hoogstens 200 tekens."
    elif await asyncio.to_thread(_score, _composed(text), _words(about)) < STRONG_ENOUGH:
        problem = (
            "Dit wachtwoord is te makkelijk te raden. Neem vier woorden die niets met elkaar"
            " en met jou te maken hebben."
        )
    if problem:
        raise Invalid(problem, fields={"password": problem})


def _verify(stored: str, text: str) -> bool:
    try:
        return _hasher.verify(stored, text)
    except (VerificationError, InvalidHashError):
        return False


def _score(text: str, about: list[str]) -> int:
    with _judging:
        return int(zxcvbn(text[:LOOKED_AT], user_inputs=about)["score"])


def _words(about: Iterable[str]) -> list[str]:
    """Return the words themselves and their parts: "jan@voorbeeld.nl" gives "jan" too."""
    found = {text.lower() for text in about if text}
    return sorted(found | {part for text in found for part in text.replace("@", " ").split()})


def _composed(text: str) -> str:
    """Return the text as every keyboard sends it: an é is one sign or two."""
    return unicodedata.normalize("NFC", text)
