"""The filter form of a list: what may be chosen, what is chosen, and how to take it away."""

from dataclasses import dataclass

from core.content.languages import SPOKEN, name_of
from core.content.models import ACCESSIBILITY, AUDIENCE, CATEGORY
from core.content.vocabulary import TermView
from core.neighbourhoods import service as areas
from core.neighbourhoods.service import AreaView
from core.web.query import DAYS, ListQuery, read_date
from core.web.view import View

RADII = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can have, and the address of the list with it switched."""

    value: str
    label: str
    checked: bool
    href: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, with the address of the list without it."""

    label: str
    href: str
    name: str = ""
    """Of the query."""


@dataclass(frozen=True, slots=True)
class FilterForm:
    """Everything that the form of a list shows."""

    action: str
    q: str
    days: tuple[Choice, ...]
    day: str
    with_days: bool
    since: str
    until: str
    categories: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    facts: tuple[Choice, ...]
    free: Choice
    alone: Choice
    languages: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    area: str
    postcode: str
    radii: tuple[Choice, ...]
    everywhere: Choice
    """The list without its postcode."""
    chips: tuple[Chip, ...]
    clear_href: str


async def filter_form(
    view: View, query: ListQuery, path: str, *, with_days: bool = True
) -> FilterForm:
    """Return the form of the list at ``path`` with ``query`` filled in."""
    single, say = dict(reversed(query.pairs)), view.words.gettext
    return FilterForm(
        action=path,
        q=query.q,
        days=_days(view, query, path),
        day=query.day,
        with_days=with_days,
        since=single.get("van", ""),
        until=single.get("tot", ""),
        categories=_terms(view, query, path, "categorie", CATEGORY, query.categories),
        audiences=_terms(view, query, path, "voor", AUDIENCE, query.audiences),
        facts=_terms(view, query, path, "toegankelijk", ACCESSIBILITY, query.facts),
        free=_flag(view, query, path, "gratis", say("Alleen gratis"), on=query.free),
        alone=_flag(
            view,
            query,
            path,
            "alleen",
            say("Je kunt er alleen naartoe"),
            on=query.alone,
        ),
        languages=_languages(view, query),
        areas=await area_choices(view, query.area),
        area=query.area.slug if query.area else "",
        postcode=query.postcode,
        radii=tuple(
            Choice(str(km), f"{km} km", km == query.km, view.href(query.path(path, straal=str(km))))
            for km in RADII
        ),
        everywhere=_everywhere(view, query, path),
        chips=tuple(_chips(view, query, path)),
        clear_href=view.href(path),
    )


def _flag(view: View, query: ListQuery, path: str, name: str, label: str, *, on: bool) -> Choice:
    href = query.path(path, without=("na", name), **{name: "" if on else "1"})
    return Choice("1", label, on, view.href(href))


def _languages(view: View, query: ListQuery) -> tuple[Choice, ...]:
    return tuple(
        Choice(code, name_of(code, view.words.gettext), code == query.spoken, "") for code in SPOKEN
    )


def _everywhere(view: View, query: ListQuery, path: str) -> Choice:
    href = query.path(path, without=("na", "postcode", "straal"))
    return Choice("", view.words.gettext("Overal"), False, view.href(href))


async def area_choices(view: View, chosen: AreaView | None) -> tuple[Choice, ...]:
    """Return the areas directly below the one in view, and the chosen one where it is deeper."""
    found = await areas.children(view.session, view.area.id)
    if chosen and chosen.id != view.area.id and chosen not in found:
        found = [chosen, *found]
    return tuple(
        Choice(area.slug, area.name, chosen is not None and area.id == chosen.id, "")
        for area in found
    )


def _days(view: View, query: ListQuery, path: str) -> tuple[Choice, ...]:
    labels = dict(
        zip(DAYS, ("Vandaag", "Morgen", "Dit weekend"), strict=True),
    )
    found = []
    for value in DAYS:
        on = query.day == value
        href = query.path(path, without=("na", "dag", "van", "tot"), dag="" if on else value)
        found.append(Choice(value, view.words.gettext(labels[value]), on, view.href(href)))
    return tuple(found)


def _terms(
    view: View, query: ListQuery, path: str, name: str, vocabulary: str, on: tuple[TermView, ...]
) -> tuple[Choice, ...]:
    """Return the roots of a vocabulary, and whatever else of it is chosen."""
    chosen = {term.slug for term in on}
    found = []
    for term in view.snapshot.vocabulary.of(vocabulary):
        if term.parent and term.slug not in chosen:
            continue
        href = _switched(query, path, name, term.slug)
        label = view.words.gettext(term.name)
        found.append(Choice(term.slug, label, term.slug in chosen, view.href(href)))
    return tuple(found)


def _switched(query: ListQuery, path: str, name: str, value: str) -> str:
    """Return the address with one value of a repeatable filter added or taken away."""
    if (name, value) in query.pairs:
        return query.less(name, value).path(path)
    return query.plus(name, value).path(path)


def _chips(view: View, query: ListQuery, path: str) -> list[Chip]:
    labels = {
        "gratis": "Gratis",
        "alleen": "Kom je alleen?",
        "q": "‘%s’",
        "van": "vanaf %s",
        "tot": "tot en met %s",
    }
    days = dict(zip(DAYS, ("Vandaag", "Morgen", "Dit weekend"), strict=True))
    found = []
    for name, value in query.pairs:
        if name in ("na", "straal") or (name in ("gratis", "alleen") and value == "0"):
            continue
        text = labels.get(name, "%s")
        label = view.words.gettext(text)
        if "%s" in label:
            label = label % _label(view, query, name, days.get(value, value))
        without = query.less(name, value)
        if name == "postcode":
            without = without.less("straal", str(query.km))
        found.append(Chip(label, view.href(without.path(path)), name))
    return found


def _label(view: View, query: ListQuery, name: str, value: str) -> str:
    if name == "buurt" and query.area:
        return query.area.name
    if name == "spreektaal":
        return name_of(value, view.words.gettext)
    if name == "postcode":
        return view.words.gettext("binnen %(km)s km van %(postcode)s") % {
            "km": query.km, "postcode": value,
        }  # fmt: skip
    if name in ("dag", "van", "tot") and value not in ("Vandaag", "Morgen", "Dit weekend"):
        return view.words.date(read_date(value, name), view.today)
    terms = (*query.categories, *query.audiences, *query.facts)
    names = {term.slug: term.name for term in terms}
    return view.words.gettext(names.get(value, value))
