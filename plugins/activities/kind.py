"""Activities as a kind of public entry."""

from hooks import ContentKind
from plugins.activities.history_fields import FIELDS
from plugins.activities.models import Activity
from plugins.activities.schedule import move_dates
from plugins.activities.service import load_cards
from plugins.activities.writing import DATES, follow

KIND = ContentKind(
    key="activity",
    model=Activity,
    label="Activiteit",
    label_plural="Activiteiten",
    path="/activiteiten",
    icon="calendar-event",
    load_cards=load_cards,
    moved=move_dates,
    edit_path="/mijn/activiteiten/{slug}",
    settle=follow,
    fields=FIELDS,
    together=(DATES | {"schedule_note"}, frozenset({"held", "street", "place_name"})),
)
