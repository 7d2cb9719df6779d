"""Pure: from what somebody typed to groups of words that must all be found, and a place."""

import re
from dataclasses import dataclass

from core.search.synonyms import Member, Synonyms
from core.search.text import kept_words, stems, stop_words, words

MOST_WORDS = 12
LONGEST = 1000
"""Characters of a query that are looked at."""
SHORTEST_BEGINNING = 3
"""Letters from which the last word also stands for the words that begin with it."""

_LEADS = (
    "in de buurt van", "in de omgeving van", "in de buurt", "in de omgeving", "dicht bij",
    "dichtbij", "vlak bij", "vlakbij", "rondom", "rond", "nabij", "omgeving", "buurt",
    "postcode", "bij", "in", "de", "het",
)  # fmt: skip
_LEAD = "(?P<lead>(?:(?:" + "|".join(lead.replace(" ", r"\s+") for lead in _LEADS) + r")\s+)*)"
_CODE = r"(?<![\d.,])(?P<digits>[1-9][0-9]{3})(?:(?P<tight>[a-z]{2})|\s+(?P<loose>[a-z]{2}))?"
_PLACE = re.compile(rf"\b{_LEAD}{_CODE}\b(?![.,]?\d)", re.IGNORECASE)
_AROUND = re.compile(r"\s+en\s+(?:de\s+)?omgeving\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Words that are looked for together: a word, or a phrase that has synonyms.

    ``beginning`` is the folded last word of the query, which also stands for longer words.
    """

    words: tuple[str, ...]
    own: Member
    others: tuple[Member, ...] = ()
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: every group must match; ``postcode`` is empty or "3813" or "3813 AB"."""

    groups: tuple[Group, ...]
    postcode: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that count, in order."""
        return tuple(word for group in self.groups for word in group.words)

    def stems(self) -> set[str]:
        """Return every stem that may have to be looked up, those of the synonyms too."""
        groups = self.groups
        return {one for group in groups for member in (group.own, *group.others) for one in member}

    @property
    def beginning(self) -> str:
        """The last word, when it also stands for the words that begin with it."""
        return self.groups[-1].beginning if self.groups else ""


def split_place(text: str) -> tuple[str, str]:
    """Return the words of a query without its place, and the postcode (empty when there is none).

    "warm eten in de buurt van 3813" gives "warm eten" and "3813". A number that is as likely a
    year ("kerst 2026") is a postcode only with letters, or after words such as "in de buurt van".
    """
    text = text[:LONGEST]
    for match in _PLACE.finditer(text):
        letters, end = _letters(match, text)
        lead = match["lead"].strip().lower()
        if not letters and 1900 <= int(match["digits"]) < 2100 and lead in {"", "in"}:
            continue
        around = _AROUND.match(text, end)
        end = around.end() if around else end
        rest = f"{text[: match.start()].rstrip()} {text[end:].lstrip()}".strip()
        return rest, f"{match['digits']} {letters.upper()}".strip()
    return text.strip(), ""


def _letters(match: re.Match[str], text: str) -> tuple[str, int]:
    """Return the two letters of a postcode and where the place ends.

    Loose letters that are a small word ("3811 en omgeving") belong to it only as capitals.
    """
    if match["tight"]:
        return match["tight"], match.end()
    loose: str | None = match["loose"]
    if loose is None:
        return "", match.end()
    if loose.isupper() or (loose.lower() not in stop_words() and match.end() == len(text)):
        return loose, match.end()
    return "", match.end("digits")


def parse(text: str, synonyms: Synonyms) -> Query:
    """Read a typed query; anything can be typed, at most ``MOST_WORDS`` words count."""
    rest, postcode = split_place(text)
    typed = kept_words(rest)
    if not typed and postcode:
        typed = words(postcode)[:1]
    last = words(rest)[-1:] or typed
    is_open = typed[-1:] == last and len(typed) <= MOST_WORDS
    return group_words(tuple(typed[:MOST_WORDS]), synonyms, postcode, is_open=is_open)


def group_words(
    typed: tuple[str, ...], synonyms: Synonyms, postcode: str = "", *, is_open: bool
) -> Query:
    """Put folded words into groups: the longest known phrase first, from the left."""
    found, all_stems, at = [], stems(typed), 0
    open_word = typed[-1] if is_open and typed and len(typed[-1]) >= SHORTEST_BEGINNING else ""
    while at < len(typed):
        size = next(
            (
                size
                for size in range(min(synonyms.longest, len(typed) - at), 1, -1)
                if all_stems[at : at + size] in synonyms.others
            ),
            1,
        )
        own, end = all_stems[at : at + size], at + size
        beginning = open_word if end == len(typed) else ""
        found.append(Group(typed[at:end], own, synonyms.others.get(own, ()), beginning))
        at = end
    return Query(tuple(found), postcode)
