"""The database: declarative base, sessions, change counters and migrations."""

from core.db.base import Base, Identifier, Reference, UTCDateTime

__all__ = ["Base", "Identifier", "Reference", "UTCDateTime"]
