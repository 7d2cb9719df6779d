"""What statistics know of a person: nothing that could be given, and a code for a day."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.declarations import PersonalData, Retention
from core.statistics.visits import GRACE, forget_marks


async def export_visits(
    session: AsyncSession, email: str, account_id: int
) -> Sequence[Mapping[str, Any]]:
    """Return nothing: nobody can tell which marks are whose."""
    return []


async def erase_visits(session: AsyncSession, email: str, account_id: int) -> int:
    """Leave the marks: they are nobody's, and go when the day is over."""
    return 0


PERSONAL = (
    PersonalData(
        "core.visits", "Wanneer je hier was", export_visits, erase_visits,
        (Retention(
            "De code waarmee we bezoekers van een dag tellen", "nadat die dag voorbij is",
            GRACE, forget_marks,
        ),),
    ),
)  # fmt: skip
