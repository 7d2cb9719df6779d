"""The web: pages and blocks, forms, sections, navigation, errors, and the edge in front of them."""
