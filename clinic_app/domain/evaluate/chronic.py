"""The case files of chronic care: hypertension, htn_screening, diabetes, mental_disorder, tuberculosis,
tcm_constitution, tcm_items, elderly_selfcare.

An empty flag is no, an empty class of the follow-up before is none; what else may be empty was not measured.
"""

from collections.abc import Callable, Container, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from clinic_app.domain.evaluate.rule import BadCase, Row, Rule, day, decimal, flag, whole
from clinic_app.domain.public_health import (
    diabetes,
    elderly,
    hypertension,
    mental_disorder,
    tcm,
    tuberculosis,
)
from clinic_app.domain.public_health.followups import Decision
from clinic_app.domain.public_health.norms import NEWEST
from clinic_app.domain.public_health.screening import Screened, screen
from clinic_app.domain.public_health.tuberculosis import Phase

_FOLLOWUP: Final = ("controlled", "followup_class", "action", "next_visit_by")


def _hypertension(row: Row) -> Mapping[str, str]:
    return _decision(
        hypertension.decide(
            age=whole(row, "age"),
            sbp=whole(row, "sbp"),
            dbp=whole(row, "dbp"),
            day=day(row, "visit_date"),
            emergency_sign=_said(row, "emergency_sign"),
            pregnant_or_lactating=_said(row, "pregnant_or_lactating"),
            adverse_reaction=_said(row, "adverse_reaction"),
            complication=_said(row, "complication"),
            prev_class=_or_zero(row, "prev_class"),
        )
    )


def _diabetes(row: Row) -> Mapping[str, str]:
    return _decision(
        diabetes.decide(
            fpg=decimal(row, "fpg"),
            day=day(row, "visit_date"),
            sbp=_whole_or_none(row, "sbp"),
            dbp=_whole_or_none(row, "dbp"),
            heart_rate=_whole_or_none(row, "heart_rate"),
            temp=_decimal_or_none(row, "temp"),
            emergency_sign=_said(row, "emergency_sign"),
            adverse_reaction=_said(row, "adverse_reaction"),
            complication=_said(row, "complication"),
            prev_class=_or_zero(row, "prev_class"),
        )
    )


def _decision(found: Decision) -> Mapping[str, str]:
    return {
        "controlled": flag(found.controlled),
        "followup_class": str(int(found.followup_class)),
        "action": found.action,
        "next_visit_by": found.next_visit_by.isoformat(),
    }


def _screening(row: Row) -> Mapping[str, str]:
    person = Screened(
        age=whole(row, "age"),
        sex=row["sex"].strip(),
        sbp=_whole_or_none(row, "sbp"),
        dbp=_whole_or_none(row, "dbp"),
        bmi=_size_or_none(row, "bmi"),
        waist=_size_or_none(row, "waist"),
        family_history=_said(row, "family_history"),
        high_salt=_said(row, "high_salt"),
        heavy_drinking=_said(row, "heavy_drinking"),
    )
    group, risks = screen(person, NEWEST)
    return {"group": group, "risks": "+".join(risks)}


# A code outside its list would otherwise read as stable.
_MENTAL_CODES: Final[Mapping[str, Container[int]]] = {
    "risk": range(6),
    "symptom": (1, 2, 3),
    "insight": (1, 2, 3),
    "social": (1, 2, 3, mental_disorder.NOT_APPLICABLE),
    "adverse": (0, 1, 2),
    "somatic": (0, 1, 2),
}
_NONE_WHEN_EMPTY: Final = ("adverse", "somatic")


def _mental_disorder(row: Row) -> Mapping[str, str]:
    codes = {name: _code(row, name, known) for name, known in _MENTAL_CODES.items()}
    social = mental_disorder.worst_social([codes.pop("social")])
    found = mental_disorder.stability(social=social, **codes)
    next_step = mental_disorder.decide(found, day(row, "visit_date"))
    return {
        "class": str(int(found)),
        "action": next_step.action,
        "next_visit_by": next_step.next_visit_by.isoformat(),
    }


def _code(row: Row, name: str, known: Container[int]) -> int:
    code = _or_zero(row, name) if name in _NONE_WHEN_EMPTY else whole(row, name)
    if code not in known:
        raise BadCase(f"{name}={row[name]}")
    return code


def _tuberculosis(row: Row) -> Mapping[str, str]:
    notified, visited = _moment(row, "notified_at"), _moment(row, "first_visit_at")
    due, taken = _or_zero(row, "doses_due"), _or_zero(row, "doses_taken")
    if due < 0 or taken < 0:
        raise BadCase(f"doses_due={due}, doses_taken={taken}")
    on_time = "" if notified is None else flag(tuberculosis.first_visit_on_time(notified, visited))
    held = notified.date() if notified else NEWEST
    percent = tuberculosis.adherence_hundredths(taken, due)
    return {
        "first_visit_on_time": on_time,
        "adherence_pct": "" if percent is None else f"{percent // 100}.{percent % 100:02d}",
        "regular": flag(tuberculosis.regular(taken, due, held)),
        "report_missed": flag(tuberculosis.report_missed(_or_zero(row, "missed_days"), held)),
        "visit_interval_days": str(tuberculosis.visit_interval(_phase(row), held)),
    }


def _phase(row: Row) -> Phase:
    try:
        return Phase(row["phase"].strip())
    except ValueError as error:
        raise BadCase(f"phase={row['phase']}") from error


def _constitution(row: Row) -> Mapping[str, str]:
    try:
        scored = tcm.scores([int(answer) for answer in row["answers"].split()])
    except ValueError as error:
        raise BadCase(f"answers={row['answers']}") from error
    judged = tcm.results(scored)
    return {f"{key}_score": str(score) for key, score in scored.items()} | dict(judged)


# By the item's number; item 17 may also say that it is every time.
_ITEMS: Final[Mapping[str, Callable[[Decimal], int]]] = {
    "9": tcm.score_bmi,
    "14": lambda value: tcm.score_colds(int(value)),
    "17": lambda value: tcm.score_allergies(int(value)),
    "28": tcm.score_waist,
}


def _item(row: Row) -> Mapping[str, str]:
    item = row["item"].strip()
    if item == "17" and row["value"].strip().lower() == tcm.EVERY:
        return {"score": "5"}
    value = decimal(row, "value")
    if item not in _ITEMS or value < 0:
        raise BadCase(f"item={item}, value={value}")
    return {"score": str(_ITEMS[item](value))}


def _selfcare(row: Row) -> Mapping[str, str]:
    try:
        total = elderly.selfcare_total({item: whole(row, item) for item in elderly.ITEMS})
    except KeyError as error:
        raise BadCase(str(error)) from error
    return {"total": str(total), "grade": str(int(elderly.selfcare_grade(total)))}


def _said(row: Row, name: str) -> bool:
    text = row[name].strip()
    if text not in ("", "0", "1"):
        raise BadCase(f"{name}={row[name]}")
    return text == "1"


def _or_zero(row: Row, name: str) -> int:
    return _whole_or_none(row, name) or 0


def _whole_or_none(row: Row, name: str) -> int | None:
    return whole(row, name) if row[name].strip() else None


def _decimal_or_none(row: Row, name: str) -> Decimal | None:
    return decimal(row, name) if row[name].strip() else None


def _size_or_none(row: Row, name: str) -> Decimal | None:
    size = _decimal_or_none(row, name)
    if size is not None and size < 0:
        raise BadCase(f"{name}={row[name]}")
    return size


def _moment(row: Row, name: str) -> datetime | None:
    """A local time without zone."""
    text = row[name].strip()
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadCase(f"{name}={text}") from error


_CONSTITUTION_ANSWERS: Final = tuple(name for key in tcm.constitutions() for name in (f"{key}_score", key))

RULES: Mapping[str, Rule] = {
    "hypertension": Rule(
        (
            "age",
            "sbp",
            "dbp",
            "emergency_sign",
            "pregnant_or_lactating",
            "adverse_reaction",
            "complication",
            "prev_class",
            "visit_date",
        ),
        _FOLLOWUP,
        _hypertension,
    ),
    "htn_screening": Rule(
        (
            "age",
            "sex",
            "sbp",
            "dbp",
            "bmi",
            "waist",
            "family_history",
            "high_salt",
            "heavy_drinking",
        ),
        ("group", "risks"),
        _screening,
    ),
    "diabetes": Rule(
        (
            "fpg",
            "sbp",
            "dbp",
            "heart_rate",
            "temp",
            "emergency_sign",
            "adverse_reaction",
            "complication",
            "prev_class",
            "visit_date",
        ),
        _FOLLOWUP,
        _diabetes,
    ),
    "mental_disorder": Rule(
        ("risk", "symptom", "insight", "social", "adverse", "somatic", "visit_date"),
        ("class", "action", "next_visit_by"),
        _mental_disorder,
    ),
    "tuberculosis": Rule(
        ("notified_at", "first_visit_at", "doses_due", "doses_taken", "missed_days", "phase"),
        ("first_visit_on_time", "adherence_pct", "regular", "report_missed", "visit_interval_days"),
        _tuberculosis,
    ),
    "tcm_constitution": Rule(("answers",), _CONSTITUTION_ANSWERS, _constitution),
    "tcm_items": Rule(("item", "value"), ("score",), _item),
    "elderly_selfcare": Rule(elderly.ITEMS, ("total", "grade"), _selfcare),
}
