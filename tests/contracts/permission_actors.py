"""The nine actors of the permission matrix, and what each kind of page answers to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ACTORS = (
    "guest", "resident", "other owner", "own editor", "own owner", "other area", "own area",
    "plugin", "manager",
)  # fmt: skip
"""``own`` is the organisation, and the area around it, that the addresses of the table are about.

``other owner`` owns another organisation, in ``other area``; ``plugin`` has a role of a plugin."""

LOGIN, NO, NONE = 0, 403, 404
"""Sent to the login page (or refused, where something would change), refused, not found."""
YES = 1

EVERYBODY = dict.fromkeys(ACTORS, YES)
MEMBERS = EVERYBODY | {"guest": LOGIN}
_NOBODY = dict.fromkeys(ACTORS, NO) | {"guest": LOGIN}
MANAGERS = _NOBODY | {"manager": YES}
EDITORS = MANAGERS | {"own area": YES, "other area": YES}
"""Who looks after any area: pages that are about no entry."""
AREA = MANAGERS | {"own area": YES, "other area": NONE}
"""Who looks after the area around the entry."""
SOME_OWN = EDITORS | {"own editor": YES, "own owner": YES, "other owner": YES}
"""Who looks after any organisation, or an area."""
OWN = AREA | {"own editor": YES, "own owner": YES, "other owner": NONE}
"""Who looks after the organisation, the editors of its area among them."""
OWNERS = AREA | {"own owner": YES, "other owner": NONE}
"""Who decides about the people of the organisation: its owner, and who admits organisations."""


@dataclass(frozen=True)
class Row:
    """What one address answers.

    ``code`` is the answer to who may: 200 for a page; for an empty form what it says of that.
    ``but`` names actors with another answer. ``form`` is what is sent, where an empty form would
    be refused before anybody asks who sends it.
    """

    address: str
    who: Mapping[str, int]
    code: int = 200
    but: Mapping[str, int] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)

    def expected(self, method: str, actor: str) -> int:
        """Return the status that an actor gets."""
        if actor in self.but:
            return self.but[actor]
        found = self.who[actor]
        if found == LOGIN:
            return 303 if method == "GET" else 403
        return self.code if found == YES else found
