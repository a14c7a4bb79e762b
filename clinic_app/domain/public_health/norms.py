"""规范的阈值: resources/public_health/<name>.toml, one ``[[norm]]`` for each version of a norm.

The version is chosen by the day of the service, never by today; a day before all of them has the first.
"""

import tomllib
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

from clinic_app.domain.resources import text

N = TypeVar("N")

NEWEST: Final = date.max  # for a question that has no day of service


def norm_on(kind: Callable[..., N], name: str, day: date) -> N:
    """The thresholds of `name` that hold on `day`; a field of `kind` has the name of its key."""
    norms = _norms(kind, name)
    held: N = next((norm for start, norm in reversed(norms) if start <= day), norms[0][1])
    return held


@cache
def _norms(kind: Callable[..., Any], name: str) -> tuple[tuple[date, Any], ...]:
    """By the day each holds from, the oldest first."""
    tables = tomllib.loads(text("public_health", f"{name}.toml"), parse_float=Decimal)["norm"]
    return tuple((table["valid_from"], _norm(kind, table)) for table in tables)


def _norm(kind: Any, table: dict[str, Any]) -> Any:
    return kind(**{field.name: table[field.name] for field in fields(kind)})
