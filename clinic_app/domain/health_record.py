"""健康档案: serials that two offline PCs never share, and whether a record is alive.

Sources: 国家基本公共卫生服务规范（第三版）, record management; identifiers §5.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.identifiers import BadRecordNumber, RecordNumber, check_record_number

TOWNSHIP_FROM: Final = 50_000  # a village's clinics number below it, its township above it
_LAST: Final = 99_999
# How many devices of one facility share a part: each takes every so-manieth serial of it.
_LANES: Final = {False: 8, True: 32}  # by: the facility is a township's or higher
HEAD: Final = "02"  # 户主, of codes/relationship.csv
DYNAMIC: Final = timedelta(days=365)


class NumbersUsedUp(RuleBroken):
    """This device has given out every serial of its own of a village."""

    code = "record.numbers_used_up"


class BadVillageCode(RuleBroken):
    """Not the twelve digits of a village or residents' committee; `why` like that of a record number."""

    code = "record.bad_village_code"


class State(StrEnum):
    """Whether somebody is here to be looked after; anything but `HERE` ends the record and every plan."""

    HERE = "here"
    OUT = "out"  # 迁出
    LOST = "lost"  # 失访
    DIED = "died"


@dataclass(frozen=True, slots=True)
class Life:
    """What stands about somebody, and since when."""

    state: State = State.HERE
    since: date | None = None


def serial_of(nth: int, device: int, *, township: bool) -> int:
    """The `nth` serial (from 1) of one village that a facility's device (0 for letter A) gives out.

    Village devices share 1 … 50000, eight abreast; those of the township 50001 … 99999, 32 abreast: offline
    PCs never meet, whoever of the two opens the record.

    Raises:
        NumbersUsedUp
    """
    lanes = _LANES[township]
    begin, last = (TOWNSHIP_FROM, _LAST) if township else (0, TOWNSHIP_FROM)
    serial = begin + (nth - 1) * lanes + device % lanes + 1
    if serial > last:
        raise NumbersUsedUp(serial=serial)
    return serial


def record_number(village_code: str, serial: int) -> RecordNumber:
    """Seventeen digits: those of the village, and a person's own.

    Raises:
        BadVillageCode
    """
    try:
        return check_record_number(f"{village_code}{serial:05d}")
    except BadRecordNumber as error:
        raise BadVillageCode(why=error.facts["why"]) from error


def check_village_code(text: str) -> str:
    """Twelve digits without spaces.

    Raises:
        BadVillageCode
    """
    return record_number("".join(text.split()), 1).number[:12]


def is_dynamic(last_service: date | None, day: date) -> bool:
    """动态记录: a service within the year before `day`."""
    return last_service is not None and day - DYNAMIC < last_service <= day
