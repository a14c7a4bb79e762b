"""测量: what is read, what is refused, what is critical."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.measurements import (
    BadMeasurement,
    NothingMeasured,
    PressureUpsideDown,
    critical,
    measures,
    require_plausible,
)

NUMERIC = [one for one in measures().values() if one.decimals is not None]


@given(st.sampled_from(NUMERIC), st.data())
def test_what_is_written_is_read_as_the_same_value(measure, data):
    step = 10 ** (4 - measure.decimals)
    value = data.draw(st.integers(-(-measure.low_e4 // step), measure.high_e4 // step)) * step
    assert measure.read(measure.write(value)) == value


@pytest.mark.parametrize("text", ["", "abc", "36.88", "55", "-1", "inf", "nan", "3,6", "1e2"])
def test_a_temperature_that_cannot_be_is_refused_with_its_range(text):
    with pytest.raises(BadMeasurement) as refused:
        measures()["temp"].read(text)
    assert (refused.value.facts["low"], refused.value.facts["high"]) == ("34.0", "42.0")


def test_every_range_is_one_and_holds_its_critical_values():
    for one in NUMERIC:
        assert one.low_e4 < one.high_e4, one.key
        for edge in (one.critical_low_e4, one.critical_high_e4):
            assert edge is None or one.low_e4 <= edge <= one.high_e4, one.key


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({"sbp": 179, "dbp": 109}, []),
        ({"sbp": 180, "dbp": 90}, ["sbp"]),
        ({"sbp": 170, "dbp": 110}, ["dbp"]),
        ({"spo2": 89}, ["spo2"]),
        ({"spo2": 90}, []),
        ({"fpg_poc": 3.9}, ["fpg_poc"]),
        ({"fpg_poc": 4.0}, []),
        ({"fpg_poc": 16.7}, ["fpg_poc"]),
        ({"temp": 39.1}, ["temp"]),
    ],
)
def test_critical_values_are_those_of_the_specification(values, keys):
    assert critical({key: round(value * 10_000) for key, value in values.items()}) == keys


def test_pressures_the_wrong_way_round_and_nothing_at_all_are_refused():
    with pytest.raises(PressureUpsideDown):
        require_plausible({"sbp": 800_000, "dbp": 800_000})
    with pytest.raises(NothingMeasured):
        require_plausible({})
    with pytest.raises(BadMeasurement):
        require_plausible({"sbp": 2_810_000})
