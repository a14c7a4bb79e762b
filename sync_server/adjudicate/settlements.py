"""复核: the county's own computation of each settlement, once, in the order of arrival.

The same function as at the clinic, on the same bill, with the county's person data, accumulators and policy.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.settlement import (
    Adjudication,
    Bill,
    Circumstances,
    Inherited,
    Person,
    Settlement,
    adjudicate_red,
    inherited_from,
    readjudicate,
    remaining_bill,
)
from clinic_app.journal import bills
from clinic_app.journal.fact import BadFact, Fact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.journal.quarantine import ReversedBefore, Waits
from clinic_app.projections.queries.insurance import Cover
from sync_server.adjudicate.docket import Docket
from sync_server.adjudicate.platform import must_be_answered
from sync_server.adjudicate.soundness import require_sound, require_taken_back
from sync_server.store.queries.entries import Arrived

NOT_INSURED: Final = ""  # psn_insu_stas of someone whom the county does not know


class Adjudicator:
    """What the county says to settlements and their reversals, in the order of arrival.

    `None` for anything else, for self-pay, and for what it has said before its disk was lost and got back.
    """

    def __call__(self, connection: sa.Connection, arrived: Arrived, fact: Fact) -> Fact | None:
        """One entry by itself.

        Raises:
            NoPolicy, NotAtPlatform, ReversedBefore, Waits, BadFact: it cannot be judged; it is set aside.
        """
        if not isinstance(fact, SettlementMade | SettlementReversed):
            return None
        docket = Docket(connection, (arrived,))
        verdict = _verdict(connection, docket, arrived, fact)
        docket.close(connection)
        return verdict

    def of_batch(self, connection: sa.Connection, batch: Sequence[Arrived]) -> "BatchAdjudicator":
        """The same for many entries of one transaction, with what they ask for looked up at once."""
        return BatchAdjudicator(Docket(connection, batch))


class BatchAdjudicator:
    """Called for each entry that is about to count, then closed; after a `ClinicError` it goes on."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket

    def __call__(self, connection: sa.Connection, arrived: Arrived, fact: Fact) -> Fact | None:
        """Raises:
        NoPolicy, NotAtPlatform, ReversedBefore, Waits, BadFact: it cannot be judged; it is set aside.
        """
        if not isinstance(fact, SettlementMade | SettlementReversed):
            return None
        return _verdict(connection, self._docket, arrived, fact)

    def close(self, connection: sa.Connection) -> None:
        """After the last entry, in the same transaction."""
        self._docket.close(connection)


adjudicate: Final = Adjudicator()


def _verdict(
    connection: sa.Connection, docket: Docket, arrived: Arrived, fact: SettlementMade | SettlementReversed
) -> SettlementAdjudicated | None:
    found = None
    if not docket.is_judged(connection, arrived.entry.id):
        found = (
            _settled(connection, docket, arrived, fact)
            if isinstance(fact, SettlementMade)
            else _reversed(connection, docket, arrived, fact)
        )
    docket.count(arrived.entry.id, fact, found)
    return found


def _settled(
    connection: sa.Connection, docket: Docket, arrived: Arrived, fact: SettlementMade
) -> SettlementAdjudicated | None:
    if fact.setl_id:  # the insurance platform pays it
        must_be_answered(connection, arrived, fact)
        return None
    require_sound(arrived, fact)
    if not fact.insutype:
        if fact.amounts.get("fund_pay_sumamt") or fact.amounts.get("acct_pay"):
            raise BadFact(type=fact.type, why="a fund pays for a bill without insurance")
        return None
    cover = docket.cover(connection, fact.psn_no)
    person = (
        Person(psn_no=fact.psn_no, insutype=fact.insutype, psn_insu_stas=NOT_INSURED)
        if cover is None
        else cover.person
    )
    bill, client = _charged(fact)
    found = readjudicate(
        docket.policy(connection, person.insutype),
        person,
        docket.state(connection, person.psn_no),
        bill,
        client,
        Circumstances(
            visit_is_live=docket.visit_is_taken(connection, fact.visit_id, arrived.entry.id),
            inherited=None if fact.resettles is None else _inherited(connection, docket, arrived, fact, bill),
        ),
        person_differs=person != bills.person_of(fact),
    )
    effect = found.effect
    fee_day = effect.fee_day.day if effect.fee_day else None
    return _written(arrived, person.psn_no, cover, found, effect.deltas, fee_day)


def _reversed(
    connection: sa.Connection, docket: Docket, arrived: Arrived, fact: SettlementReversed
) -> SettlementAdjudicated | None:
    record = docket.record(connection, fact.settlement_id)
    if record is None or not isinstance(record.fact, SettlementMade):
        raise Waits(entry=fact.settlement_id.hex)
    if record.is_reversed:
        raise ReversedBefore(settlement=fact.settlement_id.hex)
    require_taken_back(arrived, fact, record.fact)
    original = record.verdict
    if original is None:  # self-pay
        return None
    red = adjudicate_red(bills.adjudication_of(original))
    taken_back = {key: -change for key, change in red.effect.deltas.items()}
    cover = docket.cover(connection, original.psn_no)
    return _written(arrived, original.psn_no, cover, red, taken_back, None)


def _written(
    arrived: Arrived,
    psn_no: str,
    cover: Cover | None,
    found: Adjudication,
    effect: Mapping[str, int],
    fee_day: date | None,
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
        home="" if cover is None else cover.home,
    )


def _inherited(
    connection: sa.Connection, docket: Docket, arrived: Arrived, fact: SettlementMade, bill: Bill
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
    red = docket.record(connection, fact.resettles)
    if red is None or not isinstance(red.fact, SettlementReversed):
        raise Waits(entry=fact.resettles.hex)
    before = docket.record(connection, red.fact.settlement_id)
    if before is None or before.verdict is None or not isinstance(before.fact, SettlementMade):
        raise BadFact(type=fact.type, why="no insurance paid the original")
    return _taken_over(arrived, fact, bill, red.fact, before.fact, before.verdict)


def _taken_over(
    arrived: Arrived,
    fact: SettlementMade,
    bill: Bill,
    red: SettlementReversed,
    original: SettlementMade,
    judged: SettlementAdjudicated,
) -> Inherited | None:
    left = remaining_bill(bills.bill_of(original), bills.taken_back(red), red.refund_date)
    if red.new_setl_id != arrived.entry.id or original.psn_no != fact.psn_no or left != bill:
        raise BadFact(type=fact.type, why="not what the refund left of the original")
    for name in ("acct_pay", "ewallet_pay"):
        if fact.amounts.get(name, 0) > original.amounts.get(name, 0):
            raise BadFact(type=fact.type, why=f"{name}: more than the original took")
    county = bills.adjudication_of(judged)
    return None if county.voided else inherited_from(bills.settlement_of(original), county)


def _charged(fact: SettlementMade) -> tuple[Bill, Settlement]:
    """Raises:
    BadFact: a word in it is none that the rules know.
    """
    try:
        return bills.bill_of(fact), bills.claimed(fact)
    except ValueError as error:
        raise BadFact(type=fact.type, why=str(error)) from error
