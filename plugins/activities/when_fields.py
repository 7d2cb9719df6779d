"""The fields of the activity form that say when, and which of them each choice needs."""

from core.recurrence_words import CODES, DUTCH
from core.web.fields import Field, Option

ONCE, WEEKLY, FORTNIGHTLY, MONTHLY, SEVERAL, ALWAYS, OTHERWISE = (
    "once", "weekly", "fortnightly", "monthly", "several", "always", "otherwise",
)  # fmt: skip
ORDINALS = ("1", "2", "3", "4", "-1")
LAST = ("-1", "Laatste")

OFTEN = (
    Option(ONCE, "Eén keer"),
    Option(WEEKLY, "Elke week"),
    Option(FORTNIGHTLY, "Om de week"),
    Option(MONTHLY, "Elke maand"),
    Option(SEVERAL, "Op losse dagen"),
    Option(OTHERWISE, "Anders, in eigen woorden"),
    Option(ALWAYS, "Het is er altijd, zonder vaste data"),
)
WEEKDAYS = tuple(
    Option(code, name.capitalize()) for code, name in zip(CODES, DUTCH.weekdays, strict=True)
)
FIELDS = (
    Field("often", "Hoe vaak is het?", "radios", required=True, missing="Kies hoe vaak dit is.",
          options=OFTEN),
    Field("day", "Welke dag?", "date"),
    Field("weekdays", "Op welke dag of dagen?", "checks", options=WEEKDAYS),
    Field("ordinals", "De hoeveelste van de maand?", "checks",
          options=(*(Option(one, f"{one}e") for one in ORDINALS[:-1]), Option(*LAST))),
    Field("weekday", "Op welke dag?", "select", options=(Option("", "Kies een dag"), *WEEKDAYS)),
    Field("days", "Op welke dagen?", "textarea", most=2500, rows=3,
          hint="Schrijf ze achter elkaar, zoals: 3 december, 17 december en 7 januari."),
    Field("in_words", "Hoe vaak, in je eigen woorden?", most=300,
          hint="Bijvoorbeeld: elke drie weken op dinsdag, of: elke 15e van de maand."),
    Field("schedule_note", "Wanneer kunnen mensen terecht?", most=300,
          hint="Bijvoorbeeld: op werkdagen van 9.00 tot 17.00 uur."),
    Field("starts", "Begint om", "time"),
    Field("ends", "Duurt tot", "time"),
    Field("past_midnight", "Het gaat door na middernacht", "checkbox"),
    Field("since", "Vanaf welke dag?", "date", hint="Niets ingevuld? Dan vanaf vandaag."),
    Field("until", "Tot en met welke dag?", "date", hint="Niets ingevuld? Dan gaat het door."),
    Field("except_on", "Niet op deze dagen", "textarea", most=2500, rows=2,
          hint="Bijvoorbeeld: 22 december en 29 december."),
    Field("also_on", "Ook nog op deze dagen", "textarea", most=2500, rows=2),
)  # fmt: skip
NAMES = frozenset(one.name for one in FIELDS)

TIMES = ("starts", "ends", "past_midnight")
PERIOD = ("since", "until", "except_on", "also_on")
USED: dict[str, tuple[str, ...]] = {
    ONCE: ("day", *TIMES),
    WEEKLY: ("weekdays", *TIMES, *PERIOD),
    FORTNIGHTLY: ("weekdays", *TIMES, *PERIOD),
    MONTHLY: ("ordinals", "weekday", *TIMES, *PERIOD),
    SEVERAL: ("days", *TIMES),
    OTHERWISE: ("in_words", *TIMES, *PERIOD),
    ALWAYS: ("schedule_note",),
}
"""What is asked by each choice; what else was typed does no harm."""
