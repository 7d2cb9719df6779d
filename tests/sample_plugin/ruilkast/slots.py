"""The place on the page of a cabinet where other plugins put sections."""

from dataclasses import dataclass

from core.slots import SlotContext
from hooks import Slot


@dataclass(frozen=True, slots=True)
class CabinetContext(SlotContext):
    """The page of one cabinet."""

    cabinet_id: int = 0


CABINET_PAGE = Slot("ruilkast.page", CabinetContext)
