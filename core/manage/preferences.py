"""Stored settings: what plugins and core declare, with the values that the manager gave them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.accounts.members import Member
from core.audit import service as audit
from core.db.changes import EVERYTHING, touch
from core.db.stored import StoredSetting
from core.declarations import Setting
from core.errors import Invalid
from core.permissions.service import require

LONGEST_TEXT = 500
LOWEST, HIGHEST = -(2**31), 2**31 - 1

Value = bool | int | str


def problem_with(setting: Setting, value: Any) -> tuple[str, dict[str, Any]] | None:
    """Return what is wrong with a value, as a msgid with its parameters; None for a good one."""
    if type(value) is not type(setting.default):
        return "Deze waarde kan hier niet.", {}
    if setting.choices and str(value) not in {choice for choice, _ in setting.choices}:
        return "Kies een van de mogelijkheden.", {}
    if type(value) is int:
        least = LOWEST if setting.minimum is None else setting.minimum
        most = HIGHEST if setting.maximum is None else setting.maximum
        if not least <= value <= most:
            return "Vul een getal in van %(least)s tot %(most)s.", {"least": least, "most": most}
    if isinstance(value, str) and (len(value) > LONGEST_TEXT or not value.isprintable()):
        return "Schrijf hoogstens %(most)s tekens, op één regel.", {"most": LONGEST_TEXT}
    return None


def with_defaults(declared: Iterable[Setting], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of every declared setting; one that no longer fits gives way to its default.

    Stored values of plugins that are gone are left out.
    """
    return {
        setting.key: stored[setting.key]
        if setting.key in stored and problem_with(setting, stored[setting.key]) is None
        else setting.default
        for setting in declared
    }


async def read_preferences(session: AsyncSession, declared: Iterable[Setting]) -> dict[str, Any]:
    """Return the value of every declared setting as it is stored now."""
    rows = await session.execute(select(StoredSetting.key, StoredSetting.value))
    return with_defaults(declared, dict(rows.all()))


async def write_preferences(
    session: AsyncSession, declared: Iterable[Setting], values: Mapping[str, Value], *, by: Member
) -> list[str]:
    """Store new values and return the keys that changed; every page may change by it.

    Raises Invalid, with a sentence per key, and then stores nothing.
    """
    require(by, "core.settings")
    known = {setting.key: setting for setting in declared}
    problems = {}
    for key, value in values.items():
        found = problem_with(known[key], value) if key in known else ("Onbekende instelling.", {})
        if found:
            problems[key] = found[0] % found[1]
    if problems:
        raise Invalid("Er klopt iets nog niet.", fields=problems)
    now = await read_preferences(session, known.values())
    changed = [key for key, value in values.items() if now[key] != value]
    for key in changed:
        await session.merge(StoredSetting(key=key, value=values[key]))
    if changed:
        touch(session, [EVERYTHING])
        await audit.note(session, "core.settings", "platform", by=by, keys=changed)
    return changed
