"""Permissions: who may do what, on what."""
