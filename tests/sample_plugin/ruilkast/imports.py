"""Cabinets from a table."""

from core.imports.content_columns import CONTENT_COLUMNS, text
from core.imports.content_target import ContentTarget
from hooks import ImportColumn, ImportSpec
from ruilkast.models import Cabinet


class CabinetTarget(ContentTarget):
    """Writes rows as cabinets."""

    kind = "ruilkast"
    table = Cabinet.__table__  # type: ignore[assignment]
    own = ("holds",)


SPEC = ImportSpec(
    noun="cabinets",
    label="Ruilkasten",
    kind="ruilkast",
    columns=(*CONTENT_COLUMNS, ImportColumn("holds", ("wat", "inhoud"), text(300))),
    target=CabinetTarget(),
    order=300,
)
