"""Content: what every public entry has, whatever its kind."""
