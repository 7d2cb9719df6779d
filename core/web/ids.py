"""Ids in addresses: whole numbers that a database can look up."""

from core.errors import NotFound

MOST = 2**63 - 1


def row_id(number: int) -> int:
    """Return the id in an address; raises NotFound for a number that no row can have."""
    if not 0 < number <= MOST:
        raise NotFound("Deze pagina bestaat niet.")
    return number
