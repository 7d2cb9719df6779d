"""Statistics without cookies: how often pages are seen."""
