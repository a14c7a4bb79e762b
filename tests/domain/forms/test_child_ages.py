"""A form of the children's services is for its age: until the first day of the form that follows."""

from datetime import date, timedelta

import pytest

from clinic_app.domain.age import add_months
from clinic_app.domain.forms import Context, form, problems
from clinic_app.domain.public_health.children import visits

BORN = date(2024, 3, 1)


def is_for(key: str, day: date) -> bool:
    found = problems(form(key), {}, Context(day, "1", BORN))
    return all(one.code != "forms.not_for" for one in found)


@pytest.mark.parametrize("visit", visits(), ids=lambda one: one.key)
def test_each_visit_finds_its_form_on_the_day_it_is_due(visit):
    assert is_for(visit.form, visit.due.after(BORN))


@pytest.mark.parametrize(
    ("key", "months", "fits"),
    [
        pytest.param("child_check_1_8m", 12, False, id="eight months are over when the twelfth begins"),
        pytest.param("child_check_12_30m", 36, False, id="three years"),
        pytest.param("child_check_3_6y", 83, True, id="the day before the seventh birthday's month"),
        pytest.param("child_check_3_6y", 84, False, id="seven years"),
        pytest.param("newborn_visit", 3, False, id="no newborn any more"),
        pytest.param("tcm_child", 47, True, id="the tcm visit at three years, as long as it is owed"),
        pytest.param("tcm_child", 48, False, id="the last tcm visit was at three years"),
    ],
)
def test_a_child_form_ends_with_its_age(key, months, fits):
    assert is_for(key, add_months(BORN, months) + timedelta(days=1)) is fits
