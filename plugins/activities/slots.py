"""The place on the page of an activity where other plugins put sections."""

from dataclasses import dataclass

from core.slots import SlotContext
from hooks import Slot


@dataclass(frozen=True, slots=True)
class ActivityContext(SlotContext):
    """The page of one activity."""

    activity_id: int = 0
    slug: str = ""


ACTIVITY_PAGE = Slot("activities.page", ActivityContext)
