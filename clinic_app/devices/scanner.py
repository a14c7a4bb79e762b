"""扫码枪: a scanner that types what it reads, told apart from fingers by its speed.

Pure: characters and times go in, scans come out.  The UI feeds it every key press of the window.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from clinic_app.domain.identifiers import clean, mod_11_2

FAST_MS = 35  # scanners send a character every 1 to 20 ms, fingers rarely two within 80
PAUSE_MS = 100  # after a longer gap something new begins
SHORTEST = 6  # characters of a scan, without its Enter
LONGEST = 512

SLIP_PREFIX = "XYT:"  # our own slips: queue tickets, prescriptions, bills


class ScanKind(StrEnum):
    ID_NUMBER = "id_number"  # 公民身份号码
    CARD_NUMBER = "card_number"  # 社会保障卡卡号
    SLIP = "slip"  # ours
    INSURANCE_TOKEN = "insurance_token"  # 医保电子凭证: only the 医保 interface, on line, knows whose
    TRACE_CODE = "trace_code"  # 药品追溯码
    EAN13 = "ean13"  # 商品条码
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scan:
    text: str
    kind: ScanKind


def kind_of(text: str) -> ScanKind:
    """What a scanned text is, by its form and, where it has one, its check digit."""
    return next((kind for kind, fits in _FORMS if fits(text)), ScanKind.UNKNOWN)


def _is_id_number(text: str) -> bool:
    number = clean(text)
    return re.fullmatch(r"[0-9]{17}[0-9X]", number) is not None and mod_11_2(number[:17]) == number[17]


def _is_ean13(text: str) -> bool:
    """GS1: weights 1 and 3 in turn, the sum divides by ten."""
    if re.fullmatch(r"[0-9]{13}", text) is None:
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(text)) % 10 == 0


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


_FORMS: tuple[tuple[ScanKind, Callable[[str], bool]], ...] = (
    (ScanKind.SLIP, lambda text: text.startswith(SLIP_PREFIX) and len(text) > len(SLIP_PREFIX)),
    (ScanKind.ID_NUMBER, _is_id_number),
    (ScanKind.CARD_NUMBER, _matches(r"[A-Z][0-9]{8}|[0-9]{9}")),
    (ScanKind.TRACE_CODE, _matches(r"[0-9]{20}")),
    (ScanKind.EAN13, _is_ean13),
    (ScanKind.INSURANCE_TOKEN, _matches(r"[0-9A-Za-z]{28}")),
)


class Scanner:
    """Tells a scan from typing: most gaps short, none long, ended by Enter."""

    def __init__(self) -> None:
        self._text = ""
        self._gaps: list[int] = []
        self._last_ms = 0

    def feed(self, char: str, time_ms: int) -> Scan | None:
        """One character at the time of its key event; the scan when this Enter ends one.

        Keys without a character (shift, arrows) come as ``""`` and change nothing.
        """
        if not char:
            return None
        gap = time_ms - self._last_ms
        self._last_ms = time_ms
        if not self._text or not 0 <= gap <= PAUSE_MS or len(self._text) >= LONGEST:
            self._text, self._gaps = "", []
        else:
            self._gaps.append(gap)
        if char not in "\r\n":
            self._text += char
            return None
        text, gaps = self._text, self._gaps
        self._text, self._gaps = "", []
        if len(text) < SHORTEST or median(gaps) >= FAST_MS:
            return None
        return Scan(text.strip(), kind_of(text.strip()))
