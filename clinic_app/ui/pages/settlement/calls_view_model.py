"""未完成: what is not certain at the insurance platform, and bills on account; each has one step that ends it."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.services.platform import Became, Ended, Open, PlatformService, Resolved, Unfinished
from clinic_app.ui.desk import Desk
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import language, translate
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class CallsState:
    """All that the panel shows.  A new state replaces the old one."""

    rows: tuple[Unfinished, ...] = ()
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO


class CallsViewModel(QObject):
    """Signals:
    changed: a new `CallsState`.
    settled: a settlement came to stand (its id): print the receipt, read the lists anew.
    """

    changed = Signal(object)
    settled = Signal(object)

    def __init__(self, service: PlatformService, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        self.state = CallsState()
        desk.written.connect(self.refresh)

    def refresh(self) -> None:
        """Read what is not finished."""
        self._jobs.read(self._service.unfinished, self._show, self._refused)

    def ask_now(self) -> None:
        """现在查询: everything that is not certain, of this PC."""
        if self.state.busy:
            return
        by = self._desk.by
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.network(lambda: self._service.resolve(by, at_once=True), self._asked, self._refused)

    def end(self, row: Unfinished | None, *, self_pay: bool = False) -> None:
        """补结算 of a bill on account; by the insurance, or by the person alone."""
        if row is None or row.why is not Open.ON_ACCOUNT or self.state.busy:
            return
        by, deferred_id = self._desk.by, row.id
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.network(
            lambda: self._service.settle_deferred(by, deferred_id, self_pay=self_pay),
            self._ended,
            self._refused,
        )

    # Inside.

    def _show(self, rows: list[Unfinished]) -> None:
        self._become(replace(self.state, rows=tuple(rows)))

    def _asked(self, found: list[Resolved]) -> None:
        words, tone = words_of(found)
        self._become(replace(self.state, busy=False, notice=words, tone=tone))
        for one in found:
            if one.settlement_id is not None:
                self.settled.emit(one.settlement_id)
        self.refresh()

    def _ended(self, ended: Ended) -> None:
        person = ended.made.amounts.get("psn_cash_pay", 0)
        facts = {
            "number": ended.made.number,
            "paid": yen(person - ended.due),
            "person": yen(person),
            "due": yen(abs(ended.due)),
        }
        if ended.due > 0:
            words = self.tr("收据 {number} 已结算：预收 {paid}，实际应付 {person}，请向患者补收 {due}。")
        elif ended.due < 0:
            words = self.tr("收据 {number} 已结算：预收 {paid}，实际应付 {person}，请退给患者 {due}。")
        else:
            words = self.tr("收据 {number} 已结算：与预收的 {paid} 相同，不用补退。")
        why = "；".join(one.sentence(language()) for one in ended.differences)
        tone = Tone.OK if ended.due == 0 else Tone.WARN
        self._become(
            replace(self.state, busy=False, notice=f"{words.format(**facts)} {why}".strip(), tone=tone)
        )
        self.settled.emit(ended.settlement_id)
        self.refresh()

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: CallsState) -> None:
        self.state = state
        self.changed.emit(state)


def words_of(found: list[Resolved]) -> tuple[str, Tone]:
    """What asking has brought, for the cashier."""
    made = [one.made for one in found if one.made is not None]
    if made:
        numbers = "、".join(one.number for one in made)
        due = sum(one.tender.get("cash", 0) if one.tender else one.amounts.get("cash_pay", 0) for one in made)
        words = translate(
            "calls",
            "查到了：平台已经结算，收据 {numbers} 已补出，应收现金共 {due}。没收的请补收，收过的不要再收。",
        )
        return words.format(numbers=numbers, due=yen(due)), Tone.OK
    if any(one.became is Became.UNKNOWN for one in found):
        words = translate("calls", "平台还没有应答。线路恢复后系统会自动再查；这段时间不要重复收费。")
        return words, Tone.WARN
    if any(one.became is Became.BOOKED for one in found):
        return translate("calls", "查到了：平台已经办成，本机账目已补齐。"), Tone.OK
    if found:
        return translate("calls", "查清了：没有办成的已撤销，可以重新结算或退费。"), Tone.INFO
    return translate("calls", "没有需要查询的交易。"), Tone.INFO
