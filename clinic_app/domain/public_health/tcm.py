"""中医体质辨识 of the elderly: 33 answers, nine scores, nine results.

resources/tables/tcm_constitutions.csv and tcm_questions.csv.  Source: 国家基本公共卫生服务规范（第三版）,
老年人中医药健康管理服务记录表.  There is no conversion to 0-100 here; that belongs to the form of 60 items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

from clinic_app.domain.codes import rows
from clinic_app.domain.public_health.rounding import tenths_of, whole_of

BALANCED: Final = "PINGHE"
QUESTIONS: Final = 33
EVERY: Final = "every"  # item 17: at every exposure

_YES_FROM, _TENDS_FROM = 11, 9
_BALANCED_FROM, _OTHERS_YES, _OTHERS_BASIC = 17, 8, 10

# Greatest value of the scores 1 to 4; above the last it is 5.
_BMI_TENTHS: Final = (239, 249, 259, 279)
_WAIST_CM: Final = (79, 85, 90, 105)
_COLDS: Final = (1, 4, 6, 11)  # 7 lies in a gap of the form and counts as 4
_ALLERGIES: Final = (0, 2, 4)


class Result(StrEnum):
    """codes/tcm_result.csv."""

    NO = "0"
    YES = "1"
    TENDS = "2"  # 倾向是, of a biased constitution
    BASICALLY = "3"  # 基本是, of the balanced one


@dataclass(frozen=True, slots=True)
class Constitution:
    """One of nine; items are counted from 1."""

    key: str
    name_zh: str
    name_en: str
    items: tuple[int, ...]
    reversed: frozenset[int]  # counted as 6 minus the answer

    def score(self, answers: Sequence[int]) -> int:
        given = ((item, answers[item - 1]) for item in self.items)
        return sum(6 - answer if item in self.reversed else answer for item, answer in given)


@cache
def constitutions() -> Mapping[str, Constitution]:
    """By key, in the order of the form; the balanced one is the last."""
    return {row["key"]: _constitution(row) for row in rows("tables", "tcm_constitutions.csv")}


def scores(answers: Sequence[int]) -> dict[str, int]:
    """The score of each constitution from the 33 answers, each 1 to 5.

    Raises:
        ValueError: not 33 answers, or one that is none of 1 to 5; forms refuse it before.
    """
    if len(answers) != QUESTIONS or not all(1 <= answer <= 5 for answer in answers):
        raise ValueError(f"{len(answers)} answers")
    return {one.key: one.score(answers) for one in constitutions().values()}


def results(scored: Mapping[str, int]) -> dict[str, Result]:
    """是, 倾向是, 基本是 or 否 of each constitution."""
    others = max(score for key, score in scored.items() if key != BALANCED)
    return {
        key: _balanced(score, others) if key == BALANCED else _biased(score) for key, score in scored.items()
    }


def score_bmi(bmi: Decimal) -> int:
    """Item 9, by the BMI rounded to one decimal."""
    return _step(tenths_of(bmi), _BMI_TENTHS)


def score_waist(waist_cm: Decimal) -> int:
    """Item 28, by the waist rounded to whole centimetres."""
    return _step(whole_of(waist_cm), _WAIST_CM)


def score_colds(times_a_year: int) -> int:
    """Item 14."""
    return _step(times_a_year, _COLDS)


def score_allergies(times_a_year: int) -> int:
    """Item 17; at every exposure is 5, and not a number of times."""
    return _step(times_a_year, _ALLERGIES)


def _biased(score: int) -> Result:
    if score >= _YES_FROM:
        return Result.YES
    return Result.TENDS if score >= _TENDS_FROM else Result.NO


def _balanced(score: int, others: int) -> Result:
    """`others`: the greatest score of the eight biased ones."""
    if score < _BALANCED_FROM or others > _OTHERS_BASIC:
        return Result.NO
    return Result.YES if others <= _OTHERS_YES else Result.BASICALLY


def _step(value: int, greatest: tuple[int, ...]) -> int:
    return 1 + sum(value > limit for limit in greatest)


def _constitution(row: Mapping[str, str]) -> Constitution:
    return Constitution(
        key=row["key"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        items=tuple(int(item) for item in row["items"].split()),
        reversed=frozenset(int(item) for item in row["reverse_items"].split()),
    )
