"""仪器结果 and whose it is: what an instrument says of its patient against the person of the order."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.domain.identifiers import eighteen_of

SEXES: Final = {"M": "1", "F": "2", "男": "1", "女": "2", "1": "1", "2": "2"}  # as instruments write them


@dataclass(frozen=True, slots=True)
class Patient:
    """Whom a file or an order speaks of; empty is not said."""

    name: str = ""
    born: date | None = None
    sex: str = ""  # 1, 2
    id_number: str = ""
    number: str = ""  # PID-3 as it stands: a card, a code, the slip of a stranger


NOBODY: Final = Patient()


def differs(told: Patient, ordered: Patient, spelled: Collection[str] = ()) -> tuple[str, ...]:
    """Which of name, birth_date, sex and id_number are another's; what one of the two does not say is not compared.

    Args:
        told: by the instrument; the name as HL7 and DICOM write it: 郑^阿妹, ^郑阿妹, Zheng^Amei=郑^阿妹.
        spelled: the ordered person's name in pinyin, one word each, for an instrument without Chinese.

    >>> differs(Patient("^郑阿妹", sex="2"), Patient("郑阿妹", date(1960, 1, 2), "1"))
    ('sex',)
    """
    pairs = {
        "birth_date": (told.born, ordered.born),
        "sex": (told.sex, ordered.sex if ordered.sex in ("1", "2") else ""),
        "id_number": (eighteen_of(told.id_number), eighteen_of(ordered.id_number)),
    }
    name = ("name",) if told.name and ordered.name and not _named(told.name, ordered.name, spelled) else ()
    return name + tuple(part for part, (one, other) in pairs.items() if one and other and one != other)


def _named(told: str, name: str, spelled: Collection[str]) -> bool:
    known = {_plain(name), *spelled}
    return any(known & _ways(group) for group in told.replace("~", "=").split("="))


def _ways(group: str) -> set[str]:
    """The name in one word, the family's before and after the given one."""
    parts = [_plain(part) for part in group.replace(" ", "^").split("^")]
    return {"".join(parts), "".join(reversed(parts))}


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())
