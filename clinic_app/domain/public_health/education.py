"""健康教育: what an institution owes in a year.

Source: 国家基本公共卫生服务规范（第三版）, 健康教育服务规范, 服务内容.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

_VILLAGE: Final = "village"


@dataclass(frozen=True, slots=True)
class Owed:
    """One kind of activity in one year."""

    kind: str  # resources/codes/edu_activity.csv
    done: int
    least: int


# kind: least for a village clinic, least for the others.  Boards: every two months, one board and two.
_LEAST: Final[Mapping[str, tuple[int, int]]] = {
    "1": (12, 12),
    "2": (6, 6),
    "3": (6, 12),
    "4": (0, 9),
    "5": (6, 12),
}
_BY_TOPIC: Final = frozenset({"1", "2"})  # kinds of material are counted, not the times they were handed out


def owed(fillings: Iterable[Mapping[str, Any]], level: str) -> tuple[Owed, ...]:
    """What a year's records of health_education amount to.

    Args:
        fillings: values of the standing records.
        level: of the institution: village, township, community …

    >>> owed([{"kind": "5", "topic": "控盐"}], "village")[-1]
    Owed(kind='5', done=1, least=6)
    """
    known = list(fillings)
    least = {kind: village if level == _VILLAGE else other for kind, (village, other) in _LEAST.items()}
    return tuple(Owed(kind, _done(known, kind), wanted) for kind, wanted in least.items() if wanted)


def _done(fillings: list[Mapping[str, Any]], kind: str) -> int:
    topics = [str(one.get("topic", "")).strip() for one in fillings if one.get("kind") == kind]
    return len(set(topics)) if kind in _BY_TOPIC else len(topics)
