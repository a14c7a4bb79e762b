"""居民健康档案编号: 17 digits without a check digit.

Source: 国家基本公共卫生服务规范（第三版）, record management.
"""

from dataclasses import dataclass
from enum import StrEnum

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.identifiers.areas import PROVINCES
from clinic_app.domain.identifiers.writing import clean, is_digits


class BadRecordNumber(RuleBroken):
    """`why` is ``format``, ``area``, ``town``, ``village`` or ``serial``."""

    code = "identity.bad_record_number"


class VillageKind(StrEnum):
    RESIDENTS_COMMITTEE = "RESIDENTS_COMMITTEE"  # 居委会
    VILLAGE_COMMITTEE = "VILLAGE_COMMITTEE"  # 村委会
    OTHER_ORG = "OTHER_ORG"


@dataclass(frozen=True, slots=True)
class RecordNumber:
    number: str
    area6: str
    town3: str
    village3: str
    village_kind: VillageKind
    serial5: str
    warnings: tuple[str, ...] = ()  # ``village_statistical``: 200-399, kept on import only

    @property
    def short8(self) -> str:
        """Digits 10-17, all that the paper forms show."""
        return self.number[9:]

    @property
    def printed(self) -> str:
        """As the paper forms print them: 3-5."""
        return f"{self.village3}-{self.serial5}"


def check_record_number(text: str, imported: bool = False) -> RecordNumber:
    """Read a record number; only an import may keep a statistical village code (200-399).

    Raises:
        BadRecordNumber: with `why`.
    """
    number = clean(text)
    if len(number) != 17 or not is_digits(number):
        raise BadRecordNumber(why="format")
    if number[:2] not in PROVINCES or number[4:6] == "00":
        raise BadRecordNumber(why="area")
    if number[6:9] == "000":
        raise BadRecordNumber(why="town")
    statistical = 200 <= int(number[9:12]) <= 399
    kind = VillageKind.VILLAGE_COMMITTEE if statistical and imported else _village_kind(int(number[9:12]))
    if number[12:] == "00000":
        raise BadRecordNumber(why="serial")
    warnings = ("village_statistical",) if statistical else ()
    return RecordNumber(number, number[:6], number[6:9], number[9:12], kind, number[12:], warnings)


def _village_kind(village: int) -> VillageKind:
    if 1 <= village <= 99:
        return VillageKind.RESIDENTS_COMMITTEE
    if 101 <= village <= 199:
        return VillageKind.VILLAGE_COMMITTEE
    if 901 <= village <= 999:
        return VillageKind.OTHER_ORG
    raise BadRecordNumber(why="village")
