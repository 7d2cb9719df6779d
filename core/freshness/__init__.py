"""Freshness: the ladder from confirmed to purged, and the mails and pages that go with it."""
