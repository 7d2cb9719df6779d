"""Which failures of the database pass by themselves, so that trying again later helps."""

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

PASSING = ("database is locked", "lock timeout", "deadlock", "too many connections", "starting up")


def is_passing(error: BaseException) -> bool:
    """Whether the database was busy or away: no lock or connection in time, or it went down."""
    if isinstance(error, PoolTimeout | OperationalError | ConnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    text = str(error.orig).casefold()
    return error.connection_invalidated or any(word in text for word in PASSING)
