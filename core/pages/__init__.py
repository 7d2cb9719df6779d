"""Pages of the platform itself: home, search, statements, and addresses for machines."""
