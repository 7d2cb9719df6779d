"""Writing content: drafts, edits that do not overwrite each other, history and undo."""
