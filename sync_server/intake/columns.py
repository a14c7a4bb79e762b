"""Whether the numbers of a fact have room in the columns that are named as they are: PostgreSQL's hold 32 bits."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from clinic_app.journal.fact import Fact
from clinic_app.projections.tables import metadata

_LARGEST: Final = 2**31 - 1
_NARROW: Final = frozenset(
    column.name
    for table in metadata.tables.values()
    for column in table.columns
    if type(column.type) is sa.Integer
)


def fit_columns(fact: Fact) -> bool:
    return all(abs(number) <= _LARGEST for number in _narrow_numbers(fact))


def _narrow_numbers(told: msgspec.Struct) -> Iterator[int]:
    narrow, others = _fields_of(type(told))
    for name in narrow:
        if isinstance(number := getattr(told, name), int):
            yield number
    for name in others:
        value: Any = getattr(told, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, msgspec.Struct):
                yield from _narrow_numbers(one)


@cache
def _fields_of(kind: type[msgspec.Struct]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = kind.__struct_fields__
    return tuple(name for name in names if name in _NARROW), tuple(
        name for name in names if name not in _NARROW
    )
