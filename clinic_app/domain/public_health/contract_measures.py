"""家庭医生签约 in 考核: who is contracted, what was promised and done, and other measures among the contracted.

Source: 宜昌市 core indicators of 2016; what they leave open is a rule of this project (docs/indicators.md).
"""

from typing import Final

from clinic_app.domain.age import is_elderly
from clinic_app.domain.contract_groups import GENERAL
from clinic_app.domain.public_health.appraised import Counted, Year
from clinic_app.domain.public_health.indicators import Key
from clinic_app.domain.public_health.services import HEALTH_CHECK

_ANSWERS: Final = frozenset("12345")  # satisfaction of a 履约记录
_SATISFIED: Final = frozenset("45")


def contracted(year: Year) -> Counted:
    return Counted(frozenset(year.contracted))


def key_contracted(year: Year) -> Counted:
    return Counted(_in_key_groups(year))


def key_share(year: Year) -> Counted:
    return Counted(_in_key_groups(year), frozenset(year.contracted))


def fulfilled(year: Year) -> Counted:
    return Counted(year.fulfilled, year.promised)


def elderly(year: Year) -> Counted:
    """Of the contracted who are 65 on the last day, those with a health check of the year at that age."""
    born = {one: day for one in year.contracted if (day := year.births.get(one)) is not None}
    asked = frozenset(one for one, day in born.items() if is_elderly(day, year.last))
    done = (
        one.resident
        for one in year.of(HEALTH_CHECK)
        if one.resident in asked and is_elderly(born[one.resident], one.day)
    )
    return Counted(frozenset(done), asked)


def among_contracted(year: Year, measured: Counted) -> Counted:
    """Of a measure over persons, those who are contracted on the last day."""
    contracted_ones = frozenset(year.contracted)
    return Counted(measured.done & contracted_ones, (measured.asked or frozenset()) & contracted_ones)


def satisfied(year: Year) -> Counted:
    """Answers on 履约记录, one to five: four and five are satisfied."""
    answers = {one.id: str(one.values.get("satisfaction", "")) for one in year.of("fulfilment")}
    asked = frozenset(one for one, answer in answers.items() if answer in _ANSWERS)
    return Counted(frozenset(one for one in asked if answers[one] in _SATISFIED), asked)


def _in_key_groups(year: Year) -> frozenset[Key]:
    return frozenset(one for one, groups in year.contracted.items() if set(groups) - {GENERAL})
