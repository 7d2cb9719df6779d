"""Imports: tables of others become entries, checked row by row."""
