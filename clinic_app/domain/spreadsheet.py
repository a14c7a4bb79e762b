"""Texts in files that a spreadsheet opens: what it would run as a formula is quoted, and read back as it was.

Source: OWASP, CSV Injection.
"""

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTE: Final = "'"


def quoted(text: str) -> str:
    """The text as a cell that no spreadsheet runs.

    >>> quoted("=HYPERLINK(A1)"), quoted("张三")
    ("'=HYPERLINK(A1)", '张三')
    """
    return _QUOTE + text if _would_run(text) else text


def unquoted(cell: str) -> str:
    """What `quoted` was given.

    >>> unquoted("'=HYPERLINK(A1)"), unquoted("'张三")
    ('=HYPERLINK(A1)', "'张三")
    """
    return cell[1:] if cell.startswith(_QUOTE) and _would_run(cell) else cell


def _would_run(text: str) -> bool:
    """Also behind quotes: a text that was quoted before is quoted once more, and both come off one by one."""
    return text.lstrip(_QUOTE).startswith(_FORMULA)
