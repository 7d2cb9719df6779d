"""Hints on hard language: at most three, friendly, and never in the way of saving."""

import re
from dataclasses import dataclass, field
from typing import Any

MOST_HINTS = 3
LONG_SENTENCE = 20
LONG_WORD = 18
HARD = {
    "aangaande": "over", "betreffende": "over", "conform": "volgens", "desgewenst": "als je wilt",
    "diverse": "verschillende", "echter": "maar", "faciliteren": "helpen", "gaarne": "graag",
    "hieromtrent": "hierover", "indien": "als", "inzake": "over", "laagdrempelig": "voor iedereen",
    "middels": "met", "participatie": "meedoen", "participeren": "meedoen", "realiseren": "maken",
    "reeds": "al", "teneinde": "om", "tevens": "ook", "voornemens": "van plan",
    "zodoende": "zo",
}  # fmt: skip
SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ADDRESSES = re.compile(r"\S*(?:@|://|www\.)\S*")
PASSIVE = re.compile(r"\b(?:wordt|worden|werd|werden)\b.{0,80}?\bge[a-z]{2,}(?:d|t|en)\b", re.I)


@dataclass(frozen=True, slots=True)
class Hint:
    """A message (a msgid) with the values of its places."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)


def hints(text: str) -> tuple[Hint, ...]:
    """Return at most three hints for a text in Dutch: hard words first, then long sentences."""
    said = ADDRESSES.sub(" ", text)
    found = [*_hard_words(said), *_long_sentences(said), *_long_words(said), *_passive(said)]
    return tuple(found[:MOST_HINTS])


def _hard_words(text: str) -> list[Hint]:
    used = dict.fromkeys(word.lower() for word in WORDS.findall(text))
    return [
        Hint("‘%(hard)s’ kan makkelijker: ‘%(easy)s’.", {"hard": word, "easy": HARD[word]})
        for word in used
        if word in HARD
    ][: MOST_HINTS - 1]


def _long_sentences(text: str) -> list[Hint]:
    longest = max((part for part in SENTENCES.split(text)), key=_length, default="")
    if _length(longest) <= LONG_SENTENCE:
        return []
    begin = " ".join(longest.split()[:5])
    message = "De zin die begint met ‘%(begin)s’ is lang. Maak er twee van."
    return [Hint(message, {"begin": begin[:80]})]


def _length(sentence: str) -> int:
    return len(WORDS.findall(sentence))


def _long_words(text: str) -> list[Hint]:
    longest = max(WORDS.findall(text), key=len, default="")
    if len(longest) <= LONG_WORD:
        return []
    return [Hint("‘%(word)s’ is een lang woord. Kan het korter?", {"word": longest[:60]})]


def _passive(text: str) -> list[Hint]:
    if not PASSIVE.search(text):
        return []
    return [Hint("Schrijf wie iets doet: ‘wij schenken koffie’, niet ‘koffie wordt geschonken’.")]
