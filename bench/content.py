"""Invented organisations and activities, with the demonstration's share of series."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any

from bench.country import Place
from core.clock import at_local
from core.content.slugs import slugify, sort_key
from core.content.vocabulary import TermView, Vocabulary

WEEKLY, SERIES, ONCE, ONGOING = range(4)
SHARES = (45, 10, 25, 20)
"""Per cent: weekly, every other week or month, on one day, always there."""
MOST_ORGANISATIONS = 100_000
FREQUENT, RARE = "koffie", "ocarina"
_THINGS = (
    "Biljart Bingo Boetseren Borduren Breien Bridge Dammen Dansen Eten Fietsen Filmavond Gitaar"
    " Gymnastiek Haken Handwerken Kaarten Klussen Knutselen Koken Koor Lezen Lunch Mozaïek Muziek"
    " Naaien Nordic Orkest Pannenkoeken Petanque Puzzelen Quiz Repareren Schaken Schilderen"
    " Schrijven Sjoelen Soep Spelletjes Stoelyoga Taalles Tafeltennis Tekenen Theater Tuinieren"
    " Vissen Voorlezen Wandelen Yoga Zingen Zwemmen"
)
_FOR_WHOM = "beginners buren gevorderden iedereen jongeren ouderen ouders vrijwilligers"
_MANNERS = "binnen buiten samen zittend rustig vrolijk overdag thuis online zingend stil vlot"
THINGS, FOR_WHOM, MANNERS = _THINGS.split(), _FOR_WHOM.split(), _MANNERS.split()
LINES = (
    "Je bent welkom, ook als je alleen komt.", "De koffie staat klaar.",
    "We beginnen op tijd en drinken daarna iets.", "Meedoen kan een keer om te kijken.",
    "Er is begeleiding, vragen mag altijd.", "Neem gerust iemand mee.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of ``content`` with what belongs to it."""

    id: int
    kind: str
    title: str
    place: Place
    point: tuple[float, float]
    terms: tuple[TermView, ...]
    owner_id: int | None = None
    form: int = ONGOING
    starts: time = time(10)
    first: date = date(2000, 1, 1)
    cents: int | None = None


class Invention:
    """Invents entries; the same seed invents the same."""

    def __init__(self, places: list[Place], vocabulary: Vocabulary, today: date) -> None:
        self._chance = random.Random(7)
        self._today = today
        towns = [place for place in places if place.kind == "municipality"]
        weights = {town.id: 1 / (number + 20) for number, town in enumerate(towns)}
        self._places = [place for place in places if place.kind == "neighbourhood"]
        self._weights = list(accumulate(weights[place.above[2].id] for place in self._places))
        leaves = [term for term in vocabulary.of("category") if term.parent]
        self.rare, self._leaves = leaves[-1], leaves[:-1]
        self._audiences = vocabulary.of("audience")
        self._facts = vocabulary.of("accessibility")

    def organisations(self, count: int) -> Iterator[Entry]:
        """Yield organisations with ids from 1 on."""
        for id_ in range(1, count + 1):
            title = f"{self._of(THINGS)}groep {self._of(MANNERS)} voor {self._of(FOR_WHOM)}"
            yield self._entry(id_, "organisation", title)

    def activities(self, count: int, owners: int) -> Iterator[Entry]:
        """Yield activities with ids after those of the organisations."""
        chance = self._chance
        for number in range(1, count + 1):
            word = FREQUENT.title() if chance.random() < 0.05 else self._of(THINGS)
            word = RARE.title() if number % max(count // 20, 15) == 5 else word
            title = f"{word} {self._of(MANNERS)} voor {self._of(FOR_WHOM)}"
            form = chance.choices(range(4), SHARES)[0]
            first = self._today + timedelta(days=chance.randrange(366 if form == ONCE else 28))
            yield self._entry(
                owners + number, "activity", title, owner_id=chance.randint(1, owners), form=form,
                first=first, starts=time(chance.randint(8, 20), chance.choice((0, 30))),
                cents=chance.choice((0, 0, 250, 500, None)), rare=number % 4000 == 7,
            )  # fmt: skip

    def _entry(self, id_: int, kind: str, title: str, *, rare: bool = False, **more: Any) -> Entry:
        chance = self._chance
        place = chance.choices(self._places, cum_weights=self._weights)[0]
        own = [self.rare if rare else self._of(self._leaves), self._of(self._audiences)]
        own += chance.sample(self._facts, 3)
        return Entry(id_, kind, title, place, place.point(chance), tuple(own), **more)

    def _of(self, choices: Any) -> Any:
        return self._chance.choice(choices)

    def text(self) -> str:
        """Return a description."""
        return " ".join(self._chance.sample(LINES, 3))


def content_row(entry: Entry, text: str, now: datetime) -> tuple[Any, ...]:
    """Return the columns ``CONTENT`` of an entry."""
    facts = ",".join(term.slug for term in entry.terms if term.vocabulary == "accessibility")
    made = now - timedelta(minutes=entry.id % 500_000)
    return (
        entry.id, entry.kind, entry.owner_id, entry.place.id, "published", "nl", entry.title,
        f"{slugify(entry.title)}-{entry.id}", sort_key(entry.title), text.split(".")[0] + ".", text,
        f"Buurthuis {entry.place.name}", "Voorbeeldstraat", str(entry.id % 200 + 1), "",
        entry.place.above[2].name, *entry.point, "+31330000000", "", "", entry.terms[0].id, facts,
        made, made, made, made, "import", "", True,
    )  # fmt: skip


CONTENT = (
    "id", "kind", "owner_id", "area_id", "status", "language", "title", "slug", "sort_key",
    "summary", "description", "place_name", "street", "house_number", "postcode", "city", "lon",
    "lat", "phone", "email", "website", "category_id", "facts", "created_at", "updated_at",
    "published_at", "confirmed_at", "confirmed_by", "source", "is_demo",
)  # fmt: skip


def activity_row(entry: Entry, until: date) -> tuple[Any, ...]:
    """Return the columns ``ACTIVITY`` of an entry."""
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[entry.first.weekday()]
    rules = {WEEKLY: f"FREQ=WEEKLY;BYDAY={day}", SERIES: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}"}
    dated = entry.form != ONGOING
    ends = time(entry.starts.hour + 2, entry.starts.minute)
    return (
        entry.id, "dated" if dated else "ongoing", None, None, entry.cents, "",
        "Aanmelden is niet nodig.", "", "", "Europe/Amsterdam", entry.first if dated else None,
        entry.starts if dated else None, ends if dated else None, rules.get(entry.form, ""),
        "[]", "[]", "", until if dated else None, f"bench-{entry.id}", 0,
    )  # fmt: skip


ACTIVITY = (
    "id", "mode", "age_from", "age_to", "price_cents", "price_note", "how_to_join",
    "what_to_bring", "contact_name", "timezone", "first_date", "starts", "ends", "rrule",
    "extra_dates", "skipped_dates", "schedule_note", "dated_until", "uid", "sequence",
)  # fmt: skip


def occurrence_rows(entry: Entry, until: date) -> Iterator[tuple[Any, ...]]:
    """Yield the columns ``OCCURRENCE`` of an entry."""
    step = {WEEKLY: 7, SERIES: 14, ONCE: 1000}.get(entry.form)
    day = entry.first
    while step and day < until:
        begin = _instant(day, entry.starts)
        end = begin + timedelta(hours=2)
        yield entry.id, entry.place.id, begin, end, end, False
        day += timedelta(days=step)


OCCURRENCE = ("activity_id", "area_id", "starts_at", "ends_at", "over_at", "is_cancelled")


@lru_cache(maxsize=20_000)
def _instant(day: date, wall: time) -> datetime:
    return at_local(day, wall)
