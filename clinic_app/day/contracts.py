"""签约 on a played day: some of those who come sign with the family doctor's team, or signed long ago."""

from datetime import timedelta
from random import Random
from typing import Final
from uuid import UUID

from clinic_app.domain.contract_packages import fee_of
from clinic_app.domain.contract_plan import items_of
from clinic_app.domain.contract_teams import NewTeam
from clinic_app.domain.contract_terms import NewContract
from clinic_app.services.contracts.errors import BadDay
from clinic_app.store.duty import OnDuty
from clinic_app.wiring import Clinic

_TEAM: Final = "第一签约团队"
_SIGN: Final = 0.4  # of those who come
_REFUSE: Final = 0.05
_DAYS_AGO: Final = (0, 0, 45, 150, 240, 345)  # one of them within its last 30 days


def sign(clinic: Clinic, doctor: OnDuty, resident_id: UUID, random: Random) -> bool:
    """Whether the person signed; who has a contract, or said no, is not asked again."""
    contracts, dice, ago = clinic.contracts, random.random(), random.choice(_DAYS_AGO)
    standing = contracts.of(doctor, resident_id)
    if standing.history or standing.refused or dice >= _SIGN + _REFUSE:
        return False
    day = contracts.today()
    if dice >= _SIGN:
        contracts.refuse(doctor, resident_id, day, "在县城看病")
        return False
    signed_on = day - timedelta(days=ago)
    packages = contracts.proposed(resident_id, signed_on)
    new = NewContract(
        resident=resident_id,
        team=_team(clinic, doctor),
        packages=tuple(one.key for one in packages),
        signed_on=signed_on,
        years=1,
        fee=fee_of(items_of(packages)),
    )
    try:
        contracts.sign(doctor, new)
    except BadDay:  # a child that was not born then
        return False
    return True


def _team(clinic: Clinic, doctor: OnDuty) -> UUID:
    known = clinic.contracts.teams(doctor)
    return (
        known[0].id
        if known
        else clinic.contracts.form_team(doctor, NewTeam(name=_TEAM, leader=doctor.staff_id))
    )
