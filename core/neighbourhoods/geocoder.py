"""The geocoder that needs nobody: it knows the postcodes in the database and nothing else."""

from typing import Any

from core.errors import BadQuery
from core.neighbourhoods.postcodes import find_postcode
from core.protocols import Point


class PostcodeTable:
    """Finds the centre of a postcode; of an address without one it knows nothing."""

    async def locate(self, session: Any, text: str) -> Point | None:
        """Return the centre of the postcode ``text``, or None."""
        try:
            return await find_postcode(session, text)
        except BadQuery:
            return None
