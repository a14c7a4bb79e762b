"""From entries to rows: what each type of fact puts into which columnar table."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from clinic_app.domain.time import beijing
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.fact import BadFact, Fact
from clinic_app.journal.facts.county import CountyFact, EntryQuarantined, EntryReleased, SettlementAdjudicated
from clinic_app.journal.facts.outpatient import EncounterSigned
from clinic_app.journal.facts.pharmacy import MedicineDispensed, MedicineReturned
from clinic_app.journal.facts.registration import VisitCancelled, VisitRegistered
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from sync_server.analysis.columns import AMOUNTS
from sync_server.analysis.tokens import Tokens
from sync_server.store.queries.entries import Arrived

Row = tuple[Any, ...]
Rows = Iterator[tuple[str, Row]]


@dataclass(frozen=True, slots=True)
class From:
    """One entry, and what the rows derived from it need to know."""

    county: str
    arrived: Arrived
    day: Any  # Beijing, of the receipt
    resident: int | None
    drugs: Container[str]  # codes of medicines

    def source(self, facility: str = "") -> Row:
        entry = self.arrived.entry
        return (self.county, self.arrived.position, entry.id.hex, facility or self.arrived.facility, self.day)


class Derivation:
    """Of one county."""

    def __init__(
        self, county: str, own_device: UUID, tokens: Tokens, identity: bool, drugs: Container[str]
    ) -> None:
        """`drugs`: the codes that the catalogues ever called medicines."""
        self._drugs = drugs
        self._county = county
        self._own_device = own_device
        self._tokens = tokens
        self._identity = identity

    def rows_of(self, arrived: Arrived, again: bool) -> Rows:
        """Every row of an entry; of one whose id has come before only the one in `journal`.

        A body that is not what its type asks for is set aside by the county and gives no facts here either.
        """
        entry = arrived.entry
        received = beijing(arrived.received)
        # A resident's id is that of the entry that registered it: there the token would stand beside what it hides.
        subject = None if entry.subject == entry.id else entry.subject
        came = From(self._county, arrived, received.date(), self._tokens.resident(subject), self._drugs)
        yield "journal", self._journal(came, received.hour, again)
        if again:
            return
        try:
            fact = fact_of(entry)
        except BadFact:
            return
        derive = None if fact is None else _DERIVE.get(type(fact))
        if fact is None or derive is None:
            return
        if isinstance(fact, CountyFact) and entry.device != self._own_device:
            return  # only the county says such things
        yield from derive(came, fact)

    def _journal(self, came: From, hour: int, again: bool) -> Row:
        entry, received = came.arrived.entry, came.arrived.received
        written = ms_of_stamp(entry.time)
        body = entry.body or b""
        row = (
            *came.source(),
            entry.device.hex,
            entry.seq,
            entry.type,
            entry.author,
            came.resident,
            written * 1000,  # microseconds
            received * 1000,
            received - written,
            hour,
            len(body),
            again,
        )
        if not self._identity:
            return row
        return (*row, entry.subject.hex if entry.subject else None, body.decode(errors="replace"))


def _visit(came: From, fact: VisitRegistered) -> Rows:
    own = came.arrived.entry.id.hex
    yield "visit", (*came.source(), own, came.resident, 1, fact.day, fact.department, bool(fact.psn_no))


def _cancelled(came: From, fact: VisitCancelled) -> Rows:
    yield "visit", (*came.source(), fact.visit_id.hex, came.resident, -1, None, None, None)


def _diagnoses(came: From, fact: EncounterSigned) -> Rows:
    for no, diagnosis in enumerate(fact.diagnoses, 1):
        yield "diagnosis", (*came.source(), fact.visit_id.hex, came.resident, no, diagnosis.code)


def _settlement(came: From, fact: SettlementMade) -> Rows:
    own, source = came.arrived.entry.id.hex, came.source()
    yield (
        "settlement",
        (
            *source,
            "settle",
            own,
            fact.visit_id.hex,
            came.resident,
            fact.setl_date,
            fact.med_type,
            fact.insutype,
            fact.diag_code,
            *(fact.amounts.get(name, 0) for name in AMOUNTS),
        ),
    )
    for line in fact.lines:
        code = line.med_list_codg
        amount = line.split.get("det_item_fee_sumamt", 0)
        yield (
            "charge",
            (*source, own, came.resident, fact.setl_date, code, code in came.drugs, line.cnt_e4, amount),
        )


def _red(came: From, fact: SettlementReversed) -> Rows:
    yield (
        "settlement",
        (
            *came.source(),
            "red",
            fact.settlement_id.hex,
            None,
            came.resident,
            fact.refund_date,
            None,
            None,
            None,
            *(fact.amounts.get(name, 0) for name in AMOUNTS),
        ),
    )


def _adjudicated(came: From, fact: SettlementAdjudicated) -> Rows:
    source = came.source(fact.facility)
    yield "adjudication", (*source, fact.settlement_id.hex, fact.status, fact.cause, fact.fund_diff)


def _dispensed(came: From, fact: MedicineDispensed | MedicineReturned) -> Rows:
    sign = -1 if isinstance(fact, MedicineReturned) else 1
    for line in fact.lines:
        row = (fact.settlement_id.hex, came.resident, line.code, sign * line.cnt_e4)
        yield "dispensed", (*came.source(), *row)


def _held(came: From, fact: EntryQuarantined | EntryReleased) -> Rows:
    change = 1 if isinstance(fact, EntryQuarantined) else -1
    yield "held", (*came.source(fact.facility), fact.entry_id.hex, change, fact.reason)


_DERIVE: Final[dict[type[Fact], Callable[..., Rows]]] = {
    VisitRegistered: _visit,
    VisitCancelled: _cancelled,
    EncounterSigned: _diagnoses,
    SettlementMade: _settlement,
    SettlementReversed: _red,
    SettlementAdjudicated: _adjudicated,
    MedicineDispensed: _dispensed,
    MedicineReturned: _dispensed,
    EntryQuarantined: _held,
    EntryReleased: _held,
}
