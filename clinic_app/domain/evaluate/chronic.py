"""The case files of chronic care: hypertension, htn_screening, diabetes, mental_disorder, tuberculosis,
tcm_constitution, tcm_items, elderly_selfcare.

An empty flag is no, an empty class of the follow-up before is none; what else may be empty was not measured.
"""

from collections.abc import Callable, Container, Mapping
from typing import Final

from clinic_app.domain.codes import codes
from clinic_app.domain.evaluate.rule import (
    BadCase,
    Row,
    Rule,
    amount,
    amount_or_none,
    bad,
    day,
    flag,
    given,
    moment_or_none,
    said,
    whole,
    whole_or_none,
)
from clinic_app.domain.public_health import (
    diabetes,
    elderly,
    hypertension,
    mental_disorder,
    tcm,
    tuberculosis,
)
from clinic_app.domain.public_health.followups import Decision, FollowupClass
from clinic_app.domain.public_health.norms import NEWEST
from clinic_app.domain.public_health.screening import Screened, screen
from clinic_app.domain.public_health.tuberculosis import Phase

_FOLLOWUP: Final = ("controlled", "followup_class", "action", "next_visit_by")


def _hypertension(row: Row) -> Mapping[str, str]:
    return _decision(
        hypertension.decide(
            age=whole(row, "age", least=0),
            sbp=whole(row, "sbp", least=1),
            dbp=whole(row, "dbp", least=1),
            day=day(row, "visit_date"),
            emergency_sign=said(row, "emergency_sign"),
            pregnant_or_lactating=said(row, "pregnant_or_lactating"),
            adverse_reaction=said(row, "adverse_reaction"),
            complication=said(row, "complication"),
            prev_class=_prev_class(row),
        )
    )


def _diabetes(row: Row) -> Mapping[str, str]:
    return _decision(
        diabetes.decide(
            fpg=amount(row, "fpg"),
            day=day(row, "visit_date"),
            sbp=whole_or_none(row, "sbp", least=1),
            dbp=whole_or_none(row, "dbp", least=1),
            heart_rate=whole_or_none(row, "heart_rate", least=1),
            temp=amount_or_none(row, "temp"),
            emergency_sign=said(row, "emergency_sign"),
            adverse_reaction=said(row, "adverse_reaction"),
            complication=said(row, "complication"),
            prev_class=_prev_class(row),
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
        age=whole(row, "age", least=0),
        sex=_sex(row),
        sbp=whole_or_none(row, "sbp", least=1),
        dbp=whole_or_none(row, "dbp", least=1),
        bmi=amount_or_none(row, "bmi"),
        waist=amount_or_none(row, "waist"),
        family_history=said(row, "family_history"),
        high_salt=said(row, "high_salt"),
        heavy_drinking=said(row, "heavy_drinking"),
    )
    group, risks = screen(person, NEWEST)
    return {"group": group, "risks": "+".join(risks)}


def _sex(row: Row) -> str:
    """GB/T 2261.1; empty is unknown."""
    sex = row["sex"].strip()
    if sex and sex not in codes("sex"):
        raise bad(row, "sex")
    return sex


def _prev_class(row: Row) -> int:
    """0 or empty: there was no follow-up before."""
    return whole_or_none(row, "prev_class", least=0, most=max(FollowupClass)) or 0


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
    coded = {name: _code(row, name, known) for name, known in _MENTAL_CODES.items()}
    social = mental_disorder.worst_social([coded.pop("social")])
    found = mental_disorder.stability(social=social, **coded)
    next_step = mental_disorder.decide(found, day(row, "visit_date"))
    return {
        "class": str(int(found)),
        "action": next_step.action,
        "next_visit_by": next_step.next_visit_by.isoformat(),
    }


def _code(row: Row, name: str, known: Container[int]) -> int:
    if name in _NONE_WHEN_EMPTY and not given(row, name):
        return 0
    code = whole(row, name)
    if code not in known:
        raise bad(row, name)
    return code


def _tuberculosis(row: Row) -> Mapping[str, str]:
    notified, visited = moment_or_none(row, "notified_at"), moment_or_none(row, "first_visit_at")
    due, taken, missed = (_count(row, name) for name in ("doses_due", "doses_taken", "missed_days"))
    on_time = "" if notified is None else flag(tuberculosis.first_visit_on_time(notified, visited))
    held = notified.date() if notified else NEWEST
    percent = tuberculosis.adherence_hundredths(taken, due)
    return {
        "first_visit_on_time": on_time,
        "adherence_pct": "" if percent is None else f"{percent // 100}.{percent % 100:02d}",
        "regular": flag(tuberculosis.regular(taken, due, held)),
        "report_missed": flag(tuberculosis.report_missed(missed, held)),
        "visit_interval_days": str(tuberculosis.visit_interval(_phase(row), held)),
    }


def _count(row: Row, name: str) -> int:
    return whole_or_none(row, name, least=0) or 0


def _phase(row: Row) -> Phase:
    try:
        return Phase(row["phase"].strip())
    except ValueError as error:
        raise bad(row, "phase") from error


def _constitution(row: Row) -> Mapping[str, str]:
    answers = [whole({"answers": one}, "answers", least=1, most=5) for one in row["answers"].split()]
    if len(answers) != tcm.QUESTIONS:
        raise BadCase(f"answers: {len(answers)}")
    scored = tcm.scores(answers)
    judged = tcm.results(scored)
    return {f"{key}_score": str(score) for key, score in scored.items()} | dict(judged)


# By the item's number; item 17 may also say that it is every time.
_ITEMS: Final[Mapping[str, Callable[[Row], int]]] = {
    "9": lambda row: tcm.score_bmi(amount(row, "value")),
    "14": lambda row: tcm.score_colds(whole(row, "value", least=0)),
    "17": lambda row: tcm.score_allergies(whole(row, "value", least=0)),
    "28": lambda row: tcm.score_waist(amount(row, "value")),
}


def _item(row: Row) -> Mapping[str, str]:
    item = row["item"].strip()
    if item == "17" and row["value"].strip().lower() == tcm.EVERY:
        return {"score": "5"}
    if item not in _ITEMS:
        raise bad(row, "item")
    return {"score": str(_ITEMS[item](row))}


def _selfcare(row: Row) -> Mapping[str, str]:
    options = {item: whole(row, item, least=1, most=max(elderly.OPTIONS)) for item in elderly.ITEMS}
    total = elderly.selfcare_total(options)
    return {"total": str(total), "grade": str(int(elderly.selfcare_grade(total)))}


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
