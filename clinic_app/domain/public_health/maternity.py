"""孕产妇健康管理: gestational age, the due date, which contact a visit is.

resources/public_health/maternal_visits.csv.  Source: 国家基本公共卫生服务规范（第三版）, 孕产妇健康管理服务规范.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import RuleBroken

TERM: Final = timedelta(days=280)  # 预产期: after the first day of the last period
LONGEST_WEEKS: Final = 44
EXTRA: Final = "EXTRA"  # a contact outside of every window
EARLY: Final = "EARLY"
POSTPARTUM_DAYS: Final = timedelta(days=7)  # 产后访视: after discharge
CHECK_42: Final = timedelta(days=42)  # 产后42天健康检查: after the birth
NURSING: Final = timedelta(days=365)  # 哺乳期: the norm names no length (project rule)
VISITED_DAYS: Final = timedelta(days=28)  # 产后访视率: visited by then


class BadLastPeriod(RuleBroken):
    """`days` since the last period: below 0, or more than 44 weeks."""

    code = "maternity.bad_last_period"


def may_nurse(birth: date | None, day: date) -> bool:
    """Whether a mother has to be taken for nursing; nobody asks her at every pressure."""
    return birth is not None and day <= birth + NURSING


@dataclass(frozen=True, slots=True)
class Window:
    """An antenatal contact, by completed weeks, both ends in it."""

    key: str
    name_zh: str
    name_en: str
    first_week: int
    last_week: int
    form: str

    def opens(self, last_period: date) -> date:
        return last_period + timedelta(weeks=self.first_week)

    def closes(self, last_period: date) -> date:
        """The last day that still counts."""
        return last_period + timedelta(weeks=self.last_week, days=6)


@dataclass(frozen=True, slots=True)
class Gestation:
    """孕周: completed weeks, and the days over."""

    weeks: int
    days: int


@cache
def windows() -> tuple[Window, ...]:
    return tuple(
        Window(
            row["visit"],
            row["name_zh"],
            row["name_en"],
            int(row["first_week"]),
            int(row["last_week"]),
            row["form"],
        )
        for row in rows("public_health", "maternal_visits.csv")
    )


def gestation(last_period: date, day: date) -> Gestation:
    """孕周 on a day.

    Raises:
        BadLastPeriod: the day is before the last period or after 44 weeks.
    """
    days = (day - last_period).days
    if not 0 <= days <= LONGEST_WEEKS * 7:
        raise BadLastPeriod(days=days)
    return Gestation(*divmod(days, 7))


def due_date(last_period: date) -> date:
    """预产期."""
    return last_period + TERM


def slot(last_period: date, day: date) -> str:
    """The key of the contact that a visit on `day` is, or `EXTRA`.

    Raises:
        BadLastPeriod: as `gestation`.
    """
    weeks = gestation(last_period, day).weeks
    held = (one.key for one in windows() if one.first_week <= weeks <= one.last_week)
    return next(held, EXTRA)


def is_early_registration(last_period: date, first_contact: date) -> bool:
    """早孕建册: the first contact is before 13 weeks.

    Raises:
        BadLastPeriod: as `gestation`.
    """
    return slot(last_period, first_contact) == EARLY


def postpartum_by(discharged: date) -> date:
    """The last day of 产后访视."""
    return discharged + POSTPARTUM_DAYS


def check_42_on(birth: date) -> date:
    """产后42天健康检查."""
    return birth + CHECK_42
