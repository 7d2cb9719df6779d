"""Sign up for an activity without an account, and never more people than places."""
