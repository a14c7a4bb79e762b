"""预结算: what a bill costs whom, as far as is known here.  Asked by the cashier, the ward and the office alike."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import sqlalchemy as sa

from clinic_app.domain.policy.model import Policy
from clinic_app.domain.policy.reading import load
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.bill import INSURED, Balances, Bill, Circumstances, Mode, Person
from clinic_app.domain.settlement.engine import settle
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.domain.settlement.own_pay import own_pay
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.insurance import Insured


@dataclass(frozen=True, slots=True, kw_only=True)
class Presettled:
    """The split of a bill.  Where the insurance does not pay, it is the self-pay bill with the reason."""

    person: Person | None  # None: self-pay
    policy_id: str
    settlement: Settlement
    refusal: str = ""  # why the insurance does not pay, when it was asked and refused
    acct_balance: int = 0  # fen on the personal account, as last stated
    before: State | None = None  # the accumulators it was computed on


def presettled(
    connection: sa.Connection,
    bill: Bill,
    psn_no: str,
    *,
    synced_on: date | None = None,
    ewallet_balance: int = 0,
) -> Presettled:
    """`psn_no` empty: self-pay.  `ewallet_balance`: fen that the e-purse can pay or has paid for this bill.

    `synced_on` is `store.freshness.synced_on(connection)`: up to when the county's word is known here; None: the
    clinic is its own source.  Of somebody whom the county does not report on here it is the day of the look-up.
    """
    alone = own_pay(bill, ewallet_balance)
    if not psn_no:
        return Presettled(person=None, policy_id="", settlement=alone)
    insured = insurance.insured_by_psn_no(connection, psn_no)
    if insured is None:
        return _refused(alone, "E_UNKNOWN_PERSON")
    person = insured.person
    before = insurance.state_of(connection, person.psn_no, "clinic")
    found = next((one for one in insurance.policies(connection) if person.insutype in one.insutypes), None)
    if found is None:
        return _refused(alone, "E_NO_POLICY", insured.acct_balance, before)
    given = Circumstances(
        mode=Mode.OFFLINE,
        synced_on=_known_on(connection, insured, bill.fixmedins_code, synced_on),
        balances=Balances(acct_balance=insured.acct_balance, ewallet_balance=ewallet_balance),
    )
    outcome = settle(parsed(found.text), person, before, bill, given)
    if outcome.rejected:
        return _refused(alone, outcome.error or "", insured.acct_balance, before)
    return Presettled(
        person=person,
        policy_id=found.policy_id,
        settlement=outcome,
        acct_balance=insured.acct_balance,
        before=before,
    )


def cover_of(
    connection: sa.Connection, insured: Insured, here: str, day: date, synced_on: date | None
) -> str:
    """Why an insurance would pay nothing on `day`, as far as is known before there is a bill; empty: it may pay.

    E_AFTER_DEATH, E_NO_POLICY, E_OFFLINE_STALE or W_NOT_INSURED.
    """
    person = insured.person
    if person.death_date is not None and day > person.death_date:
        return "E_AFTER_DEATH"
    published = insurance.policies(connection)
    found = next((one for one in published if person.insutype in one.insutypes), None)
    version = None if found is None else parsed(found.text).version_on(day)
    if version is None:
        return "E_NO_POLICY"
    known_on = _known_on(connection, insured, here, synced_on)
    if known_on is not None and (day - known_on).days > version.offline.max_age_days:
        return "E_OFFLINE_STALE"
    return "" if person.psn_insu_stas == INSURED else "W_NOT_INSURED"


def _known_on(connection: sa.Connection, insured: Insured, here: str, synced_on: date | None) -> date | None:
    if synced_on is None or insured.stated_on is None:
        return synced_on
    followed = insurance.is_followed(connection, insured.home, here)
    return synced_on if followed else min(synced_on, insured.stated_on)


def _refused(alone: Settlement, why: str, acct_balance: int = 0, before: State | None = None) -> Presettled:
    return Presettled(
        person=None,
        policy_id="",
        settlement=alone,
        refusal=why,
        acct_balance=acct_balance,
        before=before,
    )


@lru_cache(maxsize=8)
def parsed(text: str) -> Policy:
    """A policy read once."""
    return load(text)
