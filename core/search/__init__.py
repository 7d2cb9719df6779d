"""Search: the same words find the same entries on either database."""
