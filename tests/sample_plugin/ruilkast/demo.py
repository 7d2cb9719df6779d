"""Three invented cabinets."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import cycle, islice

CABINETS = (
    ("De Kantlijn", "boeken", "Een kast vol romans en thrillers, naast de bushalte."),
    ("Stek en Zaad", "stekjes en zaden", "Neem een stekje mee en zet er een terug."),
    ("Het Laatste Stukje", "puzzels en spellen", "Compleet of bijna: lees het briefje op de doos."),
)
USUAL = len(CABINETS)


def rows(today: date, count: int | None) -> Iterator[Mapping[str, str]]:
    """Yield the usual three, or ``count`` made by repetition."""
    wanted = USUAL if count is None else count
    for number, (title, holds, text) in enumerate(islice(cycle(CABINETS), wanted), start=1):
        yield {
            "id": f"ruilkast-{number}",
            "titel": title if number <= USUAL else f"{title} {number}",
            "wat": holds,
            "omschrijving": text,
            "adres": "Proeflaan",
            "huisnummer": str(number),
            "postcode": "3811",
            "plaats": "Amersfoort",
        }
