"""The rules of computed and proposed fields by name, each over the values of one form.

The decisions are those of domain/public_health; here stands only which answers they are asked with.
A rule answers None, or fails on what is empty or wrong, while not enough is filled in to say.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from clinic_app.domain import contracts
from clinic_app.domain.age import full_years
from clinic_app.domain.bmi import bmi_tenths
from clinic_app.domain.forms.definition import Context, Values
from clinic_app.domain.forms.numbers import plain
from clinic_app.domain.measurements import measures
from clinic_app.domain.public_health import (
    children,
    diabetes,
    elderly,
    followups,
    hypertension,
    maternity,
    mental_disorder,
    tasks,
    tcm,
    tuberculosis,
)

Rule = Callable[[Values, Context], Any]


def _day(values: Values, context: Context) -> str:
    return context.day.isoformat()


def _age(values: Values, context: Context) -> int | None:
    return None if context.birth_date is None else full_years(context.birth_date, context.day)


def _bmi(values: Values, context: Context) -> str:
    height = values["height"] if "height" in values else values["length"]
    return plain(Decimal(bmi_tenths(Decimal(values["weight"]), Decimal(height))) / 10)


def _gestation(values: Values, context: Context) -> str:
    """Completed weeks and days since the last period: 12+3."""
    found = maternity.gestation(date.fromisoformat(values["lmp"]), context.day)
    return f"{found.weeks}+{found.days}"


def _due_date(values: Values, context: Context) -> str:
    return maternity.due_date(date.fromisoformat(values["lmp"])).isoformat()


def _antenatal_next(values: Values, context: Context) -> str | None:
    """The day on which the next contact opens, then the due date; who is referred is followed within two weeks."""
    last_period = date.fromisoformat(values["lmp"])
    opens = [window.opens(last_period) for window in maternity.windows()] + [maternity.due_date(last_period)]
    if values.get("class", values.get("assess")) == "2":
        opens.append(context.day + followups.SOON)
    return _first_after(opens, context.day)


def _after_childbirth(values: Values, context: Context) -> str | None:
    """The check at 42 days; who is referred is followed within two weeks."""
    days = [maternity.check_42_on(date.fromisoformat(values["birth_date"]))]
    if values.get("class") == "2":
        days.append(context.day + followups.SOON)
    return _first_after(days, context.day)


def _child_next(values: Values, context: Context) -> str | None:
    return _first_after(_child_days(context), context.day)


def _child_tcm_next(values: Values, context: Context) -> str | None:
    return _first_after(_child_days(context, with_tcm=True), context.day)


def _child_days(context: Context, with_tcm: bool = False) -> list[date]:
    """应访日期 of a child whose birth date is known; of the contacts that teach 中医药 only."""
    if context.birth_date is None:
        return []
    birth = context.birth_date
    return [visit.due.after(birth) for visit in children.visits() if visit.tcm or not with_tcm]


def _first_after(days: Iterable[date], day: date) -> str | None:
    return min((one.isoformat() for one in days if one > day), default=None)


def _hypertension(values: Values, context: Context) -> str | None:
    age = _age(values, context)
    if age is None:
        return None
    decision = hypertension.decide(
        age=age,
        sbp=values["sbp"],
        dbp=values["dbp"],
        day=context.day,
        pregnant_or_lactating="maternal" in context.carries,
        adverse_reaction=values.get("adverse", False),
    )
    return str(int(decision.followup_class))


def _diabetes(values: Values, context: Context) -> str:
    decision = diabetes.decide(
        fpg=Decimal(values["fpg"]),
        sbp=values.get("sbp"),
        dbp=values.get("dbp"),
        day=context.day,
        adverse_reaction=values.get("adverse", False),
    )
    return str(int(decision.followup_class))


def _chronic_next(values: Values, context: Context) -> str:
    return followups.next_visit_by(int(values["class"]), context.day).isoformat()


def _stability(values: Values, context: Context) -> str:
    """The form asks neither how marked the symptoms are nor for disease of the body: the doctor adds them."""
    social = ("soc_self", "soc_house", "soc_work", "soc_learn", "soc_people")
    found = mental_disorder.stability(
        risk=int(values["risk"]),
        symptom=2 if values["symptoms"] else 1,
        insight=int(values["insight"]),
        social=mental_disorder.worst_social(int(values[key]) for key in social),
        adverse=1 if values["adverse"] == "2" else 0,
        somatic=0,
    )
    return str(int(found))


def _stability_next(values: Values, context: Context) -> str:
    found = mental_disorder.Stability(int(values["class"]))
    before = int(context.last.get("class", 0))
    return mental_disorder.decide(found, context.day, before).next_visit_by.isoformat()


def _tuberculosis_next(values: Values, context: Context) -> str:
    """The first home visit is of the first month."""
    intensive = values.get("month", 1) <= tasks.norm(context.day).tb_intensive_months
    phase = tuberculosis.Phase.INTENSIVE if intensive else tuberculosis.Phase.CONTINUATION
    referred = bool(values.get("adverse") or values.get("complication"))
    return tuberculosis.next_visit_by(phase, context.day, referred=referred).isoformat()


def _adherence(values: Values, context: Context) -> str | None:
    hundredths = tuberculosis.adherence_hundredths(values["doses_taken"], values["doses_due"])
    return None if hundredths is None else plain(Decimal(hundredths) / 100)


def _selfcare_total(values: Values, context: Context) -> int:
    return elderly.selfcare_total({item: values[item] for item in elderly.ITEMS})


def _selfcare_grade(values: Values, context: Context) -> str:
    return str(int(elderly.selfcare_grade(_selfcare_total(values, context))))


def _tcm_scores(values: Values, context: Context) -> list[dict[str, int]]:
    """In the order of the form's columns, 平和质 last."""
    return [{"score": score} for score in _constitutions(values).values()]


def _tcm_results(values: Values, context: Context) -> list[dict[str, str]]:
    return [{"result": str(result)} for result in tcm.results(_constitutions(values)).values()]


def _constitutions(values: Values) -> dict[str, int]:
    return tcm.scores([row["score"] for row in values["answers"]])


def _fee_total(values: Values, context: Context) -> str:
    return plain(sum((Decimal(values[key]) for key in _FEE_PARTS), Decimal(0)))


def _valid_to(values: Values, context: Context) -> str:
    """The last day of a contract signed for whole years."""
    return contracts.valid_to(date.fromisoformat(values["signed_on"]), values["term_years"]).isoformat()


def _measured_unit(values: Values, context: Context) -> str:
    return measures()[values["item"]].ucum


_FEE_PARTS: Final = ("fee_insurance", "fee_public", "fee_person")

RULES: Final[Mapping[str, Rule]] = {
    "day": _day,
    "measured_unit": _measured_unit,
    "age": _age,
    "bmi": _bmi,
    "gestation": _gestation,
    "due_date": _due_date,
    "antenatal_next_visit": _antenatal_next,
    "after_childbirth": _after_childbirth,
    "child_next_visit": _child_next,
    "child_tcm_next_visit": _child_tcm_next,
    "hypertension_class": _hypertension,
    "diabetes_class": _diabetes,
    "chronic_next_visit": _chronic_next,
    "stability": _stability,
    "stability_next_visit": _stability_next,
    "tuberculosis_next_visit": _tuberculosis_next,
    "adherence": _adherence,
    "selfcare_total": _selfcare_total,
    "selfcare_grade": _selfcare_grade,
    "tcm_scores": _tcm_scores,
    "tcm_results": _tcm_results,
    "fee_total": _fee_total,
    "valid_to": _valid_to,
}
