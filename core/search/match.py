"""Pure: from groups of words to the expression that FTS5 or tsquery understands.

An expression is text; the empty one matches nothing. Words consist of letters and digits only, so
nothing that is typed can be an operator, and the whole is a bound value in the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.search.query import Group, Query
from core.search.synonyms import Member
from core.search.tokens import ANYWHERE, KEYWORDS, TITLE

Forms = Mapping[str, Sequence[str]]
"""The words of the index by their stem; a stem that no entry has is absent."""

LAST_TIER = 2


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a database writes tokens and operators."""

    token: str
    beginning: str
    both: str
    either: str
    without: str


SYNTAX = {
    "sqlite": Syntax('"{}"', '"{}" *', " AND ", " OR ", " NOT "),
    "postgresql": Syntax("'{}'", "'{}':*", " & ", " | ", " & !"),
}


@dataclass(frozen=True, slots=True)
class Matcher:
    """Writes expressions for one database with the words that its index has."""

    syntax: Syntax
    forms: Forms
    longer: Sequence[str] | None = ()
    """The words that begin with the last word of the query; None when they are too many."""

    def tier(self, query: Query, tier: int) -> str:
        """Return what matches a query at ``tier`` or better: 0, 1 or 2, as the README says."""
        return self.all_of(self.group(group, tier) for group in query.groups)

    def group(self, group: Group, tier: int) -> str:
        """Return what matches one group at ``tier`` or better."""
        field = (TITLE, KEYWORDS, ANYWHERE)[tier]
        own = self._phrase(group.own, field, group.beginning)
        if tier == 0:
            return own
        return self.any_of([own, *(self._phrase(other, field) for other in group.others)])

    def all_of(self, parts: Iterable[str]) -> str:
        """Return what matches every part; nothing when one of them matches nothing."""
        found = list(parts)
        return self._join(self.syntax.both, found) if all(found) else ""

    def any_of(self, parts: Iterable[str]) -> str:
        """Return what matches at least one part."""
        return self._join(self.syntax.either, [part for part in parts if part])

    def without(self, wanted: str, unwanted: str) -> str:
        """Return what matches ``wanted`` and not ``unwanted``."""
        if not wanted or not unwanted:
            return wanted
        return f"({wanted}{self.syntax.without}{unwanted})"

    def token(self, token: str) -> str:
        """Return what matches a token."""
        return self.syntax.token.format(token)

    def _phrase(self, member: Member, field: str, beginning: str = "") -> str:
        last = len(member) - 1
        return self.all_of(
            self._word(stem, field, beginning if at == last else "")
            for at, stem in enumerate(member)
        )

    def _word(self, stem: str, field: str, beginning: str) -> str:
        known = self.forms.get(stem, ())
        if not beginning:
            return self.any_of(self.token(field + word) for word in known)
        if self.longer is not None:
            found = dict.fromkeys((*known, *self.longer))
            return self.any_of(self.token(field + word) for word in found)
        longer = self.syntax.beginning.format(field + beginning)
        rest = (self.token(field + word) for word in known if not word.startswith(beginning))
        return self.any_of([longer, *rest])

    def _join(self, operator: str, parts: list[str]) -> str:
        return parts[0] if len(parts) == 1 else f"({operator.join(parts)})" if parts else ""
