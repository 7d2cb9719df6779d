"""What other plugins may import of activities."""

from plugins.activities.slots import ACTIVITY_PAGE, ActivityContext

__all__ = ["ACTIVITY_PAGE", "ActivityContext"]
