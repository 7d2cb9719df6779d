"""The rows of facts on the page of an organisation, also for who looks at it before visitors do."""

from core.content.service import Entry
from core.neighbourhoods.service import AreaView
from core.web.facts import Row, accessibility, address, contact, route_href
from core.web.view import View


def entry_facts(view: View, entry: Entry, area: AreaView) -> list[Row]:
    """Return where an organisation is and how to reach it."""
    words = view.words
    return [
        ("map-pin", words.gettext("Adres"), address(entry), route_href(entry)),
        ("map-2", words.gettext("Buurt"), area.name, view.href(f"/buurten/{area.slug}")),
        *contact(view, entry.phone, entry.email, entry.website),
        accessibility(view, entry),
        ("info-circle", words.gettext("Bron"), entry.source, None),
    ]
