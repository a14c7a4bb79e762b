"""Units in words, in both languages, and none of them Chinese in an English sentence."""

import re

import pytest

from clinic_app.domain.forms import forms
from clinic_app.domain.forms.problems import written_range
from clinic_app.domain.forms.units import unit_of
from clinic_app.domain.measurements import BadMeasurement, measures
from clinic_app.domain.units import written_unit
from clinic_app.ui.texts import text_of

CHINESE = re.compile(r"[\u3000-\u9fff～（）]")


@pytest.mark.parametrize(
    ("ucum", "field", "zh", "en"),
    [
        ("/min", "heart_rate", "次/分", "/min"),
        ("/d", "smoke_daily", "支/天", "cigarettes/day"),
        ("a", "exercise_years", "年", "years"),
        ("cm", "waist", "cm", "cm"),
        ("", "", "", ""),
    ],
)
def test_a_unit_is_written_as_people_write_it(ucum, field, zh, en):
    assert (written_unit(ucum, "zh", field), written_unit(ucum, "en", field)) == (zh, en)


def test_no_english_range_of_any_form_holds_a_chinese_character():
    fields = [
        field for form in forms().values() for one in form.fields.values() for field in (one, *one.rows)
    ]
    ranged = [one for one in fields if one.low is not None or one.high is not None]
    assert len(ranged) > 100
    for one in ranged:
        assert not CHINESE.search(written_range(one, "en") + unit_of(one, "en")), one.key


def test_an_english_refusal_of_a_measurement_is_english():
    for measure in measures().values():
        if measure.decimals is not None:
            with pytest.raises(BadMeasurement) as refused:
                measure.read("99999")
            assert not CHINESE.search(text_of(refused.value, "en")), measure.key
