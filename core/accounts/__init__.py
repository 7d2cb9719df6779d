"""Accounts: who may log in, their sessions, and the roles they hold for what."""
