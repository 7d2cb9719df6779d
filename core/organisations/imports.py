"""Organisations from a table."""

from core.declarations import ImportColumn, ImportSpec
from core.imports.content_columns import CONTENT_COLUMNS, text
from core.imports.content_target import ContentTarget
from core.organisations.models import Organisation


class OrganisationTarget(ContentTarget):
    """Writes rows as organisations."""

    kind = "organisation"
    table = Organisation.__table__  # type: ignore[assignment]
    own = ("nature",)


SPEC = ImportSpec(
    noun="organisations",
    label="Organisaties",
    kind="organisation",
    columns=(*CONTENT_COLUMNS, ImportColumn("nature", ("soort", "type"), text(100))),
    target=OrganisationTarget(),
    order=100,
)
