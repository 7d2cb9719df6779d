"""The query of a list: parsed once, refused when a value does not exist, written back for links."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from litestar import Request

from core.content.languages import SPOKEN
from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY
from core.content.vocabulary import TermView
from core.errors import BadQuery, DomainError
from core.neighbourhoods import service as areas
from core.neighbourhoods.service import AreaView
from core.protocols import Point
from core.web.view import View

NAMES = (
    "q", "categorie", "buurt", "postcode", "straal", "dag", "van", "tot", "voor", "gratis",
    "toegankelijk", "spreektaal", "alleen", "na",
)  # fmt: skip
DEFAULT_KM = 2
MOST_KM = 50
LONGEST_Q = 200
DAYS = ("vandaag", "morgen", "weekend")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list is asked to show; empty means no filter."""

    q: str = ""
    categories: tuple[TermView, ...] = ()
    audiences: tuple[TermView, ...] = ()
    facts: tuple[TermView, ...] = ()
    area: AreaView | None = None
    postcode: str = ""
    point: Point | None = None
    km: int = DEFAULT_KM
    day: str = ""
    since: date | None = None
    until: date | None = None
    """Last day, inclusive."""
    free: bool = False
    spoken: str = ""
    """The language in which it is."""
    alone: bool = False
    """Whether it says what awaits who comes alone."""
    after: str = ""
    pairs: tuple[tuple[str, str], ...] = field(default=())
    """The known names with their values as typed, in the order of ``NAMES``."""

    def path(self, path: str, *, without: tuple[str, ...] = ("na",), **more: str) -> str:
        """Return ``path`` with this query, less ``without`` and with ``more`` in place."""
        kept = [pair for pair in self.pairs if pair[0] not in without and pair[0] not in more]
        kept += [(name, value) for name, value in more.items() if value]
        return f"{path}?{urlencode(kept)}" if kept else path

    def plus(self, name: str, value: str) -> Self:
        """Return the query with one more pair, for links."""
        return replace(self, pairs=(*self.pairs, (name, value)))

    def less(self, name: str, value: str) -> Self:
        """Return the query without a pair, for links."""
        return replace(self, pairs=tuple(pair for pair in self.pairs if pair != (name, value)))

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the page is asked."""
        return any(name != "na" for name, _ in self.pairs)


async def read_query(request: Request[Any, Any, Any], view: View) -> ListQuery:
    """Parse the query of a request; unknown names are ignored, unknown values refused.

    Raises BadQuery with what is possible.
    """
    given = request.query_params
    return await read_pairs(
        view, tuple((name, value) for name in NAMES for value in given.getall(name, []))
    )


async def read_pairs(view: View, given: tuple[tuple[str, str], ...]) -> ListQuery:
    """Parse known names with their values; raises BadQuery with what is possible."""
    pairs = tuple((name, value.strip()) for name, value in given if value.strip())
    single = dict(reversed(pairs))
    parsed = ListQuery(
        q=single.get("q", "")[:LONGEST_Q],
        categories=_terms(view, CATEGORY, "categorie", pairs),
        audiences=_terms(view, AUDIENCE, "voor", pairs),
        facts=_terms(view, ACCESSIBILITY, "toegankelijk", pairs),
        km=_km(single.get("straal")),
        free=_flag("gratis", single),
        spoken=_spoken(single.get("spreektaal", "")),
        alone=_flag("alleen", single),
        after=single.get("na", ""),
        pairs=pairs,
    )
    parsed = _with_days(parsed, single, view.today)
    return await _with_place(parsed, single, view)


def _terms(
    view: View, vocabulary: str, name: str, pairs: tuple[tuple[str, str], ...]
) -> tuple[TermView, ...]:
    found = []
    for pair_name, slug in pairs:
        if pair_name != name:
            continue
        term = view.snapshot.vocabulary.find(vocabulary, slug)
        if term is None:
            possible = tuple(known.slug for known in view.snapshot.vocabulary.of(vocabulary))
            raise BadQuery(
                "‘%(value)s’ bestaat niet als keuze voor ‘%(name)s’.",
                possible=possible, value=slug[:60], name=name,
            )  # fmt: skip
        found.append(term)
    return tuple(found)


def _km(value: str | None) -> int:
    if value is None:
        return DEFAULT_KM
    if not re.fullmatch(r"[0-9]{1,3}", value) or not 1 <= int(value) <= MOST_KM:
        raise BadQuery("De straal is een heel aantal kilometers van 1 tot 50.")
    return int(value)


def _flag(name: str, single: dict[str, str]) -> bool:
    value = single.get(name)
    if value not in (None, "0", "1"):
        raise BadQuery("‘%(name)s’ is 1 of 0.", possible=("1", "0"), name=name)
    return value == "1"


def _spoken(value: str) -> str:
    if value and value not in SPOKEN:
        raise BadQuery(
            "‘%(value)s’ bestaat niet als keuze voor ‘%(name)s’.",
            possible=tuple(SPOKEN), value=value[:60], name="spreektaal",
        )  # fmt: skip
    return value


def read_date(value: str, name: str) -> date:
    """Return an ISO date of this century; raises BadQuery."""
    try:
        found = date.fromisoformat(value) if re.fullmatch(r"20\d\d-\d\d-\d\d", value) else None
    except ValueError:
        found = None
    if found is None:
        raise BadQuery(
            "‘%(value)s’ is geen dag. Schrijf een dag zo: 2026-11-24.",
            possible=DAYS if name == "dag" else (), value=value[:60],
        )  # fmt: skip
    return found


def _with_days(query: ListQuery, single: dict[str, str], today: date) -> ListQuery:
    day = single.get("dag", "")
    if day:
        since, until = days_of(day, today)
        return replace(query, day=day, since=since, until=until)
    since_text, until_text = single.get("van"), single.get("tot")
    since_day = read_date(since_text, "van") if since_text else None
    until_day = read_date(until_text, "tot") if until_text else None
    if since_day and until_day and until_day < since_day:
        raise BadQuery("De dag bij ‘tot’ ligt voor de dag bij ‘van’.")
    return replace(query, since=since_day, until=until_day)


def days_of(day: str, today: date) -> tuple[date, date]:
    """Return the first and last day of ``vandaag``, ``morgen``, ``weekend`` or an ISO date."""
    if day == "vandaag":
        return today, today
    if day == "morgen":
        return today + timedelta(days=1), today + timedelta(days=1)
    if day == "weekend":
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
        if today.weekday() == 6:
            return today, today
        return saturday, saturday + timedelta(days=1)
    found = read_date(day, "dag")
    return found, found


async def _with_place(query: ListQuery, single: dict[str, str], view: View) -> ListQuery:
    if slug := single.get("buurt"):
        try:
            query = replace(query, area=await areas.by_any_slug(view.session, slug))
        except DomainError:
            raise BadQuery(
                "De buurt ‘%(value)s’ kennen we niet. Kies een buurt uit de lijst.", value=slug[:60]
            ) from None
    if text := single.get("postcode"):
        point = await view.state.registry.geocoder.locate(view.session, text)
        if point is None:
            raise BadQuery(
                "De postcode ‘%(value)s’ kennen we niet. Schrijf vier cijfers, zoals 3813.",
                value=text[:60],
            )
        query = replace(query, postcode=text, point=point)
    return query


def nearby(query: ListQuery, point: Point | None, postcode: str, words: str) -> ListQuery:
    """Return the query with a postcode that was found among the typed words."""
    if point is None or query.point is not None:
        return replace(query, q=words)
    rest = tuple(pair for pair in query.pairs if pair[0] != "q")
    typed = (("q", words),) if words else ()
    return replace(
        query, q=words, point=point, postcode=postcode,
        pairs=(*typed, ("postcode", postcode), *rest),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What follows a page of a list; None at the end."""

    next_href: str | None


def next_page(view: View, query: ListQuery, path: str, key: str) -> Page:
    """Return the way to the page after one that ended with ``key``; empty is the end."""
    return Page(view.href(query.path(path, na=key)) if key else None)
