"""接种前的核查: what is asked of a dose before it may be given.

Source: 国家免疫规划疫苗儿童免疫程序及说明（2021年版）, 预防接种工作规范.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinic_app.domain.codes import codes
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.immunization.due import LIVE_APART
from clinic_app.domain.immunization.schedule import schedule_row, vaccines
from clinic_app.domain.immunization.series import Given


class UnknownVaccine(RuleBroken):
    """Not a vaccine of codes/vaccine.csv."""

    code = "immunization.unknown_vaccine"


class NoBirthDate(RuleBroken):
    """Without a birth date nothing can be said of a schedule."""

    code = "immunization.no_birth_date"


class NotScreened(RuleBroken):
    """Health and contraindications were not asked, or the guardian did not consent."""

    code = "immunization.not_screened"


class NoBatch(RuleBroken):
    """A dose needs its batch, its maker and its expiry."""

    code = "immunization.no_batch"


class ExpiredBatch(RuleBroken):
    """The batch is past its last day."""

    code = "immunization.expired_batch"


class GivenAlready(RuleBroken):
    """A dose of the same family on the same day."""

    code = "immunization.given_already"


class LiveTooSoon(RuleBroken):
    """Less than 28 days after another injected live vaccine."""

    code = "immunization.live_too_soon"


class TooOld(RuleBroken):
    """The vaccine is not given any more at this age: 卡介苗 from 4 years, A群流脑 from 24 months."""

    code = "immunization.too_old"


class TooEarly(RuleBroken):
    """Before the earliest day of the schedule, and nobody insisted."""

    code = "immunization.too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDose:
    """A dose about to be given; codes as in the form `vaccination`."""

    vaccine: str
    batch: str
    maker: str
    expiry: date | None
    screened: bool
    consent: bool
    site: str = ""
    route: str = ""
    amount: str = ""
    trace_code: str = ""
    kind: str = "1"
    paid: str = "1"
    early: bool = False  # insisted on before its earliest day


def asked(vaccine: str, had: Sequence[Given]) -> str:
    """The first dose of an inactivated kind asks for the rows of that kind."""
    kind = {"JE-I": "JE_ALT", "HepA-I": "HEPA_ALT"}
    series = vaccines()[vaccine].series
    return series if had else kind.get(vaccine, series)


def check_batch(new: NewDose, today: date) -> None:
    """Raises:
    UnknownVaccine, NotScreened, NoBatch, ExpiredBatch
    """
    if new.vaccine not in codes("vaccine") or new.vaccine not in vaccines():
        raise UnknownVaccine(vaccine=new.vaccine)
    if not new.screened or not new.consent:
        raise NotScreened()
    if not new.batch.strip() or not new.maker.strip() or new.expiry is None:
        raise NoBatch()
    if new.expiry < today:
        raise ExpiredBatch(batch=new.batch, day=new.expiry.isoformat())


def check_age(vaccine: str, birth: date, today: date) -> None:
    """Raises:
    TooOld
    """
    row = schedule_row(vaccine)
    if row is not None and row.max_age is not None and today >= row.max_age.after(birth):
        raise TooOld(vaccine=vaccine, day=row.max_age.after(birth).isoformat())


def check_live(vaccine: str, had: Sequence[Given], today: date) -> None:
    """28 days between injected live vaccines, unless they are given on one day.

    Raises:
        LiveTooSoon
    """
    if not vaccines()[vaccine].live_injected:
        return
    for one in had:
        known = vaccines().get(one.vaccine)
        if known is None or not known.live_injected or one.on == today:
            continue
        if one.on + LIVE_APART > today:
            raise LiveTooSoon(vaccine=one.vaccine, day=(one.on + LIVE_APART).isoformat())
