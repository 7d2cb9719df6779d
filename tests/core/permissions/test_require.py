"""Who may do what, on what: nine actors, each on own and on other people's things."""

from dataclasses import dataclass
from typing import Any

import pytest

from core.accounts.members import Member, grants_of, keys_by_role, operator
from core.declarations import Permission
from core.errors import DomainError, Forbidden, NotFound
from core.permissions.service import ancestors_of, holds_anywhere, may, require

PERMISSIONS = [
    Permission("things.look", "", ("resident",)),
    Permission(
        "things.edit", "",
        ("organisation-owner", "organisation-editor", "area-editor", "platform-manager"),
    ),
    Permission("things.members", "", ("organisation-owner", "platform-manager")),
    Permission("things.lend", "", ("lender",)),
    Permission("things.moderate", "", ("area-editor", "platform-manager")),
    Permission("things.switch", "", ("platform-manager",)),
]  # fmt: skip
ROLES = keys_by_role(PERMISSIONS)

CITY, OWN_DISTRICT, OTHER_DISTRICT, OWN_STREET = 1, 10, 20, 11
OWN_ORGANISATION, OTHER_ORGANISATION = 100, 200


@dataclass(frozen=True)
class Entry:
    id: int
    owner_id: int | None
    area_id: int


@dataclass(frozen=True)
class Place:
    id: int
    parent_id: int | None


ACTIVITY = Entry(101, OWN_ORGANISATION, OWN_STREET)
ABOVE = frozenset({OWN_STREET, OWN_DISTRICT, CITY})


def actor(*rows: tuple[str, str, int]) -> Member:
    return Member(7, "a@voorbeeld.nl", "", grants_of(rows, ROLES))


ACTORS: dict[str, Member | None] = {
    "guest": None,
    "resident": actor(),
    "other organisation's owner": actor(("organisation-owner", "organisation", OTHER_ORGANISATION)),
    "own editor": actor(("organisation-editor", "organisation", OWN_ORGANISATION)),
    "own owner": actor(("organisation-owner", "organisation", OWN_ORGANISATION)),
    "editor of another area": actor(("area-editor", "area", OTHER_DISTRICT)),
    "editor of the area": actor(("area-editor", "area", OWN_DISTRICT)),
    "lender of a plugin": actor(("lender", "area", OWN_DISTRICT)),
    "platform manager": actor(("platform-manager", "platform", 0)),
}

YES = None
NO, HIDDEN = Forbidden, NotFound
ON_ENTRY: dict[str, dict[str, type[DomainError] | None]] = {
    "things.look": {"guest": NO, **dict.fromkeys(list(ACTORS)[1:], YES)},
    "things.edit": {
        "guest": NO,
        "resident": NO,
        "other organisation's owner": HIDDEN,
        "own editor": YES,
        "own owner": YES,
        "editor of another area": HIDDEN,
        "editor of the area": YES,
        "lender of a plugin": NO,
        "platform manager": YES,
    },
    "things.members": {
        "guest": NO,
        "resident": NO,
        "other organisation's owner": HIDDEN,
        "own editor": NO,
        "own owner": YES,
        "editor of another area": NO,
        "editor of the area": NO,
        "lender of a plugin": NO,
        "platform manager": YES,
    },
    "things.lend": {**dict.fromkeys(ACTORS, NO), "lender of a plugin": YES},
}


@pytest.mark.parametrize("key", ON_ENTRY)
@pytest.mark.parametrize("name", ACTORS)
def test_each_actor_may_do_on_an_entry_what_their_role_says(key: str, name: str) -> None:
    member, expected = ACTORS[name], ON_ENTRY[key][name]
    assert may(member, key, on=ACTIVITY, ancestors=ABOVE) is (expected is YES)
    if expected is YES:
        assert require(member, key, on=ACTIVITY, ancestors=ABOVE) is member
    else:
        with pytest.raises(expected):
            require(member, key, on=ACTIVITY, ancestors=ABOVE)


@pytest.mark.parametrize("name", ACTORS)
def test_an_area_is_for_its_own_editors_and_never_hidden(name: str) -> None:
    street = Place(OWN_STREET, OWN_DISTRICT)
    if name in ("editor of the area", "platform manager"):
        require(ACTORS[name], "things.moderate", on=street, ancestors=ABOVE)
    else:
        with pytest.raises(Forbidden):
            require(ACTORS[name], "things.moderate", on=street, ancestors=ABOVE)


@pytest.mark.parametrize("name", ACTORS)
def test_the_platform_is_for_its_manager_only(name: str) -> None:
    if name == "platform manager":
        require(ACTORS[name], "things.switch")
        require(ACTORS[name], "things.moderate")
    else:
        for key in ("things.switch", "things.moderate"):
            with pytest.raises(Forbidden):
                require(ACTORS[name], key)


def test_an_editor_has_no_reach_above_the_own_area() -> None:
    with pytest.raises(Forbidden):
        require(ACTORS["editor of the area"], "things.moderate", on=Place(CITY, None))


def test_without_the_areas_above_too_little_is_allowed_and_never_too_much() -> None:
    editor = ACTORS["editor of the area"]
    assert not may(editor, "things.edit", on=ACTIVITY)
    assert may(editor, "things.edit", on=Entry(5, None, OWN_DISTRICT))


def test_an_organisation_is_its_own_object_and_an_entry_of_nobody_is_nobodys() -> None:
    owner = ACTORS["own owner"]
    assert may(owner, "things.edit", on=Entry(OWN_ORGANISATION, None, OWN_STREET))
    assert not may(owner, "things.edit", on=Entry(OTHER_ORGANISATION, None, OWN_STREET))
    assert not may(owner, "things.edit", on=Entry(999, None, OWN_STREET))


def test_an_area_with_the_number_of_an_organisation_is_not_that_organisation() -> None:
    assert not may(ACTORS["own owner"], "things.edit", on=Place(OWN_ORGANISATION, None))
    assert not may(
        ACTORS["editor of the area"], "things.edit", on=Entry(OWN_DISTRICT, OWN_DISTRICT, 99)
    )


def test_a_guard_asks_only_whether_it_is_held_anywhere() -> None:
    held = [name for name, member in ACTORS.items() if holds_anywhere(member, "things.members")]
    assert held == ["other organisation's owner", "own owner", "platform manager"]


def test_a_role_whose_plugin_is_gone_brings_nothing() -> None:
    member = Member(7, "", "", grants_of([("lender", "area", OWN_DISTRICT)], keys_by_role([])))
    assert not holds_anywhere(member, "things.lend")


def test_the_command_line_may_what_a_manager_may_and_no_more() -> None:
    require(operator(ROLES), "things.switch")
    with pytest.raises(Forbidden):
        require(operator(ROLES), "things.lend")


async def test_the_areas_above_come_from_the_closure(installation: Any) -> None:
    async with installation.state.database.read() as session:
        assert await ancestors_of(session, installation.area_id) == {installation.area_id}
        assert await ancestors_of(session, 404) == {404}
