"""Activities as a kind of public entry."""

from hooks import ContentKind
from plugins.activities.models import Activity
from plugins.activities.schedule import move_dates
from plugins.activities.service import load_cards

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
)
