"""How long personal data are kept: what is declared, in words and as an hourly job."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from core.declarations import JobContext
from core.registry import Registry
from core.words import Words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the privacy statement: what is kept, how long, and from when that counts."""

    label: str
    keep: str
    since: str


def rules_in_words(registry: Registry, words: Words) -> list[Rule]:
    """Return every rule as people read it; plugins that are off still hold what they held."""
    return [
        Rule(words.gettext(rule.label), in_words(rule.keep, words), words.gettext(rule.since))
        for owned in registry.personal_data
        for rule in owned.item.retention
    ]


def in_words(keep: timedelta, words: Words) -> str:
    """Return a time as people say it: in years where it is whole years, in days, in minutes."""
    days = keep.days
    if not days:
        minutes = keep.seconds // 60
        return words.ngettext("%(num)s minuut", "%(num)s minuten", minutes) % {"num": minutes}
    if days and days % 365 == 0:
        years = days // 365
        return words.ngettext("%(num)s jaar", "%(num)s jaar", years) % {"num": years}
    return words.ngettext("%(num)s dag", "%(num)s dagen", days) % {"num": days}


async def forget_what_is_over(ctx: JobContext) -> None:
    """Carry out every rule, each in its own transaction; one that fails does not stop the others.

    Raises ExceptionGroup at the end when rules failed, so that the job counts as failed.
    """
    failed = []
    for owned in ctx.registry.personal_data:
        for rule in owned.item.retention:
            try:
                async with ctx.write() as session:
                    count = await rule.forget(session, ctx.now - rule.keep)
            except Exception as error:
                error.add_note(f"{owned.plugin}: {rule.label}")
                failed.append(error)
            else:
                if count:
                    log.info("%s of %s: %d forgotten", rule.label, owned.plugin, count)
    if failed:
        raise ExceptionGroup("Some personal data could not be forgotten", failed)
