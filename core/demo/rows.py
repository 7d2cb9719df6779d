"""Demo rows from a CSV file in which days are counted from the day of loading."""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

ORGANISATIONS = Path(__file__).resolve().parent / "data" / "organisations.csv"
DAYS = re.compile(r"[+-][0-9]{1,4}")


def organisation_rows(today: date, count: int | None) -> Iterator[Mapping[str, str]]:
    """Yield the organisations of the demonstration; ``count`` changes nothing."""
    yield from dated_rows(ORGANISATIONS, ("gecontroleerd_op",), today)


def dated_rows(
    file: Path, columns: tuple[str, ...], today: date, count: int | None = None
) -> Iterator[Mapping[str, str]]:
    """Yield the rows of ``file`` with "+5" in ``columns`` turned into a date.

    With ``count`` the rows are repeated as often as needed, each round under other ids.
    """
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter=";"))
    wanted = len(rows) if count is None else count
    for number, row in enumerate(islice(cycle(rows), wanted)):
        round_ = number // len(rows)
        made = dict(row)
        for column in columns:
            if DAYS.fullmatch(made.get(column) or ""):
                day = today + timedelta(days=int(made[column]) + round_ % 7)
                made[column] = day.strftime("%d-%m-%Y")
        if round_:
            made["id"] = f"{row['id']}-{round_ + 1}"
        yield made
