"""What other plugins may import of activities."""

from plugins.activities.printing import Printed, PrintedDate, activities_for_print
from plugins.activities.slots import ACTIVITY_PAGE, ActivityContext

__all__ = ["ACTIVITY_PAGE", "ActivityContext", "Printed", "PrintedDate", "activities_for_print"]
