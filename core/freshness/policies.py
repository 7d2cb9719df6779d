"""How long the steps of the ladder last: as a kind declares, or as the platform manager set."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import ContentKind, FreshnessPolicy, Setting
from core.manage.preferences import read_preferences
from core.manage.switches import read_enabled
from core.registry import Registry

Policies = Mapping[str, FreshnessPolicy]
"""By kind of content."""

POLICY_LABELS = {
    "confirm_after": "Dagen tot we vragen of het nog klopt",
    "remind_after": "Dagen van de eerste mail tot de tweede",
    "call_after": "Dagen van de tweede mail tot de bellijst",
    "hide_after": "Dagen van de bellijst, of van de laatste datum, tot het verborgen wordt",
    "archive_after": "Dagen van verborgen tot in het archief",
    "purge_after": "Dagen in het archief tot het voorgoed weg is",
}
LONGEST_DAYS = 3650


def settings_of(kind: ContentKind) -> tuple[Setting, ...]:
    """Return what the platform manager may set for a kind; its own policy is the default."""
    return tuple(
        Setting(
            f"freshness.{kind.key}.{name}", label, max(1, getattr(kind.policy, name).days),
            minimum=1, maximum=LONGEST_DAYS,
        )
        for name, label in POLICY_LABELS.items()
    )  # fmt: skip


async def read_policies(session: AsyncSession, kinds: Iterable[ContentKind]) -> Policies:
    """Return the policy of each kind as it is now; every wait is a day at least."""
    chosen = tuple(kinds)
    declared = [setting for kind in chosen for setting in settings_of(kind)]
    values = await read_preferences(session, declared)
    return {
        kind.key: replace(
            kind.policy,
            **{
                name: timedelta(days=values[f"freshness.{kind.key}.{name}"])
                for name in POLICY_LABELS
            },
        )
        for kind in chosen
    }


async def policies_in_force(session: AsyncSession, registry: Registry) -> Policies:
    """Return the policies of the kinds that are on: what belongs to a plugin that is off waits."""
    on = await read_enabled(session, registry)
    return await read_policies(
        session, [owned.item for owned in registry.kinds if owned.plugin in on]
    )
