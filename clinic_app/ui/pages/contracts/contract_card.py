"""The contract that stands: term, team, fee, what is planned and which record did it; ended, renewed, printed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from clinic_app.domain.contract_plan import PlanLine, rate
from clinic_app.domain.contract_terms import Contract
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.contracts.signing import SigningModel
from clinic_app.ui.pages.contracts.state import SigningState
from clinic_app.ui.pages.contracts.words import (
    REASONS,
    evidence_text,
    fee_text,
    groups_text,
    item_text,
    line_text,
    line_tone,
    said,
    signature_text,
    status_text,
    status_tone,
    window_text,
)
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.signature_pad import SignaturePad
from clinic_app.ui.widgets.states import Chip
from clinic_app.ui.widgets.table import DataTable

PLAN: tuple[Column[PlanLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "服务"), item_text, hint=item_text),
    Column(QT_TRANSLATE_NOOP("columns", "应在"), window_text, width=24, hint=window_text),
    Column(QT_TRANSLATE_NOOP("columns", "履约"), line_text, width=8, tone=line_tone, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "依据"), evidence_text, width=22, hint=evidence_text),
)


class ContractCard(Card):
    """Only widgets: every decision is the model's."""

    def __init__(self, model: SigningModel) -> None:
        super().__init__("")
        self.model = model
        self.term, self.money, self.doubled, self.history = QLabel(), QLabel(), QLabel(), QLabel()
        self.status = Chip("")
        self.hand = SignaturePad(self.tr("签名"))
        self.done = QLabel()
        self.plan: DataTable[PlanLine] = DataTable(
            PLAN,
            self.tr("履约计划"),
            self.tr("这份协议没有计划"),
            key=lambda one: (one.item.key, one.first),
        )
        self.reason = Choice([(str(key), said(words)) for key, words in REASONS.items()], self.tr("原因"))
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("解约的说明"))
        self.note.setMaxLength(100)
        self.print = ActionButton("print", self.tr("打印协议"), icon="print")
        self.renew = ActionButton("save", self.tr("续签"), kind="primary", icon="contract")
        self.end = ActionButton("refund", self.tr("解约"), kind="danger")
        self._lay_out()
        self.print.clicked.connect(model.print)
        self.renew.clicked.connect(model.renew)
        self.end.clicked.connect(self._end)
        self.plan.picked.connect(model.look_at)

    def show_state(self, state: SigningState) -> None:
        contract, standing = state.contract, state.standing
        if contract is None or standing is None or standing.status is None:
            return
        self.status.say(status_text(contract, standing.status), status_tone(standing.status))
        self.term.setText(self._term(contract))
        self.money.setText(f"{fee_text(contract.fee)}　{signature_text(contract.signature)}")
        self.hand.show_strokes(state.hand)
        self.hand.setVisible(bool(state.hand))
        self.doubled.setVisible(bool(standing.others))
        if standing.others:
            teams = "、".join(f"{one.team_name}（{one.signed_on}）" for one in standing.others)
            self.doubled.setText(
                self.tr(
                    "还有一份有效协议：{teams}。两台电脑离线时各签了一份，请和居民商量后解约一份。"
                ).format(teams=teams)
            )
        self.plan.show_rows(state.plan)
        counted = rate(state.plan, self.model.today)
        self.done.setText(
            self.tr("到今天应做 {due} 项，按时做了 {done} 项").format(due=counted.due, done=counted.done)
            if counted.due
            else self.tr("各项都还没到最后一天")
        )
        later = [one for one in standing.history if one.id != contract.id]
        self.history.setText(
            "　".join(f"{one.valid_from} – {one.last_day} {one.team_name}" for one in later[:3])
        )
        self.history.setVisible(bool(later))
        self.renew.setEnabled(state.renewable and not state.busy)
        self.end.setEnabled(not state.busy and contract.ended is None)

    def begin(self) -> None:
        self.plan.setFocus()

    def _term(self, contract: Contract) -> str:
        words = self.tr("{number}　{team}（{leader}）\n{first} 至 {last}，{groups}").format(
            number=contract.number,
            team=contract.team_name or self.tr("团队还没有同步到本机"),
            leader=contract.leader_name,
            first=contract.valid_from,
            last=contract.last_day,
            groups=groups_text(contract.groups),
        )
        named = contract.hospitals.named
        return f"{words}　{self.tr('组合签约：')}{'、'.join(named)}" if named else words

    def _end(self) -> None:
        self.model.end(self.reason.code(), self.note.text())

    def _lay_out(self) -> None:
        head = Row()
        self.term.setWordWrap(True)
        head.addWidget(self.term, 1)
        head.addWidget(self.status)
        self.body.addLayout(head)
        for label in (self.money, self.done, self.history):
            look(label, "soft")
            label.setWordWrap(True)
        look(self.doubled, "", Tone.DANGER.value)
        self.doubled.setWordWrap(True)
        self.body.addWidget(self.doubled)
        paid = Row()
        paid.addWidget(self.money, 1)
        self.hand.setFixedSize(QSize(theme.current().px(132), theme.current().px(44)))
        self.hand.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hand.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        paid.addWidget(self.hand)
        self.body.addLayout(paid)
        self.body.addWidget(self.plan, 1)
        for label in (self.done, self.history):
            self.body.addWidget(label)
        keys = Row()
        keys.addWidget(self.reason)
        keys.addWidget(self.note, 1)
        for button in (self.end, self.print, self.renew):
            keys.addWidget(button)
        self.body.addLayout(keys)
