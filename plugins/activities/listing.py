"""What the pages and the feeds of the agenda share: addresses, and when they are out of date."""

from datetime import time, timedelta

from core.clock import at_local
from core.web.query import ListQuery
from core.web.view import View
from plugins.activities.agenda import Dated

PATH = "/activiteiten"


def note_expiry(view: View, lines: list[Dated]) -> None:
    """Tell the edge when the page is no longer right: its first date over, or the day."""
    view.visit.expires(at_local(view.today + timedelta(days=1), time.min))
    for line in lines:
        view.visit.expires(line.over_at)


def list_paths(query: ListQuery, path: str) -> dict[str, str]:
    """Return the addresses of the same list in its other forms."""
    return {
        "list": query.path(path),
        "ics": query.path(f"{path}.ics"),
        "atom": query.path(f"{path}.atom"),
        "points": query.path(f"{path}/kaart.json"),
        "ongoing": query.path(f"{path}/doorlopend", without=("na", "dag", "van", "tot")),
    }
