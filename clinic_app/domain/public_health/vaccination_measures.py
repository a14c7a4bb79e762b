"""考核 of 预防接种: 建证率 and 接种率, over the children of 0 to 6 years who are here.

Source: 国家基本公共卫生服务规范（第三版）, 预防接种服务规范, 考核指标; docs/indicators.md names what the norm leaves open.
"""

from typing import Final

from clinic_app.domain.age import add_months
from clinic_app.domain.immunization.due import is_overdue
from clinic_app.domain.immunization.series import Child
from clinic_app.domain.public_health.appraised import Counted, Year

_ANY_SEX: Final = "1"  # no vaccine of these ages asks for it


def carded(year: Year) -> Counted:
    """A card is opened within a month of birth: of whose month ended in the year, who has a dose on record."""
    asked = frozenset(
        who
        for who in year.doses
        if (born := year.births.get(who)) is not None and year.first <= add_months(born, 1) <= year.last
    )
    return Counted(frozenset(who for who in asked if year.doses[who]), asked)


def vaccinated(year: Year) -> Counted:
    """Who got a dose in the year or is overdue on its last day; and of these, whom nothing is overdue for."""
    done, asked = set(), set()
    for who, given in year.doses.items():
        born = year.births.get(who)
        if born is None:
            continue
        overdue = is_overdue(Child(born, _ANY_SEX), given, year.last)
        if overdue or any(year.first <= one.on <= year.last for one in given):
            asked.add(who)
            if not overdue:
                done.add(who)
    return Counted(frozenset(done), frozenset(asked))
