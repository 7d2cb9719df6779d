"""The screen in the hall of a community centre."""
