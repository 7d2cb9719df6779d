"""What plugins tell the JSON API, as frozen dataclasses; this module imports nothing of ours."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Asked = Any
"""A ``core.api.asked.Asked``: the view of the request, with what it asks for."""
Shape = Mapping[str, Any]
"""A JSON schema, as OpenAPI 3.1 has it."""


@dataclass(frozen=True, slots=True)
class ApiPage:
    """A page of a list; ``next_cursor`` is empty at the end."""

    items: Sequence[Mapping[str, Any]]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class ApiResource:
    """Things that programs read: a list at ``/api/v1/<path>``, and one at ``…/<path>/<id>``.

    ``path`` is a plural in kebab-case, ``name`` that of one thing in OpenAPI, ``shape`` what it
    looks like. ``find`` returns a page; ``read`` gets the id too and raises NotFound, Gone or
    Moved. ``filters`` names what the list may be asked for, of ``core.api.filters``; ``cursor`` is
    the pattern of its page keys.
    """

    path: str
    name: str
    about: str
    shape: Shape
    find: Callable[[Asked], Awaitable[ApiPage]]
    read: Callable[[Asked, str], Awaitable[Mapping[str, Any]]]
    filters: tuple[str, ...] = ()
    cursor: str = ""
    order: int = 100
