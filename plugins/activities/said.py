"""What a list is asked for, in words: "voor ouderen in Soesterkwartier, gratis, dit weekend"."""

from collections.abc import Iterable

from core.content.languages import name_of
from core.content.vocabulary import TermView
from core.web.query import DAYS, ListQuery
from core.web.view import View


def asked_words(view: View, query: ListQuery) -> str:
    """Return for whom and where a list is, and what else it is filtered by."""
    say = view.words.gettext
    place = {"area": (query.area or view.area).name, "whom": _either(view, query.audiences)}
    parts = [say("voor %(whom)s in %(area)s" if query.audiences else "in %(area)s") % place]
    if query.q:
        parts.append(say("met ‘%(words)s’") % {"words": query.q})
    if query.categories:
        parts.append(_either(view, query.categories))
    parts += [_small(say(fact.name)) for fact in query.facts]
    parts += about_words(view, query)
    if query.postcode:
        near = {"km": query.km, "postcode": query.postcode}
        parts.append(say("binnen %(km)s km van %(postcode)s") % near)
    return ", ".join(parts + day_words(view, query))


def about_words(view: View, query: ListQuery) -> list[str]:
    """Return what is asked of an activity beside its terms."""
    say = view.words.gettext
    found = [say("gratis")] if query.free else []
    if query.alone:
        found.append(say("waar je alleen naartoe kunt"))
    if query.spoken:
        found.append(say("in het %(language)s") % {"language": name_of(query.spoken, say)})
    return found


def day_words(view: View, query: ListQuery) -> list[str]:
    """Return the days that are asked for.

    A subscribed calendar keeps its name, so "weekend" stays a word and never becomes two dates.
    """
    say = view.words.gettext
    if query.day:
        day = dict(zip(DAYS, ("Vandaag", "Morgen", "Dit weekend"), strict=True)).get(query.day)
        if day or not query.since:
            return [say(day or query.day).lower()]
        return [view.words.date(query.since, view.today)]
    found = []
    if query.since:
        found.append(say("vanaf %s") % view.words.short_date(query.since, view.today))
    if query.until:
        found.append(say("tot en met %s") % view.words.short_date(query.until, view.today))
    return found


def _either(view: View, terms: Iterable[TermView]) -> str:
    return view.words.gettext(" of ").join(_small(view.words.gettext(term.name)) for term in terms)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
