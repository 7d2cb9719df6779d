"""Rules said as people say them, in Dutch and in English."""

from datetime import date, time

import pytest

from core.recurrence import Recurrence
from core.recurrence_words import describe

THURSDAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("rule", "dutch", "english"),
    [
        ("FREQ=DAILY", "elke dag", "every day"),
        ("FREQ=DAILY;INTERVAL=2", "om de dag", "every other day"),
        ("FREQ=DAILY;INTERVAL=10", "elke 10 dagen", "every 10 days"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "elke werkdag", "every working day"),
        ("FREQ=WEEKLY", "elke donderdag", "every Thursday"),
        ("FREQ=WEEKLY;BYDAY=TU,MO", "elke maandag en dinsdag", "every Monday and Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "elke maandag, woensdag en vrijdag",
         "every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;BYDAY=FR,TH,WE,TU,MO", "elke werkdag", "every working day"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "elke dag", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "om de week op woensdag",
         "every other week on Wednesday"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=WE", "elke 3 weken op woensdag",
         "every 3 weeks on Wednesday"),
        ("FREQ=WEEKLY;BYDAY=TU;BYMONTH=7,8", "elke dinsdag in juli en augustus",
         "every Tuesday in July and August"),
        ("FREQ=MONTHLY", "elke 1e van de maand", "every 1st of the month"),
        ("FREQ=MONTHLY;BYDAY=FR", "elke vrijdag", "every Friday"),
        ("FREQ=MONTHLY;BYDAY=1FR,3FR", "elke 1e en 3e vrijdag van de maand",
         "every 1st and 3rd Friday of the month"),
        ("FREQ=MONTHLY;BYDAY=1MO,2TU", "elke 1e maandag en 2e dinsdag van de maand",
         "every 1st Monday and 2nd Tuesday of the month"),
        ("FREQ=MONTHLY;BYDAY=-1SA", "elke laatste zaterdag van de maand",
         "every last Saturday of the month"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=2", "elke 2e vrijdag van de maand",
         "every 2nd Friday of the month"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=1,3", "elke 1e en 3e zaterdag van de maand",
         "every 1st and 3rd Saturday of the month"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "de laatste werkdag van de maand",
         "the last working day of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "elke 1e en 15e van de maand",
         "every 1st and 15th of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "de laatste dag van de maand",
         "the last day of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", "om de maand op de 1e maandag",
         "every other month on the 1st Monday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=2", "elke 3 maanden op de 2e",
         "every 3 months on the 2nd"),
        ("FREQ=YEARLY", "elk jaar", "every year"),
        ("FREQ=YEARLY;INTERVAL=2", "om het jaar", "every other year"),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27", "elk jaar op de 27e in april",
         "every year on the 27th in April"),
        (None, "", ""),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_both_languages(rule: str | None, dutch: str, english: str) -> None:
    rec = Recurrence(rule, THURSDAY, time(10), None)
    assert describe(rec) == dutch
    assert describe(rec, "en") == english
