"""药品追溯码: what a scanner reads from a box.

Twenty digits, the first seven of which stand for the product; or a GS1 element string, whose serial number (21) is
such a code, or is one within its article number (01).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import BadExpiry, last_day

PREFIX: Final = 7  # 药品标识码
NO_CODE: Final = ("unlabelled", "torn", "scanner", "split", "herbs", "before")  # why a line has no code

_SYMBOLOGIES: Final = ("]C1", "]d2", "]Q3", "]e0")
_SEPARATOR: Final = "\x1d"
_FIXED: Final = {"00": 18, "01": 14, "11": 6, "13": 6, "15": 6, "17": 6}  # length after the identifier
_VARIABLE: Final = {"10": 20, "21": 20}  # at most, ended by the separator


class BadTraceCode(RuleBroken):
    """What was read is no trace code."""

    code = "trace.bad_code"


class CodeMissing(RuleBroken):
    """A line was handed out or received without a code and without saying why."""

    code = "trace.missing"


class TooManyCodes(RuleBroken):
    """More boxes were scanned than the line needs."""

    code = "trace.too_many"


class CodeSold(RuleBroken):
    """The box was sold here before, or holds too little for the line."""

    code = "trace.sold"


class SoldElsewhere(CodeSold):
    """The county told that the box was sold elsewhere."""

    code = "trace.sold_elsewhere"


class HereAlready(RuleBroken):
    """The box was received before, or stands twice on a delivery."""

    code = "trace.here_already"


class WrongProduct(RuleBroken):
    """The box is not of the drug on the line."""

    code = "trace.wrong_product"


@dataclass(frozen=True, slots=True)
class TraceCode:
    """A box's code, and what else the symbol says of it."""

    code: str
    prefix: str = ""  # seven digits; "" where the symbol holds none
    lot: str = ""
    expires: date | None = None


def read(scanned: str) -> TraceCode:
    """
    >>> read("8101 2340 0000 0000 0017").prefix
    '8101234'
    >>> read("(01)06901234567892(17)270131(10)A1(21)81012340000000000017").lot
    'A1'

    Raises:
        BadTraceCode
    """
    text = scanned.strip()
    digits = re.sub(r"[\s-]", "", text) if _SEPARATOR not in text else text
    if re.fullmatch(r"[0-9]{20}", digits):
        return TraceCode(digits, digits[:PREFIX])
    elements = _elements(text)
    serial, article = elements.get("21", ""), elements.get("01", "")
    expires = _gs1_day(elements.get("17", ""))
    lot = elements.get("10", "")
    if re.fullmatch(r"[0-9]{20}", serial):
        return TraceCode(serial, serial[:PREFIX], lot, expires)
    if serial and article:
        return TraceCode(f"{article}.{serial}", "", lot, expires)
    raise BadTraceCode(length=len(text))


def _elements(text: str) -> dict[str, str]:
    """The parts of a GS1 element string, with brackets as people write them or without as scanners send them.

    Raises:
        BadTraceCode
    """
    for symbology in _SYMBOLOGIES:
        text = text.removeprefix(symbology)
    if text.startswith("("):
        return dict(re.findall(r"\((\d{2})\)([^(]+)", text))
    found: dict[str, str] = {}
    while text := text.removeprefix(_SEPARATOR):
        name = text[:2]
        if name in _FIXED:
            length = _FIXED[name]
            found[name], text = text[2 : 2 + length], text[2 + length :]
        elif name in _VARIABLE:
            found[name], _, text = text[2:].partition(_SEPARATOR)
        else:
            raise BadTraceCode(length=len(text))
    return found


def _gs1_day(text: str) -> date | None:
    """YYMMDD, where day 00 is the month's last."""
    if not re.fullmatch(r"[0-9]{6}", text):
        return None
    try:
        return last_day(f"20{text[:4]}" if text[4:] == "00" else f"20{text}")
    except BadExpiry:
        return None
