"""Organisations: who offers what, as a directory and a page each."""
