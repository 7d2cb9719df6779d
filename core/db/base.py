"""The declarative base of all models; its column types mean the same on both databases."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints; batch migrations on SQLite need every one of them named."""

BIG = BigInteger().with_variant(Integer, "sqlite")
"""64-bit integer; SQLite's INTEGER is that already, and only so named is it the row id."""

SORT_KEY = String(200).with_variant(String(200, collation="C"), "postgresql")
"""Text that is ordered byte by byte on both databases."""

Identifier = Annotated[int, mapped_column(BIG, primary_key=True)]
Reference = Annotated[int, mapped_column(BIG)]


class UTCDateTime(TypeDecorator[datetime]):
    """Aware in, aware UTC out; one text format on SQLite so that comparisons hold."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC; raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the stored time as aware UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)  # type: ignore[no-any-return]
        return value.astimezone(UTC)  # type: ignore[no-any-return]


class Base(DeclarativeBase):
    """Every mapped class of core and of the plugins."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UTCDateTime}  # noqa: RUF012 - SQLAlchemy reads it from the class


EMPTY = text("''")
"""The default of a text column that was added to a table with rows."""
