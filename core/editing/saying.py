"""What changed in an entry, in the words of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.editing.labels import fields_by_name
from core.web.field_words import value_words
from core.web.fields import Field
from core.web.view import View

ADDRESS = frozenset({"street", "house_number", "postcode", "city", "area_id"})


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A value before and after, in words."""

    name: str
    label: str
    before: str
    after: str
    later: bool = False


class Sayer:
    """Says the values of one entry in the words of a page."""

    def __init__(self, view: View, kind: str, areas: Mapping[int, str]) -> None:
        self._words, self._areas = view.words, areas
        own = view.kinds[kind].fields
        self._fields: dict[str, Field] = fields_by_name(own, view.snapshot.vocabulary)

    def told(self, names: Iterable[str]) -> list[str]:
        """Return which values are told: those that people know, a point only without its address,
        and of a point one number."""
        known = [name for name in names if name in self._fields]
        without = {"lat", "lon"} if ADDRESS & set(known) else {"lon"} if "lat" in known else set()
        return [name for name in known if name not in without]

    def change(self, name: str, before: Any, after: Any, *, later: bool = False) -> ChangeView:
        """Return a value before and after."""
        label = self._words.gettext(self._fields[name].label)
        return ChangeView(name, label, self._say(name, before), self._say(name, after), later)

    def _say(self, name: str, value: Any) -> str:
        if name == "area_id":
            return self._areas.get(value, "?")
        return value_words(self._fields[name], value, self._words)
