"""病程记录: the kinds of notes and what each one tells (病历书写基本规范 (2010) art. 18 to 24)."""

from collections.abc import Mapping
from typing import Final

DISCHARGE: Final = "discharge"
ADMISSION: Final = "admission"

# Kind → the titles of its parts, in their order.
SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    ADMISSION: ("主诉", "现病史", "既往史", "体格检查", "辅助检查", "初步诊断", "诊疗计划"),
    "first": ("病例特点", "拟诊讨论", "诊疗计划"),
    "daily": ("病情",),
    "rounds": ("查房意见",),
    DISCHARGE: ("入院情况", "诊疗经过", "检查结果", "出院情况", "出院医嘱", "出院带药"),
}
# Without these a note says nothing.
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    ADMISSION: ("主诉", "现病史"),
    "first": ("病例特点",),
    "daily": ("病情",),
    "rounds": ("查房意见",),
    DISCHARGE: ("诊疗经过", "出院医嘱"),
}


def missing_in(kind: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The titles that still want a text.

    >>> missing_in("daily", {"病情": " "})
    ('病情',)
    """
    return tuple(title for title in REQUIRED.get(kind, ()) if not texts.get(title, "").strip())
