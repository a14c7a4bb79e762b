"""退费 and 差额结清 at the till: what comes back is shown before it is done."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.settlement.refund import TakeBack
from clinic_app.domain.settlement.refusals import ReversedAlready
from clinic_app.journal.facts.settlement import DifferenceSettled, SettlementReversed
from clinic_app.projections.queries.differences import Difference
from clinic_app.projections.queries.settlement import Settled
from clinic_app.services.refunds import Refunded, RefundLine, RefundPlan
from clinic_app.ui.format import yen
from clinic_app.ui.pages.settlement.state import Refunding
from clinic_app.ui.pages.settlement.till import Till, words_of
from clinic_app.ui.pages.settlement.words import back_text, means_text
from clinic_app.ui.theme import Tone


class TakingBack(QObject):
    def __init__(self, till: Till) -> None:
        super().__init__(till)
        self._till = till
        self._asked = 0  # number of the last plan; an older answer is dropped
        self._reason: str | None = None  # confirmed before the sums were there: done when they are

    def ask(self, settled: Settled | None) -> None:
        """Offer 退费 of a settlement; nothing happens before it is confirmed."""
        till = self._till
        if settled is None:
            return
        if settled.reversed:
            till.say(self.tr("收据 {number} 已经退过费。").format(number=settled.number), Tone.WARN)
            return
        till.become(replace(till.state, refunding=Refunding(settled), notice=""))
        refunds = till.services.refunds
        till.jobs.read(partial(refunds.lines, settled.id), partial(self._show_lines, settled), till.refused)
        self._plan(settled, None)

    def choose(self, part: bool) -> None:
        """Chosen lines (部分退), or everything again."""
        refunding = self._till.state.refunding
        if refunding is not None:
            self._become(replace(refunding, part=part, plan=None, problem=""))
            if not part:
                self._plan(refunding.settled, None)

    def take(self, quantities: Mapping[str, int]) -> None:
        """How much of each line comes back, in ten-thousandths; nothing is done yet."""
        refunding = self._till.state.refunding
        if refunding is None or not refunding.part:
            return
        taken = tuple(TakeBack(feedetl_sn=sn, cnt_e4=cnt) for sn, cnt in quantities.items() if cnt)
        if taken:
            self._plan(refunding.settled, taken)
        else:
            self._asked += 1
            self._become(replace(refunding, plan=None, problem=""))

    def keep(self) -> None:
        """Not taken back after all."""
        self._asked += 1
        self._till.become(replace(self._till.state, refunding=None))

    def confirm(self, reason: str) -> None:
        till = self._till
        refunding, by = till.state.refunding, till.by
        if refunding is None or till.state.busy or refunding.problem:
            return
        if refunding.plan is None:
            self._reason = None if refunding.part else reason
            return
        settled, plan = refunding.settled, refunding.plan
        till.become(replace(till.state, busy=True))
        if settled.setl_id:
            till.jobs.network(
                lambda: till.services.platform.reverse(by, settled.id, reason.strip(), plan.goes.red),
                partial(self._taken_back, plan),
                self._not_taken_back,
            )
            return
        till.jobs.store(
            lambda: till.services.refunds.refund(
                by, settled.id, plan.taken, reason.strip(), cash_shown=plan.cash_back
            ),
            partial(self._taken_back, plan),
            self._not_taken_back,
        )

    def settle_difference(self, difference: Difference | None) -> None:
        """结清: one key, the sum stands beside it; what is collected comes by the means chosen, all of it."""
        till = self._till
        if difference is None or till.state.busy:
            return
        by, means = till.by, till.state.means if difference.amount > 0 else ""
        tender = {means: difference.amount} if means else {}
        till.become(replace(till.state, busy=True, notice=""))
        till.jobs.store(
            lambda: till.services.differences.settle_difference(
                by, difference.settlement_id, tender, amount_shown=difference.amount
            ),
            lambda done: self._settled_difference(difference, *done),
            self._not_settled_difference,
        )

    # Inside.

    def _plan(self, settled: Settled, taken: tuple[TakeBack, ...] | None) -> None:
        self._asked += 1
        self._reason = None
        number = self._asked

        def known() -> Refunding | None:
            refunding = self._till.state.refunding
            fits = refunding is not None and refunding.settled.id == settled.id
            return refunding if fits and number == self._asked else None

        def done(plan: RefundPlan) -> None:
            refunding = known()
            if refunding is not None:
                self._become(replace(refunding, plan=plan, problem=""))
                reason, self._reason = self._reason, None
                if reason is not None:
                    self.confirm(reason)

        def failed(error: ClinicError) -> None:
            refunding = known()
            if refunding is not None:
                self._become(replace(refunding, plan=None, problem=words_of(error)))

        self._till.jobs.read(lambda: self._till.services.refunds.plan(settled.id, taken), done, failed)

    def _show_lines(self, settled: Settled, lines: list[RefundLine]) -> None:
        refunding = self._till.state.refunding
        if refunding is not None and refunding.settled.id == settled.id:
            self._become(replace(refunding, lines=tuple(lines)))

    def _become(self, refunding: Refunding) -> None:
        self._till.become(replace(self._till.state, refunding=refunding))

    def _taken_back(self, plan: RefundPlan, done: Refunded | SettlementReversed) -> None:
        till, papers = self._till, self._till.services.paperwork
        number = plan.settled.number
        words = self.tr("收据 {number} 已退费，{back}。").format(number=number, back=back_text(plan))
        till.become(replace(till.state, busy=False, refunding=None, notice=words, tone=Tone.OK))
        till.desk.written.emit()
        red = done if isinstance(done, SettlementReversed) else done.red
        till.put_out(partial(papers.red_receipt, plan.settled.id), f"receipt-{red.number}")
        if isinstance(done, Refunded) and done.rest_id is not None and done.rest is not None:
            till.put_out(partial(papers.receipt, done.rest_id), f"receipt-{done.rest.number}")

    def _not_taken_back(self, error: ClinicError) -> None:
        till = self._till
        till.become(replace(till.state, refunding=None))
        till.refused(error)
        if isinstance(error, ReversedAlready):
            till.desk.written.emit()

    def _settled_difference(self, difference: Difference, slip_id: UUID, slip: DifferenceSettled) -> None:
        till = self._till
        said = self.tr("已收 {amount}") if slip.amount > 0 else self.tr("已退 {amount}")
        ways = "、".join(means_text(means) for means in slip.tender or {"cash": slip.amount})
        words = self.tr("{name} 的差额已结清，{said}（{ways}）。").format(
            name=difference.name, said=said.format(amount=yen(abs(slip.amount))), ways=ways
        )
        state = replace(till.state, busy=False, notice=words, tone=Tone.OK)
        till.become(state if state.ready is not None else replace(state, means="", by_means=None))
        till.desk.written.emit()
        till.put_out(partial(till.services.paperwork.difference_slip, slip_id), f"difference-{slip.number}")

    def _not_settled_difference(self, error: ClinicError) -> None:
        self._till.refused(error)
        self._till.desk.written.emit()
