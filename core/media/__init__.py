"""Pictures: checked, made smaller, written anew, and kept by their hash."""
