"""What the columns of an activity are called in its history, beside the fields of its form."""

from datetime import date, time
from typing import Any

from core.recurrence import Recurrence
from core.recurrence_words import describe
from core.web.fields import Field, Option
from core.words import Words
from plugins.activities.form_fields import ACCESS, CONTACT, HELD, MORE, PRICE, WHO
from plugins.activities.models import DATED, ONGOING
from plugins.activities.when_fields import SKIPS

MODES = (Option(DATED, "Op vaste dagen"), Option(ONGOING, "Het is er altijd, zonder vaste data"))


def _repeat(value: Any, words: Words) -> str:
    """Return a rule in words; which day of the week it names is in the rule itself."""
    if not value:
        return words.gettext("geen herhaling")
    rule = Recurrence(rrule=value, dtstart=date(2024, 1, 1), start=time(), end=None)
    return describe(rule, words.language) or str(value)


def _days(value: Any, words: Words) -> str:
    days = (words.short_date(date.fromisoformat(day), date.min) for day in value or ())
    return ", ".join(days) or words.gettext("(leeg)")


def _holidays(value: Any, words: Words) -> str:
    said = [words.gettext(SKIPS[kind]) for kind in str(value or "").split() if kind in SKIPS]
    return ", ".join(said) or words.gettext("(leeg)")


NAMED = {"age_from", "age_to", "how_to_join", "what_to_bring", "come_alone", "contact_name"}
FIELDS = (
    *(one for one in (*WHO, *MORE, *CONTACT, *ACCESS) if one.name in NAMED),
    *(one for one in PRICE if one.name == "price_note"),
    Field("price_cents", "Kosten", "money"),
    Field("held", "Waar is het?", "radios", options=HELD),
    Field("mode", "Vaste dagen of altijd?", "radios", options=MODES),
    Field("first_date", "Eerste dag", "date"),
    Field("starts", "Begint om", "time"),
    Field("ends", "Duurt tot", "time"),
    Field("rrule", "Herhaling", says=_repeat),
    Field("extra_dates", "Ook op deze dagen", says=_days),
    Field("skipped_dates", "Niet op deze dagen", says=_days),
    Field("skips", "Niet op vrije dagen", says=_holidays),
    Field("schedule_note", "Wanneer, in eigen woorden"),
)
