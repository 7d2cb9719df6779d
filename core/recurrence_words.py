"""A rule of repetition in plain words, in Dutch."""

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule

from core.recurrence import Recurrence, parse

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
ORDINALS = {1: "1e", 2: "2e", 3: "3e", 4: "4e", 5: "5e", -1: "laatste", -2: "op een na laatste"}


def describe(rec: Recurrence) -> str:
    """Return "elke dinsdag", "elke 1e en 3e vrijdag van de maand"; empty for a single date."""
    if not rec.rrule:
        return ""
    rule = parse(rec.rrule, rec.dtstart)
    given = dict(part.split("=", 1) for part in rec.rrule.upper().split(";") if "=" in part)
    interval = int(given.get("INTERVAL", "1"))
    freq = rule._freq  # type: ignore[attr-defined]  # dateutil shows it nowhere else
    if freq == DAILY:
        return "elke dag" if interval == 1 else f"elke {interval} dagen"
    if freq == WEEKLY:
        return _weekly(rule, interval)
    if freq == MONTHLY:
        return _monthly(given, interval, rec)
    if freq == YEARLY:
        return "elk jaar" if interval == 1 else f"elke {interval} jaar"
    return ""


def _weekly(rule: rrule, interval: int) -> str:
    days = sorted(rule._byweekday or ())  # type: ignore[attr-defined]
    if interval == 1 and days == [0, 1, 2, 3, 4]:
        return "elke werkdag"
    if interval == 1 and len(days) == 7:
        return "elke dag"
    names = listed([WEEKDAYS[day] for day in days])
    if interval == 1:
        return f"elke {names}"
    return f"om de week op {names}" if interval == 2 else f"elke {interval} weken op {names}"


def _monthly(given: dict[str, str], interval: int, rec: Recurrence) -> str:
    often = "van de maand" if interval == 1 else f"elke {interval} maanden"
    codes = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    by_day: dict[str, list[int]] = {}
    for part in given.get("BYDAY", "").split(","):
        number, code = part[:-2], part[-2:]
        if code in codes:
            at = number or given.get("BYSETPOS", "1")
            by_day.setdefault(code, []).append(int(at.split(",")[0]))
    if by_day:
        names = [
            f"{listed([ORDINALS.get(at, f'{at}e') for at in ats])} {WEEKDAYS[codes.index(code)]}"
            for code, ats in by_day.items()
        ]
        return f"elke {listed(names)} {often}"
    day = given.get("BYMONTHDAY", str(rec.dtstart.day)).split(",")[0]
    return f"de laatste dag {often}" if day == "-1" else f"elke {day}e {often}"


def listed(names: list[str]) -> str:
    """Return names as people say them: "a", "a en b", "a, b en c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]}"
