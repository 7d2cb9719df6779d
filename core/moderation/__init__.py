"""Moderation: what editors look at before or after publication, reports and appeals."""
