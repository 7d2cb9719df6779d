"""Every page of activities, with a real address for each that has a parameter."""

from hooks import Routes
from plugins.activities import dates_views, feed_views, form_views, one_date_views, own_views, views
from plugins.activities.samples import SAMPLES

ROUTES = Routes(
    (
        *views.handlers,
        *feed_views.handlers,
        *own_views.handlers,
        *form_views.handlers,
        *dates_views.handlers,
        *one_date_views.handlers,
    ),
    samples=SAMPLES,
)
