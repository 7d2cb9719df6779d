"""Feeds: any list as a calendar or as Atom."""
