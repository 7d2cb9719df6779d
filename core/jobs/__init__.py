"""Work behind the scenes: declared by plugins, run by arq, found again in the database."""
