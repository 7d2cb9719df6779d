"""What other plugins may import of activities."""

from plugins.activities.coming import ComingDate, ComingDay, coming_days
from plugins.activities.printing import Printed, PrintedDate, activities_for_print
from plugins.activities.slots import ACTIVITY_PAGE, ActivityContext

__all__ = [
    "ACTIVITY_PAGE",
    "ActivityContext",
    "ComingDate",
    "ComingDay",
    "Printed",
    "PrintedDate",
    "activities_for_print",
    "coming_days",
]
