"""持卡人: what a card says about its holder, and what about it does not fit together."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, Self

from clinic_app.domain.identifiers import BadIdNumber, check_id_number

CardKind = Literal["ssc1", "ssc2", "ssc3", "idcard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHolder:
    """One reading of one card.  None: the card does not give it, or it could not be read.

    ``ssc1`` … ``ssc3``: 社会保障卡 by generation; ``idcard``: 二代身份证.
    `warnings` are codes (`check_holder`, `unreadable`); the desk shows them and repairs nothing.
    """

    kind: CardKind
    card_identifier: str | None = None  # 卡识别码: hex; its first six digits are the issuing area
    card_version: str | None = None  # 规范版本, such as "2.00"
    card_number: str | None = None  # 卡号, as printed on the card
    issued_on: date | None = None
    valid_to: date | None = None  # last day; None also for 长期
    id_number: str | None = None  # 社会保障号码, 公民身份号码
    name: str | None = None
    sex: str | None = None  # GB/T 2261.1: "1" male, "2" female
    ethnic: str | None = None  # GB/T 3304, "01" … "56"
    birthplace: str | None = None  # six-digit area
    birth_date: date | None = None
    address: str | None = None  # 二代身份证 only, as the next two
    authority: str | None = None  # 签发机关
    valid_from: date | None = None
    warnings: tuple[str, ...] = ()
    simulated: bool = False  # made up, for demonstration and training

    @property
    def issuing_area(self) -> str | None:
        """发卡地区: the six-digit area that issued the card."""
        return self.card_identifier[:6] if self.card_identifier else None

    def with_warnings(self, *found: str) -> Self:
        """The same reading with further warnings, each once."""
        return replace(self, warnings=tuple(dict.fromkeys(self.warnings + found)))

    def as_json(self) -> dict[str, object]:
        """What the card gave, dates as YYYY-MM-DD; what it did not give is left out."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        keep = {name: _plain(value) for name, value in given.items() if value is not None}
        if not self.simulated:
            del keep["simulated"]
        return keep


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def unreadable(field: str) -> str:
    """The warning for one field that the card holds in a form nobody can read."""
    return f"{field}.unreadable"


def check_holder(holder: CardHolder, today: date) -> CardHolder:
    """Compare the parts of a reading with each other; differences become warnings.

    ``id_number.format`` ``.area`` ``.date`` ``.check`` (GB 11643), ``sex.differs`` and
    ``birth_date.differs`` from the ID number, ``card.expired``.
    """
    found = _number_warnings(holder, today)
    if holder.valid_to is not None and holder.valid_to < today:
        found.append("card.expired")
    return holder.with_warnings(*found)


def _number_warnings(holder: CardHolder, today: date) -> list[str]:
    if holder.id_number is None:
        return []
    try:
        number = check_id_number(holder.id_number, today)
    except BadIdNumber as error:
        return [f"id_number.{error.facts['why']}"]
    found = []
    if holder.sex is not None and holder.sex != number.sex:
        found.append("sex.differs")
    if holder.birth_date is not None and holder.birth_date != number.birth_date:
        found.append("birth_date.differs")
    return found


def day_of(digits: str) -> date | None:
    """YYYYMMDD as a card holds it; blank (all F, all 0, or nothing) is None.

    Raises:
        ValueError: neither blank nor a day of the calendar.
    """
    if not digits.strip("F") or not digits.strip("0"):
        return None
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise ValueError(digits)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
