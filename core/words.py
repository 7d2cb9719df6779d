"""How dates, times, prices and distances are said to people, in Dutch and in English."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

import phonenumbers
from babel.dates import format_date

from core.clock import local

CONFIRMERS = ("organisation", "editor", "import", "feed")


@lru_cache(maxsize=4096)
def _date(day: dt.date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def phone_words(phone: str) -> str:
    """Return an E.164 number the way it is written in the Netherlands."""
    try:
        number = phonenumbers.parse(phone, "NL")
    except phonenumbers.NumberParseException:
        return phone
    national = number.country_code == 31
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if national else form.INTERNATIONAL)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; ``gettext`` and ``ngettext`` come from the catalogues."""

    language: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    def day(self, day: dt.date, today: dt.date) -> str:
        """Return "Vandaag", "Morgen" or "Dinsdag 24 november", with the year if it differs."""
        if day == today:
            return self.gettext("Vandaag")
        if day == today + timedelta(days=1):
            return self.gettext("Morgen")
        text = self.date(day, today)
        return text[0].upper() + text[1:]

    def date(self, day: dt.date, today: dt.date) -> str:
        """Return "dinsdag 24 november", with the year if it differs from today's."""
        pattern = "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y"
        return _date(day, pattern, self.language)

    def weekday(self, day: dt.date) -> str:
        """Return "Maandag"."""
        return _date(day, "EEEE", self.language).capitalize()

    def short_date(self, day: dt.date, today: dt.date) -> str:
        """Return "24 november", with the year if it differs from today's."""
        pattern = "d MMMM" if day.year == today.year else "d MMMM y"
        return _date(day, pattern, self.language)

    def short_day(self, day: dt.date, today: dt.date) -> str:
        """Return "di 24 nov", with the year if it differs from today's."""
        pattern = "EEE d MMM" if day.year == today.year else "EEE d MMM y"
        return _date(day, pattern, self.language).replace(".", "")

    def time(self, start: time, end: time | None) -> str:
        """Return "10:00 – 12:00", or only the start."""
        if end is None:
            return f"{start:%H:%M}"
        return f"{start:%H:%M} – {end:%H:%M}"

    def month(self, day: dt.date) -> str:
        """Return "november 2026"."""
        return _date(day, "MMMM y", self.language)

    def moment(self, start: datetime, end: datetime | None, today: dt.date) -> str:
        """Return "dinsdag 24 november, 10:00 – 12:00": a time always with its day."""
        begin = local(start)
        until = local(end).time() if end else None
        return f"{self.date(begin.date(), today)}, {self.time(begin.time(), until)}"

    def price(self, cents: int | None, note: str) -> str:
        """Return "gratis", "€ 3,50" or the note; empty when nothing is known."""
        if cents is None:
            return note
        if cents == 0:
            text = self.gettext("gratis")
        else:
            point = "," if self.language == "nl" else "."
            text = f"€\N{NO-BREAK SPACE}{cents // 100}{point}{cents % 100:02d}"
        return f"{text} ({note})" if note else text

    def distance(self, km: float | None) -> str:
        """Return "700 m" or "1,2 km"; empty when unknown."""
        if km is None:
            return ""
        if round(km, 1) < 1:
            return f"{max(1, round(km * 10)) * 100} m"
        text = f"{km:.1f} km"
        return text.replace(".", ",") if self.language == "nl" else text

    def freshness(self, at: datetime | None, by: str, today: dt.date) -> str:
        """Return "Gecontroleerd op 3 maart door de organisatie"; see ``core.freshness.said``."""
        if at is None:
            return self.gettext("Nog niet gecontroleerd")
        day = self.short_date(local(at).date(), today)
        sentences = {
            "organisation": self.gettext("Gecontroleerd op %(day)s door de organisatie"),
            "editor": self.gettext(
                "Gecontroleerd op %(day)s door de buurtredactie, namens de organisatie"
            ),
            "import": self.gettext("Overgenomen op %(day)s"),
            "feed": self.gettext("Overgenomen op %(day)s van de eigen site"),
        }
        return sentences.get(by, self.gettext("Gecontroleerd op %(day)s")) % {"day": day}

    def phone(self, phone: str) -> str:
        """Return the number the way it is written in the Netherlands."""
        return phone_words(phone) if phone else ""

    def count(self, number: int, most: int, one: str, many: str) -> str:
        """Return "1 activiteit", "12 activiteiten", or "meer dan 1.000 activiteiten"."""
        if number > most:
            return self.gettext("meer dan %(most)s %(things)s") % {
                "most": f"{most:,}".replace(",", "." if self.language == "nl" else ","),
                "things": self.ngettext(one, many, most),
            }
        return f"{number} {self.ngettext(one, many, number)}"
