"""Pure: from text to the words and stems by which entries are found."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

DATA = Path(__file__).resolve().parent / "data"
LONGEST_WORD = 40
"""Longer words are cut: nobody types them, and an index has a limit to what it holds."""

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents and apostrophes ("foto's" is "fotos")."""
    text = _APOSTROPHES.sub("", text)
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char)
    )


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order: runs of letters and digits."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def kept_words(text: str) -> list[str]:
    """Return the folded words of ``text`` that say something: the stop words are left out."""
    stop = stop_words()
    return [word for word in words(text) if word not in stop]


@cache
def stop_words() -> frozenset[str]:
    """Return the folded words that count neither in a query nor in an entry."""
    return frozenset(words((DATA / "stopwords.txt").read_text(encoding="utf-8")))


@cache
def _stemmer() -> snowballstemmer.dutch_stemmer.DutchStemmer:
    return snowballstemmer.stemmer("dutch")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a folded word (Snowball, Dutch); the same on every database."""
    return str(_stemmer().stemWord(word))[:LONGEST_WORD]


def stems(text_words: Iterable[str]) -> tuple[str, ...]:
    """Return the stems of folded words, in order."""
    return tuple(stem(word) for word in text_words)
