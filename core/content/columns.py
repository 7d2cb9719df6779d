"""Columns of content that follow from its values: the order of lists, the badge, the facts."""

from collections.abc import Mapping
from typing import Any

from core.content.models import CATEGORY
from core.content.slugs import sort_key
from core.content.vocabulary import Vocabulary


def derived_columns(values: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the columns that follow from ``title``, ``categories`` and ``accessibility``, for
    those of them that are given; terms are slugs."""
    found: dict[str, Any] = {}
    if "title" in values:
        found["sort_key"] = sort_key(values["title"])
    if "categories" in values:
        first = next(iter(values["categories"]), "")
        term = vocabulary.find(CATEGORY, first)
        found["category_id"] = term.id if term else None
    if "accessibility" in values:
        found["facts"] = ",".join(values["accessibility"])
    return found
