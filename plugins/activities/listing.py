"""What the pages and the feeds of the agenda share: addresses, and when they are out of date."""

from datetime import time, timedelta

from core.clock import at_local
from core.content.listing import Listed
from core.web.embedding import embed_paths
from core.web.query import ListQuery
from core.web.view import View
from plugins.activities.agenda import Agenda, Dated

PATH = "/activiteiten"


def note_expiry(view: View, lines: list[Dated]) -> None:
    """Tell the edge when the page is no longer right: its first date over, or the day."""
    view.visit.expires(at_local(view.today + timedelta(days=1), time.min))
    for line in lines:
        view.visit.expires(line.over_at)


def count_words(view: View, agenda: Agenda, lasting: Listed) -> str:
    """Return how much there is: on dates, and always."""
    words = view.words
    dated = words.count(
        agenda.total, agenda.most, "activiteit in de agenda", "activiteiten in de agenda"
    )
    always = words.count(
        lasting.total, lasting.most, "activiteit die altijd kan", "activiteiten die altijd kunnen"
    )
    both = words.gettext("%(dated)s, en %(always)s") % {
        "dated": dated,
        "always": words.count(lasting.total, lasting.most, "die altijd kan", "die altijd kunnen"),
    }
    if not (agenda.total or lasting.total):
        return words.gettext("Niets gevonden")
    text = both if agenda.total and lasting.total else (dated if agenda.total else always)
    return text[0].upper() + text[1:]


def list_paths(query: ListQuery, path: str) -> dict[str, str]:
    """Return the addresses of the same list in its other forms."""
    return {
        **embed_paths(query, path),
        "ics": query.path(f"{path}.ics"),
        "atom": query.path(f"{path}.atom"),
        "points": query.path(f"{path}/kaart.json"),
        "ongoing": query.path(f"{path}/doorlopend", without=("na", "dag", "van", "tot")),
    }
