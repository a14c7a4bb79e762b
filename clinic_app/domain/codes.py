"""代码表: the small code tables of resources/codes, one CSV file each (`code,name_zh,name_en`).

resources/codes/manifest.csv names the source of each table and how sure it is.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from clinic_app.domain.errors import NotFound
from clinic_app.domain.resources import resource, text


class UnknownCode(NotFound):
    code = "codes.unknown"


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a code table."""

    code: str
    name_zh: str
    name_en: str


def rows(*path: str) -> tuple[dict[str, str], ...]:
    """The lines of any CSV file under resources/: ``rows("codes", "sex.csv")``."""
    return tuple(csv.DictReader(text(*path).splitlines()))


@cache
def codes(table: str) -> Mapping[str, Code]:
    """A whole table in its printed order, by code.

    Raises:
        UnknownCode: there is no such table.
    """
    # A name is a file's stem and nothing else: no path leads out of the folder.
    if not table.isidentifier() or not resource("codes", f"{table}.csv").is_file():
        raise UnknownCode(table=table, value="")
    lines = rows("codes", f"{table}.csv")
    return MappingProxyType({row["code"]: Code(row["code"], row["name_zh"], row["name_en"]) for row in lines})


@cache
def _by_name(table: str) -> Mapping[str, str]:
    names = {entry.name_en: entry.code for entry in codes(table).values() if entry.name_en}
    return names | {entry.name_zh: entry.code for entry in codes(table).values()}


def name_of(table: str, code: str, language: str = "zh") -> str:
    """The name that a code stands for.

    Raises:
        UnknownCode: no such table, or no such code in it.
    """
    entry = codes(table).get(code)
    if entry is None:
        raise UnknownCode(table=table, value=code)
    return entry.name_en if language == "en" and entry.name_en else entry.name_zh


def code_of(table: str, name: str) -> str:
    """The code of a Chinese or English name, written exactly as in the table.

    Raises:
        UnknownCode: no such table, or no such name in it.
    """
    code = _by_name(table).get(name.strip())
    if code is None:
        raise UnknownCode(table=table, value=name)
    return code
