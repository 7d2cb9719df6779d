"""From the cells of a table to lines of values, by the columns that a spec declares."""

from collections.abc import Callable, Mapping, Sequence

from core.content.slugs import fold
from core.declarations import ImportColumn, ImportSpec
from core.errors import Invalid
from core.imports.plan import Line, Problem
from core.imports.table import Table

ID = "id"


def name_of(heading: str) -> str:
    """Return a heading as it is compared: folded, with single underscores."""
    return "_".join(fold(heading).replace("-", " ").replace("_", " ").split())


def match_columns(
    spec: ImportSpec, headings: Sequence[str], mapping: Mapping[str, str]
) -> dict[str, ImportColumn]:
    """Return the column that each heading stands for; unknown headings are left out.

    ``mapping`` names columns for headings of others. Raises Invalid when a required column is
    missing, two headings mean the same, or the mapping names what does not exist.
    """
    names = {name: column for column in spec.columns for name in (column.key, *column.aliases)}
    wanted = {name_of(heading): key for heading, key in mapping.items()}
    for key in wanted.values():
        if name_of(key) not in names:
            raise Invalid("De kolom ‘%(key)s’ uit het koppelbestand bestaat niet.", key=key)
    found: dict[str, ImportColumn] = {}
    for heading in headings:
        column = names.get(name_of(wanted.get(name_of(heading), heading)))
        if column is None:
            continue
        twin = next((other for other, taken in found.items() if taken == column), None)
        if twin is not None:
            raise Invalid(
                "De kolommen ‘%(one)s’ en ‘%(other)s’ betekenen hetzelfde. Haal er één weg.",
                one=twin, other=heading,
            )  # fmt: skip
        found[heading] = column
    required = [column for column in spec.columns if column.required]
    missing = [" of ".join((column.key, *column.aliases)) for column in required
               if column not in found.values()]  # fmt: skip
    if missing:
        raise Invalid(
            "Deze kolom ontbreekt: %(missing)s. In het bestand staan: %(found)s.",
            missing="; ".join(missing), found=", ".join(headings)[:300],
        )  # fmt: skip
    return found


def read_lines(
    table: Table,
    columns: Mapping[str, ImportColumn],
    progress: Callable[[int], None] = lambda _: None,
) -> list[Line]:
    """Return a line for every row, by its columns; what cannot be read is noted on its line.

    A row without an id gets one from its values in the first two columns, so that the same file
    can be imported again.
    """
    seen: dict[str, int] = {}
    lines = []
    for number, cells in table.rows:
        line = _line(number, cells, columns)
        if number in table.faults:
            line.refuse("", table.faults[number])
        if line.external_id in seen:
            line.refuse(ID, f"Dit id staat ook op regel {seen[line.external_id]}.")
        seen.setdefault(line.external_id, number)
        lines.append(line)
        progress(1)
    return lines


def _line(number: int, cells: Mapping[str, str], columns: Mapping[str, ImportColumn]) -> Line:
    line = Line(number, "", {})
    for heading, column in columns.items():
        text = cells.get(heading, "").strip()
        if "\x00" in text:
            line.refuse(column.key, "Hierin staat een teken dat niet kan.")
            continue
        if column.required and not text:
            line.refuse(column.key, "Dit mag niet leeg zijn.")
            continue
        try:
            line.values[column.key] = column.parse(text)
        except Invalid as error:
            line.problems.append(Problem(number, column.key, str(error)))
    given = str(line.values.pop(ID, "") or "")
    line.external_id = given or "|".join(list(cells.values())[:2]).strip("| ")[:200]
    if not line.external_id:
        line.refuse(ID, "Deze regel heeft geen id en geen naam.")
    return line
