"""档案编号: serials that two PCs never share; 动态记录."""

from datetime import date
from itertools import product

import pytest

from clinic_app.domain.health_record import (
    TOWNSHIP_FROM,
    BadVillageCode,
    NumbersUsedUp,
    check_village_code,
    is_dynamic,
    record_number,
    serial_of,
)


def test_no_two_devices_of_village_and_township_ever_give_one_serial():
    village = {serial_of(nth, device, township=False) for nth, device in product(range(1, 400), range(8))}
    township = {serial_of(nth, device, township=True) for nth, device in product(range(1, 400), range(32))}
    assert len(village) == 399 * 8 and len(township) == 399 * 32
    assert max(village) <= TOWNSHIP_FROM < min(township)


def test_a_device_says_when_its_serials_are_used_up():
    assert serial_of(6250, 7, township=False) == 50_000
    with pytest.raises(NumbersUsedUp):
        serial_of(6251, 0, township=False)
    with pytest.raises(NumbersUsedUp):
        serial_of(1563, 31, township=True)


def test_the_number_holds_the_village_and_prints_its_last_eight_digits():
    number = record_number("350881102101", 1)
    assert (number.number, number.printed) == ("35088110210100001", "101-00001")
    assert check_village_code(" 350881 102 101 ") == "350881102101"


@pytest.mark.parametrize("code", ["", "35088110210", "350881102200", "350881000101", "350800102101"])
def test_a_code_that_is_no_village_is_refused(code):
    with pytest.raises(BadVillageCode):
        check_village_code(code)


@pytest.mark.parametrize(
    ("last", "dynamic"),
    [
        pytest.param(date(2026, 11, 22), True, id="today"),
        pytest.param(date(2025, 11, 23), True, id="a year less a day"),
        pytest.param(date(2025, 11, 22), False, id="a whole year"),
        pytest.param(None, False, id="never"),
    ],
)
def test_a_record_is_dynamic_by_a_service_within_the_year(last, dynamic):
    assert is_dynamic(last, date(2026, 11, 22)) is dynamic
