"""Column types that are the same value on SQLite and PostgreSQL."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class Id(TypeDecorator[UUID]):
    """An entry's id: 16 bytes on SQLite, ``uuid`` on PostgreSQL, ``UUID`` in Python."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(sa.LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return value if value is None or isinstance(value, UUID) else UUID(bytes=bytes(value))


class RawId(TypeDecorator[bytes]):
    """An `Id` as its 16 bytes, for reading very many: most of the time went into making UUIDs."""

    impl = Id
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return (lambda value: value and value.bytes) if dialect.name == "postgresql" else None


def raw(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """An `Id` column read as bytes."""
    return sa.type_coerce(column, RawId())
