"""Shapes of what the API answers: small JSON schemas, put together."""

from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
WHOLE: Shape = {"type": "integer"}
YES_NO: Shape = {"type": "boolean"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
DAY: Shape = {"type": "string", "format": "date"}
DEGREES: Shape = {"type": "number"}
ADDRESS: Shape = {"type": "string", "format": "uri"}
SLUGS: Shape = {"type": "array", "items": TEXT}


def thing(**properties: Shape) -> Shape:
    """Return the shape of an object that always has exactly these properties."""
    return {
        "type": "object", "properties": properties, "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


def maybe(shape: Shape) -> Shape:
    """Return a shape that may also be null: for what is not known."""
    kind = shape.get("type")
    return {**shape, "type": [kind, "null"]} if kind else {"anyOf": [shape, {"type": "null"}]}


LINKED = thing(id=TEXT, title=TEXT)
"""Another thing, by the last part of its address and its name."""
ENTRY: dict[str, Shape] = {
    "id": TEXT, "url": ADDRESS, "page": ADDRESS,
    "title": TEXT, "summary": TEXT, "description": TEXT, "language": TEXT,
    "categories": SLUGS, "audiences": SLUGS, "accessibility": SLUGS,
    "area": LINKED,
    "place": thing(
        name=TEXT, street=TEXT, houseNumber=TEXT, postalCode=TEXT, city=TEXT,
        longitude=maybe(DEGREES), latitude=maybe(DEGREES),
    ),
    "contact": thing(phone=TEXT, email=TEXT, website=TEXT),
    "publishedAt": maybe(MOMENT), "confirmedAt": maybe(MOMENT), "modifiedAt": MOMENT,
    "source": TEXT,
}  # fmt: skip
"""What every public entry has, of whatever kind."""
