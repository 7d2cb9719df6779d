"""The fields of the activity form that say when, and which of them each choice needs."""

from core.holidays import PUBLIC, regions
from core.web.fields import Field, Option

ONCE, WEEKLY, FORTNIGHTLY, MONTHLY, SEVERAL, ALWAYS, OTHERWISE = (
    "once", "weekly", "fortnightly", "monthly", "several", "always", "otherwise",
)  # fmt: skip

OFTEN = (
    Option(ONCE, "Eén keer"),
    Option(WEEKLY, "Elke week"),
    Option(FORTNIGHTLY, "Om de week"),
    Option(MONTHLY, "Elke maand"),
    Option(SEVERAL, "Op losse dagen"),
    Option(OTHERWISE, "Anders, in eigen woorden"),
    Option(ALWAYS, "Het is er altijd, zonder vaste data"),
)
WEEKDAYS = (
    Option("MO", "Maandag"), Option("TU", "Dinsdag"), Option("WE", "Woensdag"),
    Option("TH", "Donderdag"), Option("FR", "Vrijdag"), Option("SA", "Zaterdag"),
    Option("SU", "Zondag"),
)  # fmt: skip
WHICH = (
    Option("1", "1e"), Option("2", "2e"), Option("3", "3e"), Option("4", "4e"),
    Option("-1", "Laatste"),
)  # fmt: skip
ORDINALS = tuple(one.value for one in WHICH)
SKIPS = {
    PUBLIC: "Niet op feestdagen",
    "noord": "Niet in de schoolvakanties (regio Noord)",
    "midden": "Niet in de schoolvakanties (regio Midden)",
    "zuid": "Niet in de schoolvakanties (regio Zuid)",
}
"""What is left out, by the kind of holidays (msgids)."""
FIELDS = (
    Field("often", "Hoe vaak is het?", "radios", required=True, missing="Kies hoe vaak dit is.",
          options=OFTEN),
    Field("day", "Welke dag?", "date", required=True, missing="Kies de dag waarop het is."),
    Field("weekdays", "Op welke dag of dagen?", "checks", required=True,
          missing="Kies op welke dag het is.", options=WEEKDAYS),
    Field("ordinals", "De hoeveelste van de maand?", "checks", required=True,
          missing="Kies de hoeveelste van de maand.",
          options=WHICH),
    Field("weekday", "Op welke dag?", "select", required=True, missing="Kies een dag.",
          options=(Option("", "Kies een dag"), *WEEKDAYS)),
    Field("days", "Op welke dagen?", "textarea", required=True, most=2500, rows=3,
          missing="Schrijf op welke dagen het is, zoals 3 december, 17 december.",
          hint="Schrijf ze achter elkaar, zoals: 3 december, 17 december en 7 januari."),
    Field("in_words", "Hoe vaak, in je eigen woorden?", required=True, most=300,
          missing="Schrijf hoe vaak het is, zoals: elke drie weken op dinsdag.",
          hint="Bijvoorbeeld: elke drie weken op dinsdag, of: elke 15e van de maand."),
    Field("schedule_note", "Wanneer kunnen mensen terecht?", most=300,
          hint="Bijvoorbeeld: op werkdagen van 9.00 tot 17.00 uur."),
    Field("starts", "Begint om", "time", required=True,
          missing="Vul in hoe laat het begint, zoals 10:00."),
    Field("ends", "Duurt tot", "time"),
    Field("past_midnight", "Het gaat door na middernacht", "checkbox"),
    Field("since", "Vanaf welke dag?", "date", hint="Niets ingevuld? Dan vanaf vandaag."),
    Field("until", "Tot en met welke dag?", "date", hint="Niets ingevuld? Dan gaat het door."),
    Field("skips", "Niet op vrije dagen?", "checks",
          options=tuple(Option(kind, SKIPS[kind]) for kind in (PUBLIC, *regions()))),
    Field("except_on", "Niet op deze dagen", "textarea", most=2500, rows=2,
          hint="Bijvoorbeeld: 22 december en 29 december."),
    Field("also_on", "Ook nog op deze dagen", "textarea", most=2500, rows=2),
)  # fmt: skip
NAMES = frozenset(one.name for one in FIELDS)

TIMES = ("starts", "ends", "past_midnight")
PERIOD = ("since", "until", "skips", "except_on", "also_on")
USED: dict[str, tuple[str, ...]] = {
    ONCE: ("day", *TIMES),
    WEEKLY: ("weekdays", *TIMES, *PERIOD),
    FORTNIGHTLY: ("weekdays", *TIMES, *PERIOD),
    MONTHLY: ("ordinals", "weekday", *TIMES, *PERIOD),
    SEVERAL: ("days", *TIMES),
    OTHERWISE: ("in_words", *TIMES, *PERIOD),
    ALWAYS: ("schedule_note",),
}
"""What is asked by each choice; what else was typed, or was not, does no harm."""
