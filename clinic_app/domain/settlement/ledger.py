"""Two ledgers (§9): the county's state and each client's cache of it, for one person.

The pure functions do the sums; here is who knows what, which ids are taken, and
what is still pending.  The command line plays its cases on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from clinic_app.domain.policy.model import CatalogueRow, Policy
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Balances, Bill, Circumstances, Mode, Person
from clinic_app.domain.settlement.engine import settle
from clinic_app.domain.settlement.outcome import Settlement, Status, rejection
from clinic_app.domain.settlement.readjudicate import (
    Adjudication,
    adjudicate_red,
    adjudicated_online,
    inherited_from,
    no_effect,
    readjudicate,
)
from clinic_app.domain.settlement.records import (
    Cache,
    Record,
    RedRecord,
    RefundRequest,
    SettledRecord,
    Submission,
)
from clinic_app.domain.settlement.refund import (
    Original,
    Refund,
    RefundStatus,
    refund,
    refused,
    remaining_bill,
)


class Ledger:
    """One person's records at the county and at every client."""

    def __init__(
        self,
        policy: Policy,
        person: Person,
        county: State,
        *,
        cache: State | None = None,
        synced_on: date | None = None,
        balances: Balances = Balances(),  # noqa: B008  frozen
        overlay: Mapping[str, CatalogueRow] | None = None,
    ) -> None:
        """`cache` is what every client starts with (default: the county's state), `overlay` the
        catalogue rows that go before the policy's own."""
        self.county = county
        self.balances = balances
        self.caches: dict[str, Cache] = {}
        self._policy = policy
        self._person = person
        self._first_cache = Cache(county if cache is None else cache, synced_on)
        self._overlay = overlay or {}
        self._records: dict[str, Record] = {}  # setl_id and refund_id share one name space

    # ---------------------------------------------------------------- settle

    def settle(self, order: Submission) -> Settlement:
        cache = self._cache(order.client)
        earlier = self._records.get(order.setl_id)
        if earlier is not None:
            if isinstance(earlier, SettledRecord) and earlier.submission == order:
                return replace(earlier.settlement, status=Status.REPLAYED)
            return rejection("E_ID_CONFLICT")
        online = order.mode is Mode.ONLINE
        if online and self._has_pending(order.client):
            return rejection("E_PENDING")
        given = Circumstances(
            mode=order.mode,
            balances=self.balances,
            visit_is_live=self._is_live(order.bill.mdtrt_id, order.client, online),
            synced_on=cache.synced_on,
            force_version=order.force_version,
            overlay=self._overlay,
        )
        state = self.county if online else cache.state
        settlement = settle(self._policy, self._person, state, order.bill, given)
        if not settlement.rejected:
            record = _settled(order.setl_id, order.client, order.bill, settlement, order.mode, order)
            self._records[order.setl_id] = record
            self._move(order.client, order.mode, state.plus(record.held), order.bill.setl_date)
            self._take(settlement.amounts)
        return settlement

    # ---------------------------------------------------------------- refund

    def refund(self, order: RefundRequest) -> Refund:
        cache = self._cache(order.client)
        earlier = self._records.get(order.refund_id)
        if earlier is not None:
            if isinstance(earlier, RedRecord) and earlier.request == order:
                return replace(earlier.refund, status=RefundStatus.REPLAYED)
            return refused("E_ID_CONFLICT")
        original = self._refundable(order)
        if isinstance(original, str):
            return refused(original)
        remaining = remaining_bill(original.bill, order.lines, order.refund_date)
        if isinstance(remaining, str):
            return refused(remaining)
        if remaining is not None and not self._is_free(order):
            return refused("E_ID_CONFLICT")
        online = order.mode is Mode.ONLINE
        given = Circumstances(
            mode=order.mode,
            visit_is_live=online and self._county_holds(original.bill.mdtrt_id, but=original),
            overlay=self._overlay,
        )
        known = Original(
            bill=original.bill,
            settlement=original.settlement,
            county=original.county,
            held=original.county.effect if online and original.county else original.held,
        )
        state = self.county if online else cache.state
        made = refund(self._policy, self._person, state, known, remaining, given)
        if made.status is RefundStatus.REFUNDED and made.state is not None:
            self._book_refund(order, original, made)
            self._move(order.client, order.mode, made.state, order.refund_date)
        return made

    def _refundable(self, order: RefundRequest) -> SettledRecord | str:
        if order.mode is Mode.ONLINE and self._has_pending(order.client):
            return "E_PENDING"
        original = self._records.get(order.setl_id)
        if not isinstance(original, SettledRecord):
            return "E_NOT_FOUND"
        if original.client != order.client:
            return "E_REFUND_CLIENT"
        if original.refunded:
            return "E_ALREADY_REFUNDED"
        return original

    def _is_free(self, order: RefundRequest) -> bool:
        new = order.new_setl_id
        return new is not None and new != order.refund_id and new not in self._records

    def _book_refund(self, order: RefundRequest, original: SettledRecord, made: Refund) -> None:
        online = order.mode is Mode.ONLINE
        red = RedRecord(
            request=order,
            client=order.client,
            original=original,
            refund=made,
            county=adjudicate_red(original.county) if online and original.county else None,
            made_online=online,
        )
        original.refunded = True
        original.reversed = online
        self._records[order.refund_id] = red
        self._take(made.red)
        if made.remaining is not None and made.resettle is not None and order.new_setl_id is not None:
            again = _settled(order.new_setl_id, order.client, made.remaining, made.resettle, order.mode, None)
            again.red_before = red
            self._records[order.new_setl_id] = again
            self._take(made.resettle.amounts)

    # ---------------------------------------------------------------- the county

    def readjudicate(
        self,
        record_id: str,
        *,
        server_person: Person | None = None,
        server_overlay: Mapping[str, CatalogueRow] | None = None,
    ) -> Adjudication | str:
        """The county's verdict on a pending record, or the code why there is none.

        `server_person` and `server_overlay` (rows before all others) hold for this record only.
        """
        record = self._records.get(record_id)
        if record is None:
            return "E_NOT_FOUND"
        if record.county is not None:
            return "E_NOT_PENDING"
        if isinstance(record, RedRecord):
            return self._adjudicate_red(record)
        if record.red_before is not None and record.red_before.pending:
            return "E_ORDER"
        origin = record.red_before.original if record.red_before is not None else None
        given = Circumstances(
            visit_is_live=self._county_holds(record.bill.mdtrt_id, but=record),
            overlay={**self._overlay, **(server_overlay or {})},
            inherited=None if origin is None else inherited_from(origin.settlement, origin.county),
        )
        record.county = readjudicate(
            self._policy,
            server_person or self._person,
            self.county,
            record.bill,
            record.settlement,
            given,
            person_differs=server_person is not None,
        )
        self.county = self.county.plus(record.county.effect)
        return record.county

    def _adjudicate_red(self, red: RedRecord) -> Adjudication | str:
        if red.original.county is None:
            return "E_ORDER"
        red.county = adjudicate_red(red.original.county)
        red.original.reversed = True
        self.county = self.county.minus(red.county.effect)
        return red.county

    def sync(self, client: str, synced_on: date) -> None:
        """The cache becomes the county's state plus what is still pending, in order of making."""
        self._cache(client).synced_on = synced_on
        self._refresh(client)

    # ---------------------------------------------------------------- inside

    def _cache(self, client: str) -> Cache:
        if client not in self.caches:
            self.caches[client] = replace(self._first_cache)
        return self.caches[client]

    def _move(self, client: str, mode: Mode, state: State, day: date | None) -> None:
        if mode is Mode.OFFLINE:
            self.caches[client].state = state
            return
        self.county = state
        self.caches[client].synced_on = day
        self._refresh(client)

    def _refresh(self, client: str) -> None:
        state = self.county
        for record in self._of(client):
            if isinstance(record, SettledRecord):
                if record.county is not None:
                    record.held = record.county.effect
                else:
                    state, record.held = state.applied(record.settlement.effect or no_effect(record.bill))
            elif record.pending:
                state = state.minus(record.original.held)
        self.caches[client].state = state

    def _of(self, client: str) -> Iterator[Record]:
        return (record for record in self._records.values() if record.client == client)

    def _has_pending(self, client: str) -> bool:
        return any(record.pending for record in self._of(client))

    def _is_live(self, mdtrt_id: str, client: str, online: bool) -> bool:
        """Check 9: the client's own, not refunded; online also what the county holds."""
        own = any(
            isinstance(record, SettledRecord) and record.bill.mdtrt_id == mdtrt_id and not record.refunded
            for record in self._of(client)
        )
        return own or (online and self._county_holds(mdtrt_id))

    def _county_holds(self, mdtrt_id: str, but: SettledRecord | None = None) -> bool:
        return any(
            isinstance(record, SettledRecord)
            and record is not but
            and record.bill.mdtrt_id == mdtrt_id
            and record.held_by_county
            for record in self._records.values()
        )

    def _take(self, amounts: Amounts) -> None:
        """Account and wallet move with settlements and reds, never with an adjudication."""
        self.balances = Balances(
            acct_balance=self.balances.acct_balance - amounts.acct_pay,
            ewallet_balance=self.balances.ewallet_balance - amounts.ewallet_pay,
        )


def _settled(
    setl_id: str,
    client: str,
    bill: Bill,
    settlement: Settlement,
    mode: Mode,
    submission: Submission | None,
) -> SettledRecord:
    return SettledRecord(
        setl_id=setl_id,
        client=client,
        submission=submission,
        bill=bill,
        settlement=settlement,
        held=settlement.effect or no_effect(bill),
        county=adjudicated_online(settlement, bill) if mode is Mode.ONLINE else None,
    )
