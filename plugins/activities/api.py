"""What other plugins may import of activities."""

from plugins.activities.agenda import Dated, coming_dates
from plugins.activities.coming import ComingDate, ComingDay, coming_days
from plugins.activities.models import ONGOING, Activity
from plugins.activities.printing import Printed, PrintedDate, activities_for_print
from plugins.activities.service import PATH
from plugins.activities.slots import ACTIVITY_PAGE, ActivityContext

__all__ = [
    "ACTIVITY_PAGE",
    "ONGOING",
    "PATH",
    "Activity",
    "ActivityContext",
    "ComingDate",
    "ComingDay",
    "Dated",
    "Printed",
    "PrintedDate",
    "activities_for_print",
    "coming_dates",
    "coming_days",
]
