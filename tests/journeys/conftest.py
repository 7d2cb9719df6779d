"""The site of the journeys: a server of their own, because they change what is on it."""

from tests.browser.conftest import manager_cookie, site

__all__ = ["manager_cookie", "site"]
