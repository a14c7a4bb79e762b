"""医保平台: what the desk asks of it.  Nothing is booked on one side only for longer than the line is cut."""

import threading
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.platform import message, nodes
from clinic_app.domain.platform.errors import (
    NoAnswer,
    NotSettledThere,
    OutcomeUnknown,
    SplitDiffers,
    Unverified,
    WrongSum,
)
from clinic_app.domain.platform.message import InsurancePlatform
from clinic_app.domain.platform.nodes import Totals
from clinic_app.domain.settlement.refusals import SettledAlready
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.settlement import BillDeferred, SettlementMade, SettlementReversed
from clinic_app.projections.queries.calls import Call
from clinic_app.projections.queries.deferred import OnAccount
from clinic_app.projections.queries.settlement import NoSettlement
from clinic_app.projections.queries.visit_bill import bill_of_visit
from clinic_app.services.platform.accounts import Accounts, Ended
from clinic_app.services.platform.booking import Booking
from clinic_app.services.platform.cancelling import Cancelling
from clinic_app.services.platform.registering import Registering
from clinic_app.services.platform.resolving import Resolving, in_order
from clinic_app.services.platform.selling import SalesReported, Selling
from clinic_app.services.platform.sending import Sending
from clinic_app.services.platform.talk import Talk
from clinic_app.services.platform.trial import Trials
from clinic_app.services.platform.unfinished import list_of
from clinic_app.services.platform.values import Became, Payment, Resolved, Trial, Unfinished
from clinic_app.store.calls import CallLedger
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

_GRACE_MS: Final = 90_000  # longer than the line waits for an answer: nobody is still waiting for it


class PlatformService:
    """Without a platform every question about one says so, and on-account bills are settled by the policy."""

    def __init__(
        self, store: Store, platform: InsurancePlatform | None, *, code: str = "", area: str = ""
    ) -> None:
        """`code`: 定点机构编号 (12), else the facility's own; `area`: 就医地医保区划, else the province's."""
        self._store = store
        self._ledger = CallLedger(store)
        self._talk = Talk(store, platform, code=code, area=area)
        self._registering = Registering(store, self._talk, self._ledger)
        self._trials = Trials(store, self._talk, self._registering)
        self._sending = Sending(store, self._talk, self._ledger)
        self._booking = Booking(store, self._talk, self._ledger, self._sending)
        self._cancelling = Cancelling(store, self._talk, self._ledger, self._sending)
        self._resolving = Resolving(
            self._talk, self._ledger, self._registering, self._sending, self._booking, self._cancelling
        )
        self._selling = Selling(store, self._talk, self._ledger)
        self._accounts = Accounts(store)
        self._desk = threading.RLock()  # one conversation that books at a time
        self._over: set[UUID] = set()  # calls that this process made and that ended without an answer

    @property
    def available(self) -> bool:
        """Whether a platform is set up here."""
        return self._talk.available

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def report_sales(self, by: OnDuty) -> SalesReported:
        """商品销售 (3505A) of what this PC handed out with trace codes; may be asked at any time, and again.

        Raises:
            NotAllowed, NoPlatform
        """
        return self._selling.report(by)

    # ---- a bill

    def presettle(
        self,
        by: OnDuty,
        visit_id: UUID,
        *,
        insutype: str = "",
        acct_request: int = 0,
        card_sn: str = "",
        purse_amount: int = 0,
    ) -> Trial:
        """预结算; may be repeated.  `insutype`: which insurance, where a person has several; fen.

        Raises:
            NotAllowed, NoPlatform, NoAnswer, PlatformRefused, Unverified, WrongSum, TotalDiffers
            NotInsured, ChooseInsurance, OtherPerson, and what `bill_of_visit` raises.
        """
        by.must("settlement")
        with self._store.reading() as connection:
            found = bill_of_visit(
                connection,
                visit_id,
                self._store.facility,
                self.today(),
                acct_request=acct_request,
                ewallet_request=purse_amount,
            )
        with self._desk:
            return self._trials.run(by, found, insutype=insutype, card_sn=card_sn, purse_amount=purse_amount)

    def settle(
        self,
        by: OnDuty,
        visit_id: UUID,
        payment: Payment | None = None,
        *,
        insutype: str = "",
        acct_request: int = 0,
        card_sn: str = "",
        due_shown: int | None = None,
    ) -> tuple[UUID, SettlementMade]:
        """结算: a fresh trial, then 2207; the settlement's id and what it says.

        Raises:
            DueChanged, NotEnough: nothing was asked to be booked.
            OutcomeUnknown: sent, and nobody knows yet; `resolve` finds out.  Take no money twice.
            SplitDiffers, Unverified, WrongSum: the platform booked something else; it was taken back.
            and what `presettle` raises.
        """
        payment = payment or Payment()
        with self._desk:
            trial = self.presettle(
                by,
                visit_id,
                insutype=insutype,
                acct_request=acct_request,
                card_sn=card_sn,
                purse_amount=payment.purse_amount,
            )
            call = self._booking.intend(by, trial, payment, due_shown)
            try:
                return self._booking.settle(by, trial, call)
            except NoAnswer:
                return self._after_silence(by, call)
            except (SplitDiffers, Unverified, WrongSum, SettledAlready):
                self._over.add(call.id)
                self._sending.take_back(by, call)  # where that is not certain either, `resolve` goes on
                raise

    def reverse(
        self, by: OnDuty, settlement_id: UUID, reason: str = "", tender: dict[str, int] | None = None
    ) -> SettlementReversed:
        """退费 of a platform's settlement: 2208, then the red.  `tender`: fen by TENDERS that go back (negative).

        Raises:
            NotAllowed, NoSettlement, ReversedAlready, NoPlatform, PlatformRefused
            NotSettledThere: the county settled it, not the platform.
            OutcomeUnknown: sent, and nobody knows yet.
        """
        by.must("settlement")
        made = self._made(settlement_id)
        if not made.setl_id:
            raise NotSettledThere(number=made.number)
        with self._desk:
            call = self._cancelling.intend(by, settlement_id, made, reason, tender or {})
            try:
                return self._cancelling.cancel(by, call)
            except NoAnswer as silence:
                self._over.add(call.id)
                if self._resolving.resolve(by, self._now(call)).became is Became.BOOKED:
                    return self._cancelling.red_of(settlement_id)
                raise OutcomeUnknown(number=made.number) from silence

    # ---- what is not certain

    def open_calls(self) -> list[Call]:
        """Calls of this clinic whose outcome is not certain, the oldest first."""
        return self._ledger.open("platform.")

    def unfinished(self) -> list[Unfinished]:
        """What somebody still has to look at: calls without a certain outcome and bills on account, oldest first."""
        found = list_of(self._store, self.open_calls(), self.deferred())
        return sorted(found, key=lambda one: (one.since_ms, one.id))

    def resolve(self, by: OnDuty, *, at_once: bool = False, everywhere: bool = False) -> list[Resolved]:
        """Ask about everything that is not certain; safe at any time, by a timer too.

        at_once: calls of the last minute and a half too, for which another window may still be waiting.
        everywhere: calls of the clinic's other PCs too, where such a PC will not come back.

        Raises:
            NotAllowed
        """
        by.must("settlement")
        if not self.available or not self._desk.acquire(blocking=False):
            return []
        try:
            due = [
                call
                for call in in_order(self.open_calls())
                if (at_once or self._is_over(call)) and (everywhere or self._is_ours(call))
            ]
            return [self._resolving.resolve(by, self._now(call)) for call in due if self._is_open(call)]
        finally:
            self._desk.release()

    # ---- an outage

    def defer(
        self,
        by: OnDuty,
        visit_id: UUID,
        tender: dict[str, int] | None = None,
        *,
        reason: str = "line",
        acct_request: int = 0,
    ) -> tuple[UUID, BillDeferred]:
        """挂账: the person pays the estimate (or `tender`), the settlement follows.

        Raises:
            NotAllowed, OnAccountAlready, and what `bill_of_visit` raises.
        """
        by.must("settlement")
        with self._desk:
            return self._accounts.defer(by, visit_id, tender, reason, acct_request)

    def deferred(self) -> list[OnAccount]:
        """Bills on account, the oldest first."""
        return self._accounts.open()

    def estimate(self, deferred_id: UUID) -> BillDeferred:
        """A bill on account as it was printed.

        Raises:
            NoDeferred
        """
        return self._accounts.written(deferred_id)

    def settle_deferred(
        self,
        by: OnDuty,
        deferred_id: UUID,
        *,
        self_pay: bool = False,
        insutype: str = "",
        acct_request: int = 0,
        card_sn: str = "",
        due_shown: int | None = None,
    ) -> Ended:
        """补结算 with the platform; without one by the policy; `self_pay`: by the person alone.

        `due_shown`: the difference in fen that the cashier saw (below 0: goes back).

        Raises:
            NotAllowed, NoDeferred, DeferredEnded, StillRefused, DueChanged, and what `settle` raises.
        """
        by.must("settlement")
        if self_pay or not self.available:
            with self._desk:
                return self._accounts.settle(by, deferred_id, self_pay, acct_request, due_shown)
        standing = self._accounts.standing(deferred_id)
        payment = Payment(deferred=deferred_id, prepaid=standing.paid)
        settlement_id, made = self.settle(
            by,
            standing.visit_id,
            payment,
            insutype=insutype,
            acct_request=acct_request,
            card_sn=card_sn,
            due_shown=due_shown,
        )
        return self._accounts.ended(settlement_id, made, self._accounts.written(deferred_id))

    # ---- the day

    def compare_totals(self, by: OnDuty, ours: Totals) -> tuple[bool, str]:
        """3201: whether the platform has the same totals, and what it says.

        Raises:
            NotAllowed, NoPlatform, NoAnswer, PlatformRefused
        """
        by.must("closing")
        said = self._talk.say(by, message.TOTALS, nodes.totals(self._talk.province, ours))
        result = said.get("stmtinfo") or {}
        return str(result.get("stmt_rslt")) == "0", str(result.get("stmt_rslt_dscr") or "")

    def sign_out(self, by: OnDuty) -> None:
        """9002, at the end of the day.

        Raises:
            NoPlatform, NoAnswer, PlatformRefused
        """
        self._talk.sign_out(by)

    # ---- inside

    def _after_silence(self, by: OnDuty, call: Call) -> tuple[UUID, SettlementMade]:
        """No answer to 2207: ask once at once; the line may have hiccuped.

        Raises:
            NoAnswer: it was never done, or it was taken back.
            OutcomeUnknown
        """
        self._over.add(call.id)
        after = self._resolving.resolve(by, self._now(call))
        if after.settlement_id is not None and after.made is not None:
            return after.settlement_id, after.made
        if after.became is Became.DROPPED:
            raise NoAnswer(infno=message.SETTLE)
        raise OutcomeUnknown(number="")

    def _is_over(self, call: Call) -> bool:
        return call.id in self._over or self._store.wall() - call.intended_ms > _GRACE_MS

    def _is_ours(self, call: Call) -> bool:
        entry = self._store.entry(call.id)
        return entry is not None and entry.device == self._store.device

    def _is_open(self, call: Call) -> bool:
        return self._sending.is_open(call.id)

    def _now(self, call: Call) -> Call:
        return self._sending.known(call.id)

    def _made(self, settlement_id: UUID) -> SettlementMade:
        entry = self._store.entry(settlement_id)
        if entry is None or entry.body is None or entry.type != SettlementMade.type:
            raise NoSettlement(settlement=str(settlement_id))
        return SettlementMade.parse(entry.body)
