"""复核: the county's own computation of each settlement, once, in the order of arrival.

The same function as at the clinic, on the same bill, with the county's person data, accumulators and policy.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace

from clinic_app.domain import policy as policies
from clinic_app.domain.policy import Policy
from clinic_app.domain.settlement import (
    Adjudication,
    Bill,
    Circumstances,
    Inherited,
    Person,
    Settlement,
    Verdict,
    adjudicate_red,
    inherited_from,
    readjudicate,
    remaining_bill,
)
from clinic_app.journal import bills
from clinic_app.journal.fact import BadFact, Fact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.journal.quarantine import NoPolicy, ReversedBefore, Waits
from clinic_app.projections.queries import insurance
from clinic_app.projections.tables.settlement import settlement as settlement_table
from sync_server.adjudicate.platform import must_be_answered
from sync_server.adjudicate.soundness import require_sound, require_taken_back
from sync_server.store.queries import entries
from sync_server.store.queries.entries import Arrived

NOT_INSURED: Final = ""  # psn_insu_stas of someone whom the county does not know


def adjudicate(connection: sa.Connection, arrived: Arrived, fact: Fact) -> Fact | None:
    """What the county says to a settlement or its reversal.

    ``None`` for anything else, for self-pay, and for what it has said before its disk was lost and got back.

    Raises:
        NoPolicy, NotAtPlatform, ReversedBefore, Waits, BadFact: it cannot be judged; it is set aside.
    """
    if not isinstance(fact, SettlementMade | SettlementReversed) or _is_judged(connection, arrived):
        return None
    found = (
        _settled(connection, arrived, fact)
        if isinstance(fact, SettlementMade)
        else _reversed(connection, arrived, fact)
    )
    return None if found is None else replace(found, home=insurance.home_of(connection, found.psn_no))


def _is_judged(connection: sa.Connection, arrived: Arrived) -> bool:
    return connection.execute(_JUDGED, {"own": arrived.entry.id}).one_or_none() is not None


_JUDGED: Final = sa.select(settlement_table.c.id).where(
    settlement_table.c.id == sa.bindparam("own", type_=settlement_table.c.id.type),
    settlement_table.c.adjudicated_entry.is_not(None),
)


def _settled(
    connection: sa.Connection, arrived: Arrived, fact: SettlementMade
) -> SettlementAdjudicated | None:
    if fact.setl_id:  # the insurance platform pays it
        must_be_answered(connection, arrived, fact)
        return None
    require_sound(arrived, fact)
    if not fact.insutype:
        if fact.amounts.get("fund_pay_sumamt") or fact.amounts.get("acct_pay"):
            raise BadFact(type=fact.type, why="a fund pays for a bill without insurance")
        return None
    known = insurance.insured_by_psn_no(connection, fact.psn_no)
    person = (
        Person(psn_no=fact.psn_no, insutype=fact.insutype, psn_insu_stas=NOT_INSURED)
        if known is None
        else known.person
    )
    bill, client = _charged(fact)
    found = readjudicate(
        _policy_for(connection, person.insutype),
        person,
        insurance.state_of(connection, person.psn_no, "county"),
        bill,
        client,
        Circumstances(
            visit_is_live=_visit_is_taken(connection, arrived, fact),
            inherited=None if fact.resettles is None else _inherited(connection, arrived, fact, bill),
        ),
        person_differs=person != bills.person_of(fact),
    )
    effect = found.effect
    return _written(
        arrived, person.psn_no, found, effect.deltas, effect.fee_day.day if effect.fee_day else None
    )


def _reversed(
    connection: sa.Connection, arrived: Arrived, fact: SettlementReversed
) -> SettlementAdjudicated | None:
    row = connection.execute(
        sa.select(settlement_table).where(settlement_table.c.id == fact.settlement_id)
    ).one_or_none()
    if row is None or row.kind != "settle":
        raise Waits(entry=fact.settlement_id.hex)
    if row.reversed_entry is not None:
        raise ReversedBefore(settlement=fact.settlement_id.hex)
    require_taken_back(arrived, fact, SettlementMade.parse(_body(connection, fact.settlement_id)))
    if row.adjudicated_entry is None:  # self-pay
        return None
    original = SettlementAdjudicated.parse(_body(connection, row.adjudicated_entry))
    red = adjudicate_red(bills.adjudication_of(original))
    taken_back = {key: -change for key, change in red.effect.deltas.items()}
    return _written(arrived, original.psn_no, red, taken_back, None)


def _written(
    arrived: Arrived, psn_no: str, found: Adjudication, effect: Mapping[str, int], fee_day: date | None
) -> SettlementAdjudicated:
    return SettlementAdjudicated(
        facility=arrived.facility,
        settlement_id=arrived.entry.id,
        psn_no=psn_no,
        status=found.status.value,
        error=found.error or "",
        cause=found.cause or "",
        action_due=found.action or "",
        fund_diff=found.fund_diff,
        amounts=bills.shown(found.server),
        diff=dict(found.diff),
        year=found.effect.year,
        effect=dict(effect),
        gc_last=fee_day,
        policy_version=found.policy_version or "",
        adm_seq=found.adm_seq,
        gc_repeat=found.gc_repeat,
    )


def _inherited(
    connection: sa.Connection, arrived: Arrived, fact: SettlementMade, bill: Bill
) -> Inherited | None:
    """What the rest of a partial refund takes over, as the county found it.

    ``None`` where the county voided the original: the rest is computed like any bill, so that nobody chooses
    what it would inherit.

    Raises:
        Waits: its red has not counted yet.
        BadFact: it is not what its red left of the original, no insurance was asked about that, or it takes more
            from account or e-purse.
    """
    assert fact.resettles is not None
    row = connection.execute(
        sa.select(settlement_table).where(
            settlement_table.c.id == fact.resettles, settlement_table.c.kind == "red"
        )
    ).one_or_none()
    if row is None:
        raise Waits(entry=fact.resettles.hex)
    red = SettlementReversed.parse(_body(connection, fact.resettles))
    judged = connection.scalar(
        sa.select(settlement_table.c.adjudicated_entry).where(settlement_table.c.id == red.settlement_id)
    )
    if judged is None:
        raise BadFact(type=fact.type, why="no insurance paid the original")
    original = SettlementMade.parse(_body(connection, red.settlement_id))
    left = remaining_bill(bills.bill_of(original), bills.taken_back(red), red.refund_date)
    if red.new_setl_id != arrived.entry.id or original.psn_no != fact.psn_no or left != bill:
        raise BadFact(type=fact.type, why="not what the refund left of the original")
    for name in ("acct_pay", "ewallet_pay"):
        if fact.amounts.get(name, 0) > original.amounts.get(name, 0):
            raise BadFact(type=fact.type, why=f"{name}: more than the original took")
    county = bills.adjudication_of(SettlementAdjudicated.parse(_body(connection, judged)))
    return None if county.voided else inherited_from(bills.settlement_of(original), county)


def _body(connection: sa.Connection, entry_id: UUID) -> bytes:
    return entries.by_id(connection, entry_id)[0].entry.body or b""


def _charged(fact: SettlementMade) -> tuple[Bill, Settlement]:
    """Raises:
    BadFact: a word in it is none that the rules know.
    """
    try:
        return bills.bill_of(fact), bills.settlement_of(fact)
    except ValueError as error:
        raise BadFact(type=fact.type, why=str(error)) from error


def _policy_for(connection: sa.Connection, insutype: str) -> Policy:
    for published in insurance.policies(connection):
        if insutype in published.insutypes:
            return _parsed(published.text)
    raise NoPolicy(insutype=insutype)


@lru_cache(maxsize=16)
def _parsed(text: str) -> Policy:
    return policies.load(text)


def _visit_is_taken(connection: sa.Connection, arrived: Arrived, fact: SettlementMade) -> bool:
    """Check 9: the county holds another valid settlement of this visit."""
    given = {"visit": fact.visit_id, "own": arrived.entry.id}
    return connection.execute(_OTHERS, given).one_or_none() is not None


_OTHERS: Final = (
    sa.select(settlement_table.c.id)
    .where(
        settlement_table.c.visit_id == sa.bindparam("visit", type_=settlement_table.c.visit_id.type),
        settlement_table.c.id != sa.bindparam("own", type_=settlement_table.c.id.type),
        settlement_table.c.made_at.is_not(None),
        settlement_table.c.reversed_entry.is_(None),
        sa.func.coalesce(settlement_table.c.adjudged_status, "") != Verdict.VOIDED.value,
    )
    .limit(1)
)
