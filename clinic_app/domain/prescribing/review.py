"""处方点评: which codes the program finds by itself; a pharmacist decides.

Source: 医院处方点评管理规范(试行) (2010) art. 17 to 20.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.domain.age import full_years
from clinic_app.domain.prescribing.draft import Draft
from clinic_app.domain.prescribing.hits import Hit, Severity, Words, is_answered

CODES: Final[dict[str, Words]] = {
    "1-3": Words("没有药师审核，或审核、调配、核对单人签名", "No pharmacist's review, or a single signature"),
    "1-4": Words("新生儿、婴幼儿年龄没有写日龄、月龄", "An infant's age is not in days or months"),
    "1-5": Words("处方种类没有分开", "Kinds of prescriptions are not kept apart"),
    "1-6": Words("没有使用通用名", "Not the generic name"),
    "1-10": Words("诊断缺项或不全", "The diagnosis is missing or incomplete"),
    "1-11": Words("单张处方超过五种药品", "More than five drugs"),
    "1-12": Words("无理由超过规定天数", "Too many days without a reason"),
    "1-14": Words("违反抗菌药物分级管理", "An antibiotic against its grade"),
    "2-5": Words("用法、用量不适宜", "Unsuitable dose"),
    "2-7": Words("重复用药", "Duplicate"),
    "2-8": Words("有配伍禁忌或不良相互作用", "Incompatible, or an interaction"),
    "3-4": Words(
        "无理由为同一患者同时开具两种以上药理作用相同的药物", "Two drugs of one action without a reason"
    ),
}

# A hit's key, or its rule, to the code; the latter ones only where no reason was given.
_ALWAYS: Final = {
    "P01": "1-11",
    "P05": "1-5",
    "P06.generic": "1-6",
    "P06.no_diagnosis": "1-10",
    "P06.uncoded": "1-10",
    "P08.grade": "1-14",
    "P08.outpatient": "1-14",
    "P08.consultation": "1-14",
    "P08.vein": "1-14",
    "P10.single": "2-5",
    "P10.daily": "2-5",
    "P10.together": "2-5",
    "P10.low": "2-5",
    "P10.interval": "2-5",
    "P10.herb": "2-5",
    "P10.toxic_herb": "2-5",
    "P14": "2-8",
    "P15": "2-7",
    "P17": "2-8",
}
_UNLESS_ANSWERED: Final = {
    "P02": "1-12",
    "P03.long": "1-12",
    "P03.longest": "1-12",
    "P08.emergency": "1-14",
    "P09.days": "1-12",
    "P09.psy2": "1-12",
    "P09.toxic": "1-12",
    "P15": "3-4",
}
_IN_DAYS_OR_MONTHS: Final = ("天", "日", "月")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A signed prescription with what became of it, as the review reads it."""

    prescription_id: str
    prescriber: str
    day: date
    draft: Draft
    hits: tuple[Hit, ...]  # of the check when it was signed
    amounts_fen: tuple[int, ...] = ()  # of each line
    birth: date
    age_text: str = ""  # as printed
    reviewed_by: str = ""  # empty: nobody
    prepared_by: str = ""
    checked_by: str = ""
    alone: bool = False  # a village clinic with one person: the same may prepare and check
    changed: bool = False  # after a check, or refused by the pharmacist
    codes: tuple[str, ...] | None = None  # of the pharmacist's review; None: not reviewed, (): reasonable


def proposed(issued: Issued) -> tuple[str, ...]:
    """The codes that the program finds, in their order."""
    return tuple(sorted({*_of_signatures(issued), *_of_age(issued), *_of_hits(issued)}, key=_order))


def _of_signatures(issued: Issued) -> Iterator[str]:
    signed = issued.reviewed_by and issued.prepared_by and issued.checked_by
    single = issued.prepared_by == issued.checked_by and not issued.alone
    if not signed or single:
        yield "1-3"


def _of_age(issued: Issued) -> Iterator[str]:
    infant = full_years(issued.birth, issued.day) < 1
    if infant and not any(word in issued.age_text for word in _IN_DAYS_OR_MONTHS):
        yield "1-4"


def _of_hits(issued: Issued) -> Iterator[str]:
    for hit in issued.hits:
        minor = hit.rule == "P14" and hit.severity is Severity.WARN
        always = _ALWAYS.get(hit.key) or _ALWAYS.get(hit.rule)
        if always is not None and not minor:
            yield always
        unanswered = _UNLESS_ANSWERED.get(hit.key) or _UNLESS_ANSWERED.get(hit.rule)
        if unanswered is not None and not is_answered(hit, issued.draft):
            yield unanswered


def _order(code: str) -> tuple[int, ...]:
    """1-3 before 1-12."""
    return tuple(map(int, code.split("-")))
