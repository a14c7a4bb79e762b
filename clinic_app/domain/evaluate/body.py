"""The case files of age and body measures: age, bmi."""

from collections.abc import Mapping

from clinic_app.domain.age import full_months, full_years, is_elderly
from clinic_app.domain.bmi import bmi_class, bmi_tenths
from clinic_app.domain.evaluate.rule import BadCase, Row, Rule, amount, day, flag, tenths


def _age(row: Row) -> Mapping[str, str]:
    birth, on = day(row, "birth_date"), day(row, "on")
    if on < birth:  # nobody has an age yet
        raise BadCase(f"on={on} < birth_date={birth}")
    return {
        "years": str(full_years(birth, on)),
        "months": str(full_months(birth, on)),
        "elderly": flag(is_elderly(birth, on)),
    }


def _bmi(row: Row) -> Mapping[str, str]:
    height, weight = amount(row, "height_cm"), amount(row, "weight_kg")
    if not height or not weight:
        raise BadCase(f"height_cm={height}, weight_kg={weight}")
    bmi = bmi_tenths(weight, height)
    return {"bmi": tenths(bmi), "class": bmi_class(bmi)}


RULES: Mapping[str, Rule] = {
    "age": Rule(("birth_date", "on"), ("years", "months", "elderly"), _age),
    "bmi": Rule(("height_cm", "weight_kg"), ("bmi", "class"), _bmi),
}
