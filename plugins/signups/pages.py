"""Every page of sign-ups, with a real address for each that has a parameter."""

from hooks import Routes
from plugins.signups import views
from plugins.signups.samples import SAMPLES

ROUTES = Routes(views.handlers, samples=SAMPLES)
