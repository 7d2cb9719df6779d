"""Who is logged in, with what they may do and for what: the read model that every check asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.declarations import Permission

PLATFORM, AREA, ORGANISATION = "platform", "area", "organisation"
SCOPES = (PLATFORM, AREA, ORGANISATION)

PLATFORM_MANAGER = "platform-manager"
AREA_EDITOR = "area-editor"
ORGANISATION_OWNER = "organisation-owner"
ORGANISATION_EDITOR = "organisation-editor"
RESIDENT = "resident"

CORE_ROLES = {
    PLATFORM_MANAGER: PLATFORM,
    AREA_EDITOR: AREA,
    ORGANISATION_OWNER: ORGANISATION,
    ORGANISATION_EDITOR: ORGANISATION,
    RESIDENT: PLATFORM,
}
"""What core's roles are given for; a role of a plugin may be given for anything."""

ROLE_LABELS = {
    PLATFORM_MANAGER: "Platformbeheerder",
    AREA_EDITOR: "Buurtredacteur",
    ORGANISATION_OWNER: "Eigenaar van een organisatie",
    ORGANISATION_EDITOR: "Redacteur van een organisatie",
    RESIDENT: "Bewoner",
}

VERIFIED_ROLES = frozenset({PLATFORM_MANAGER})
"""Roles that count only in a session with a second factor."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for something, with the keys of the permissions that it brings there.

    ``scope_id`` is 0 for the platform, else the id of the area or of the organisation.
    """

    role: str
    scope: str
    scope_id: int
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Member:
    """An account behind a request, with its grants; what a page and a service know of a person."""

    account_id: int
    email: str
    name: str
    grants: tuple[Grant, ...]
    csrf: str = field(default="", repr=False)
    """What the hidden field of this member's forms must say."""
    session_hash: str = field(default="", repr=False)
    verified: bool = False
    """Whether this session gave a second factor that the account still has."""
    withheld: bool = False
    """Whether a role waits for that second factor, and is not among the grants until then."""

    @property
    def keys(self) -> frozenset[str]:
        """Every permission that is held for anything at all."""
        return frozenset().union(*(grant.keys for grant in self.grants))

    def areas_with(self, key: str) -> tuple[int, ...]:
        """Return the ids of the areas for which the permission was given."""
        return tuple(g.scope_id for g in self.grants if g.scope == AREA and key in g.keys)


def keys_by_role(permissions: Iterable[Permission]) -> dict[str, frozenset[str]]:
    """Return what each role holds, as declared."""
    found: dict[str, set[str]] = {role: set() for role in CORE_ROLES}
    for permission in permissions:
        for role in permission.roles:
            found.setdefault(role, set()).add(permission.key)
    return {role: frozenset(keys) for role, keys in found.items()}


def grants_of(
    rows: Iterable[tuple[str, str, int]], roles: Mapping[str, frozenset[str]]
) -> tuple[Grant, ...]:
    """Return the grants behind stored (role, scope, scope id) rows, everybody's own first.

    Whoever has an account is a resident. A role whose plugin is gone brings nothing.
    """
    everybody = (RESIDENT, PLATFORM, 0)
    return tuple(
        Grant(role, scope, scope_id, roles.get(role, frozenset()))
        for role, scope, scope_id in (everybody, *(row for row in rows if row != everybody))
    )


def split_verified(
    rows: Iterable[tuple[str, str, int]], *, verified: bool
) -> tuple[list[tuple[str, str, int]], bool]:
    """Return the rows that count in a session, and whether one is withheld from it."""
    found = list(rows)
    counted = [row for row in found if verified or row[0] not in VERIFIED_ROLES]
    return counted, len(counted) < len(found)


def operator(roles: Mapping[str, frozenset[str]]) -> Member:
    """Return who works on the command line: nobody's account, all that a platform manager may."""
    grants = grants_of([(PLATFORM_MANAGER, PLATFORM, 0)], roles)
    return Member(account_id=0, email="", name="command line", grants=grants)
