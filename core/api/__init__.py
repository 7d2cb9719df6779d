"""The JSON API: what is public, for programs of others."""
