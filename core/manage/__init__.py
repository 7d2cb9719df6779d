"""Looking after the platform: switched plugins, stored settings, and the pages under /beheer."""
