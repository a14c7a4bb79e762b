"""老年人生活自理能力评估: five items, their scores and the grade of the total.

resources/tables/selfcare_scores.csv.  Source: 国家基本公共卫生服务规范（第三版）, 老年人健康管理服务规范, 附件.
"""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from typing import Final

from clinic_app.domain.codes import rows

ITEMS: Final = ("eat", "wash", "dress", "toilet", "move")
OPTIONS: Final = (1, 2, 3, 4)


class Grade(IntEnum):
    """codes/elder_selfcare_grade.csv."""

    INDEPENDENT = 1
    MILD = 2
    MODERATE = 3
    DEPENDENT = 4


def selfcare_total(options: Mapping[str, int]) -> int:
    """The sum of the scores of an option 1-4 for each of `ITEMS`; 0 to 37.

    Raises:
        KeyError: an item is missing, or an option is none of 1-4; forms refuse it before.
    """
    return sum(_scores()[item, options[item]] for item in ITEMS)


def selfcare_grade(total: int) -> Grade:
    """0-3 可自理, 4-8 轻度依赖, 9-18 中度依赖, from 19 不能自理."""
    if total <= 3:
        return Grade.INDEPENDENT
    if total <= 8:
        return Grade.MILD
    return Grade.MODERATE if total <= 18 else Grade.DEPENDENT


@cache
def _scores() -> Mapping[tuple[str, int], int]:
    return {
        (row["item"], int(row["option"])): int(row["score"]) for row in rows("tables", "selfcare_scores.csv")
    }
