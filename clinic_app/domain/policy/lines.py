"""Where in a policy file a key stands: the standard library's TOML reader does not say."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

_HEADER: Final = re.compile(r"\s*(\[\[|\[)\s*([\w.\-]+)\s*\]")
_KEY: Final = re.compile(r"\s*([\w\-]+)\s*=\s*(.*)")
_LIST_OPENS: Final = re.compile(r"\[\s*(#.*)?$")  # and goes on in the next lines


def lines_of(text: str) -> Mapping[str, int]:
    """The line, from 1, of every table, key and one-line element, by its path: ``version[0].gc[1].std_fen``."""
    return dict(_places(text.splitlines()))


def line_of(lines: Mapping[str, int], key: str) -> int:
    """The line of a key, or of the nearest thing around it that stands in the file; 0: nothing does."""
    while key:
        if key in lines:
            return lines[key]
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return 0


def _places(lines: list[str]) -> Iterator[tuple[str, int]]:
    counts: dict[str, int] = {}
    table, rows, row = "", "", 0  # `rows`: the list under way, one element a line
    for number, line in enumerate(lines, start=1):
        if rows:
            if line.lstrip().startswith("]"):
                rows = ""
            elif line.lstrip().startswith("{"):
                yield f"{rows}[{row}]", number
                row += 1
            continue
        if header := _HEADER.match(line):
            table = _path(header[2].split("."), counts, repeats=header[1] == "[[")
            yield table, number
        elif pair := _KEY.match(line):
            key = f"{table}.{pair[1]}" if table else pair[1]
            yield key, number
            if _LIST_OPENS.match(pair[2]):
                rows, row = key, 0


def _path(parts: list[str], counts: dict[str, int], *, repeats: bool) -> str:
    """A header with the number of each list of tables that it stands in."""
    path = ""
    for place, part in enumerate(parts, start=1):
        path = f"{path}.{part}" if path else part
        if repeats and place == len(parts):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = f"{path}[{counts[path] - 1}]"
    return path
