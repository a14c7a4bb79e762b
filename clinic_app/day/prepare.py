"""Before a played day opens: is the store free for it, who works, who is insured, which policy is in force."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

import sqlalchemy as sa

from clinic_app.day.people import PHONE_PREFIX, psn_no_of
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.made_up import MadeUp
from clinic_app.domain.policy.model import Version
from clinic_app.domain.policy.reading import load
from clinic_app.domain.resources import text
from clinic_app.domain.roles import Role, may
from clinic_app.domain.settlement.bill import INSURED
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.facility import Practice
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.projections.tables.insurance import insured
from clinic_app.projections.tables.residents import resident
from clinic_app.store import local
from clinic_app.store.duty import OnDuty, duty_of
from clinic_app.store.keys import Keyring
from clinic_app.wiring import Clinic

WORK: Final = ("resident", "registration", "chart", "outpatient", "settlement", "pharmacy")
STAFF: Final = (
    ("M901", "林晓梅", frozenset({Role.REGISTRAR})),
    ("M902", "陈志强", frozenset({Role.DOCTOR})),
    ("M903", "黄丽华", frozenset({Role.DOCTOR})),
    ("M904", "吴建国", frozenset({Role.CASHIER})),
    ("M905", "郑美玲", frozenset({Role.PHARMACIST})),
)
_PRACTICE: Final = Practice(title="middle", rights=("antibiotics",))
_MOST_INSURED: Final = 20_000  # looked at, of a county's
_SAMPLE: Final = ("policies", "open_sample.toml")


class InRealUse(RuleBroken):
    """The store holds residents who are not made up: a played day would mix with real people."""

    code = "day.in_real_use"


@dataclass(frozen=True, slots=True)
class InForce:
    """What the policies say about one kind of insurance on the day."""

    insutype: str
    version: Version

    def cert_type(self, by_card: bool) -> str:
        """The voucher to register with: card or ID card where the policy takes it, else what it takes."""
        taken = self.version.general.settle_cert_types
        wanted = "03" if by_card else "02"
        return wanted if wanted in taken or not taken else taken[0]


def claim(clinic: Clinic) -> None:
    """Mark the store as made up for good.

    A store that another PC's played day has reached by sync is free too: a made-up telephone begins
    with 100, and no real one does.

    Raises:
        InRealUse
    """
    with clinic.store.changing() as connection:
        if local.read_text(connection, local.MADE_UP) == "1":
            return
        real = sa.select(resident.c.id).where(~resident.c.phone.like(f"{PHONE_PREFIX}%"))
        if connection.execute(real.limit(1)).first() is not None:
            raise InRealUse()
        local.write(connection, local.MADE_UP, "1")


def enrolled(clinic: Clinic) -> bool:
    with clinic.store.reading() as connection:
        return bool(local.read_text(connection, local.SERVER))


def policies_in_force(clinic: Clinic, day: date) -> dict[str, InForce]:
    """By insurance type; the newest published policy of a type counts, as at the cashier's."""
    found: dict[str, InForce] = {}
    for held in clinic.insurance.policies():
        version = load(held.text).version_on(day)
        for insutype in held.insutypes:
            if version is not None:
                found.setdefault(insutype, InForce(insutype, version))
    return found


def with_policy(clinic: Clinic, day: date) -> dict[str, InForce]:
    """The policies in force; a clinic without a county that has none gets the open-ended sample.

    Raises:
        NotAllowed
    """
    found = policies_in_force(clinic, day)
    if found or enrolled(clinic):
        return found
    clinic.insurance.install_policy(clinic.on_duty, text(*_SAMPLE))
    return policies_in_force(clinic, day)


def insured_numbers(clinic: Clinic, insutypes: Sequence[str]) -> list[str]:
    """ID numbers of those insured under `insutypes` as far as is known here, in order of insurance number."""
    statement = (
        sa.select(insured.c.id_number)
        .where(
            insured.c.insutype.in_(insutypes),
            insured.c.psn_insu_stas == INSURED,
            insured.c.death_date == "",
            insured.c.id_number != "",
        )
        .order_by(insured.c.psn_no)
        .limit(_MOST_INSURED)
    )
    with clinic.store.reading() as connection:
        return list(dict.fromkeys(connection.scalars(statement)))


def state_insured(clinic: Clinic, people: Sequence[MadeUp], insutypes: Sequence[str]) -> None:
    """Insure those of `people` who are not yet; one in three has something on the personal account.

    Raises:
        NotAllowed, EnrolledAlready
    """
    held = set(insured_numbers(clinic, insutypes))
    stated = []
    for person in people:
        if person.id_number in held:
            continue
        dice = Random(person.id_number)
        stated.append(
            InsuredStated(
                psn_no=psn_no_of(person),
                id_number=person.id_number,
                insutype=dice.choice(sorted(insutypes)),
                maf_group="dibao" if dice.random() < 0.04 else "",
                contract_inst=clinic.store.facility,
                acct_balance=dice.randrange(2_000, 30_000, 100) if dice.random() < 0.33 else 0,
                salt=new_salt(),
            )
        )
    if stated:
        clinic.insurance.state_insured(clinic.on_duty, stated)


def bring_staff(clinic: Clinic) -> tuple[OnDuty, ...]:
    """Who works today.  The one who opened the store, when that person may do everything; then the made-up
    colleagues, who come when nobody but the administrator works here.

    Their passwords are random and forgotten.  Where the opener may not do everything they are reset,
    so that the run holds their keys.

    Raises:
        NotAllowed: the opener neither does the work nor may hire.
    """
    opener = clinic.on_duty
    alone = all(may(opener.roles, action) for action in WORK)
    known = {one.staff_id for one in clinic.staff.all()}
    if alone and known != {opener.staff_id}:
        return (opener,)
    team = tuple(_colleague(clinic, *one, known=one[0] in known) for one in STAFF)
    return (opener,) if alone else (opener, *team)


def _colleague(clinic: Clinic, staff_id: str, name: str, roles: frozenset[Role], *, known: bool) -> OnDuty:
    password = secrets.token_urlsafe(24)
    if known:
        clinic.staff.reset_password(clinic.on_duty, staff_id, password)
    else:
        clinic.staff.add(clinic.on_duty, staff_id, name, roles, password, practice=_PRACTICE)
    _, holder = Keyring.load(clinic.store.folder).open(staff_id, password)
    return duty_of(clinic.store, holder)
