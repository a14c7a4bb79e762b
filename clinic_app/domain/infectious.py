"""传染病: which diagnoses have to be reported, on the list of their day.

resources/tables/infectious_diseases.csv; the list changes, so each line has its dates.  How long one case lasts:
resources/public_health/infectious_cases.csv.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import NotFound


class NotOnList(NotFound):
    """The list of the diagnosis day has no such disease; `known` lists those it has."""

    code = "infectious.not_on_list"


@dataclass(frozen=True, slots=True)
class Disease:
    id: str
    name_zh: str
    name_en: str
    disease_class: str  # A, B, C
    report_hours: int  # after the diagnosis
    spans: tuple[tuple[str, str], ...]  # of ICD-10 codes, both ends in them
    valid_from: date
    valid_to: date | None
    part_of: str  # the disease of which this is a subtype

    def on_list(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def means(self, icd: str) -> bool:
        """Whether an ICD-10 code is of this disease.

        >>> [one.id for one in diseases() if one.means("B18.103")]
        ['HEP', 'HEP_B']
        """
        return any(first <= icd[: len(first)] and icd[: len(last)] <= last for first, last in self.spans)


class Reporting(StrEnum):
    """How a visit stands with the law; computed from its diagnoses and the doctor's answers, never kept."""

    NONE = "none"  # nothing to report
    OPEN = "open"  # 未报: nobody answered yet
    REPORTED = "reported"  # 已报: the doctor answered that it is a case
    EXCLUDED = "excluded"  # 排除: the doctor answered that it is none, and why


def reporting_of(found: Iterable[Disease], answers: Mapping[str, bool]) -> Reporting:
    """Of the diseases that a visit's diagnoses mean; `answers`: by disease, whether it is a case."""
    given = [answers.get(one.id) for one in found]
    if not given:
        return Reporting.NONE
    if None in given:
        return Reporting.OPEN
    return Reporting.REPORTED if any(given) else Reporting.EXCLUDED


@cache
def diseases() -> tuple[Disease, ...]:
    return tuple(_disease(row) for row in rows("tables", "infectious_diseases.csv"))


def notifiable(icd: str, day: date) -> tuple[Disease, ...]:
    """The diseases of the list of `day` that a diagnosis means; a subtype stands for the whole.

    >>> [one.id for one in notifiable("B18.1", date(2026, 11, 22))]
    ['HEP_B']
    """
    found = [one for one in diseases() if one.on_list(day) and one.means(icd)]
    wholes = {one.part_of for one in found}
    return tuple(one for one in found if one.id not in wholes)


def disease_on(disease: str, day: date) -> Disease:
    """A disease of the list that holds on its diagnosis day.

    Raises:
        NotOnList: it is not on that list.
    """
    listed = {one.id: one for one in diseases() if one.on_list(day)}
    if disease not in listed:
        raise NotOnList(disease=disease, day=day.isoformat(), known=" ".join(listed))
    return listed[disease]


def report_by(disease: Disease, diagnosed_at: datetime) -> datetime:
    """报告时限: the last moment; the clock starts with the diagnosis, on line or not."""
    return diagnosed_at + timedelta(hours=disease.report_hours)


def is_same_case(disease: str, course: str, onset: date, day: date) -> bool:
    """查重: whether who was reported with this onset is the same case on a later day, so that no second card is due.

    Args:
        course: 病例分类（2） of the card, resources/codes/case_course.csv.

    >>> is_same_case("HFMD", "", date(2026, 5, 1), date(2026, 5, 31))
    True
    >>> is_same_case("FLU", "", date(2026, 5, 1), date(2026, 5, 16))
    False
    """
    lines = _case_days()
    days = next(lines[key] for key in ((disease, course), (disease, ""), ("", "")) if key in lines)
    return days is None or (day - onset).days <= days


@cache
def _case_days() -> Mapping[tuple[str, str], int | None]:
    """By disease and course; None: for life."""
    return {
        (row["disease"], row["course"]): int(row["days"]) if row["days"] else None
        for row in rows("public_health", "infectious_cases.csv")
    }


def _disease(row: Mapping[str, str]) -> Disease:
    note = row["note"]
    return Disease(
        id=row["id"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        disease_class=row["class"],
        report_hours=int(row["report_hours"]),
        spans=tuple(_span(part) for part in row["icd10"].split()),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        part_of=note.split(";")[0].removeprefix("subtype of ").strip()
        if note.startswith("subtype of")
        else "",
    )


def _span(text: str) -> tuple[str, str]:
    first, _, last = text.partition("-")
    return first, last or first
