"""The form of a new contract: team, packages, fee, signature."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_app.domain.contract_packages import Package
from clinic_app.domain.contract_terms import Hospitals
from clinic_app.domain.contracts import LONGEST_YEARS, Fee
from clinic_app.domain.money import Fen
from clinic_app.services.contracts.lists import Housemate
from clinic_app.ui import format, theme
from clinic_app.ui.pages.contracts.signing import SigningModel
from clinic_app.ui.pages.contracts.state import SigningState
from clinic_app.ui.pages.contracts.words import groups_text, housemate_text, package_text, team_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.money import MoneyEdit
from clinic_app.ui.widgets.signature_pad import SignaturePad


def ask_photograph(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, "", "", "(*.jpg *.jpeg *.png)")
    return Path(chosen) if chosen else None


def _completer(box: QLineEdit) -> QCompleter:
    """Known names that hold what is typed."""
    completer = QCompleter(QStringListModel(box), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer


class SignForm(Card):
    """Only widgets: every decision is the model's.

    Signals:
        refused: the resident does not want a contract; the words typed under 备注.
    """

    refused = Signal(str)

    def __init__(
        self, model: SigningModel, ask_photograph: Callable[[QWidget], Path | None] = ask_photograph
    ) -> None:
        """Args:
        ask_photograph: lets the user choose the picture of a signed paper.
        """
        super().__init__("")
        self.model = model
        self._ask = ask_photograph
        self.groups = QLabel()
        self.team = Choice([], self.tr("团队"))
        years = [(str(one), self.tr("{n} 年").format(n=one)) for one in range(1, LONGEST_YEARS + 1)]
        self.years = Choice(years, self.tr("期限"))
        self.packages: dict[str, QCheckBox] = {}
        self.insurance = MoneyEdit(self.tr("医保基金，元"))
        self.public_health = MoneyEdit(self.tr("公卫经费，元"))
        self.resident = MoneyEdit(self.tr("个人，元"))
        self.total = QLabel()
        self.pad = SignaturePad(self.tr("签名"))
        self.signed = QLabel()
        self.wipe = QPushButton(self.tr("重签"))
        self.photograph = QPushButton(self.tr("拍照的签字…"))
        self.representative, self.note = QLineEdit(), QLineEdit()
        self.secondary, self.tertiary = QLineEdit(), QLineEdit()
        self._typed_for: tuple[UUID | None, UUID | None] = (None, None)  # the person, the contract renewed
        self.house = ActionButton("group", self.tr("同户一起签"), kind="quiet", icon="home")
        self.mates: dict[UUID, QCheckBox] = {}
        self.sign = ActionButton("save", self.tr("签订协议"), kind="primary", icon="contract")
        self.refuse = ActionButton("refund", self.tr("不愿签约"), icon="remove")
        self.back = ActionButton("clear", self.tr("不续了，返回"), icon="undo")
        self._lay_out()
        self._connect()

    def show_state(self, state: SigningState) -> None:
        told = groups_text(state.groups)
        self.groups.setText(self.tr("人群：{groups}（按档案）").format(groups=told) if told else "")
        self._show_teams(state)
        self._show_packages(state)
        self._show_fee(state)
        self._show_house(state)
        self._show_typed(state)
        photographed = state.signature is not None
        self.signed.setText(
            self.tr("签名保存在协议里")
            if state.drawn
            else self.tr("签名图像加密存在本机")
            if photographed
            else self.tr("没有签名图像：打印后在纸上签字")
        )
        self.wipe.setEnabled(bool(state.drawn) or photographed)
        if not state.drawn:
            self.pad.clear()
        many = len(state.joining) + 1
        self.sign.say(
            self.tr("续签")
            if state.renewing
            else self.tr("签订协议")
            if many == 1
            else self.tr("签订 {n} 份协议").format(n=many)
        )
        self.sign.setEnabled(not state.busy and bool(state.packages))
        self.refuse.setVisible(not state.renewing)
        self.back.setVisible(state.renewing)

    def begin(self) -> None:
        self.team.setFocus()

    def _show_teams(self, state: SigningState) -> None:
        wanted = [(str(one.id), team_text(one)) for one in state.teams]
        with QSignalBlocker(self.team):
            if [
                (self.team.itemData(at), self.team.itemText(at)) for at in range(self.team.count())
            ] != wanted:
                self.team.clear()
                for key, words in wanted:
                    self.team.addItem(words, key)
            self.team.show_code("" if state.team is None else str(state.team))

    def _show_packages(self, state: SigningState) -> None:
        if tuple(self.packages) != tuple(one.key for one in state.offered):
            self._make_packages(state.offered)
        for key, box in self.packages.items():
            with QSignalBlocker(box):
                box.setChecked(key in state.packages)

    def _make_packages(self, offered: tuple[Package, ...]) -> None:
        for old in self.packages.values():
            old.deleteLater()
        self.packages = {}
        before: QWidget = self.years
        for at, one in enumerate(offered):
            box = QCheckBox(f"{package_text(one)}  {format.money(one.fee.total)}")
            box.toggled.connect(lambda on, key=one.key: self.model.choose_package(key, on))
            self.grid.addWidget(box, at // 2, at % 2)
            self.packages[one.key] = box
            QWidget.setTabOrder(before, box)
            before = box

    def _show_house(self, state: SigningState) -> None:
        """The others of the house stand under the packages once they are asked to sign too."""
        self.house.setVisible(bool(state.free) and not state.renewing)
        self.house.say(self.tr("只签本人") if state.together else self.tr("同户一起签"))
        if tuple(self.mates) != tuple(one.resident_id for one in state.house):
            self._make_house(state.house)
        for one in state.house:
            box = self.mates[one.resident_id]
            box.setText(housemate_text(one, self.model.today))
            box.setVisible(bool(state.together) and not state.renewing)
            box.setEnabled(one.contract is None)
            with QSignalBlocker(box):
                box.setChecked(one.resident_id in state.together)

    def _make_house(self, house: tuple[Housemate, ...]) -> None:
        for old in self.mates.values():
            old.deleteLater()
        self.mates = {}
        for one in house:
            box = QCheckBox()
            box.toggled.connect(lambda on, who=one.resident_id: self.model.join(who, on))
            self.house_rows.addWidget(box)
            self.mates[one.resident_id] = box

    def _show_typed(self, state: SigningState) -> None:
        """Nothing that was typed for one person stays for the next; a renewal begins with the hospitals of before."""
        for box, names in zip((self.secondary, self.tertiary), state.hospitals, strict=True):
            offered = box.completer().model()
            if isinstance(offered, QStringListModel) and tuple(offered.stringList()) != names:
                offered.setStringList(names)
        person, before = state.person, state.before
        now = None if person is None else person.id, None if before is None else before.id
        if now == self._typed_for:
            return
        self._typed_for = now
        hospitals = before.hospitals if before else Hospitals()
        for box, text in (
            (self.representative, ""),
            (self.note, ""),
            (self.secondary, hospitals.secondary),
            (self.tertiary, hospitals.tertiary),
        ):
            box.setText(text)

    def _show_fee(self, state: SigningState) -> None:
        fee, whole = state.asked, state.asked_of_all
        parts = (
            (self.insurance, fee.insurance),
            (self.public_health, fee.public_health),
            (self.resident, fee.resident),
        )
        for box, fen in parts:
            if not box.hasFocus():
                with QSignalBlocker(box):
                    box.show_fen(fen)
        words = self.tr("合计 {total} 元/年").format(total=format.money(fee.total))
        if state.joining:
            words += self.tr("，全户 {total}").format(total=format.money(whole.total))
        self.total.setText(words)

    def _type_fee(self) -> None:
        asked = self.model.state.asked
        parts = (self.insurance.fen(), self.public_health.fen(), self.resident.fen())
        typed = [Fen(0) if one is None else one for one in parts]
        if (asked.insurance, asked.public_health, asked.resident) != tuple(typed):
            self.model.type_fee(Fee(*typed))

    def _photograph(self) -> None:
        file = self._ask(self)
        if file is not None:
            self.model.photograph(file)

    def _connect(self) -> None:
        model = self.model
        self.team.chosen.connect(model.choose_team)
        for box in (self.insurance, self.public_health, self.resident):
            box.editingFinished.connect(self._type_fee)
        self.pad.changed.connect(lambda: model.take_strokes(self.pad.strokes()))
        self.house.clicked.connect(model.sign_together)
        self.wipe.clicked.connect(model.wipe)
        self.photograph.clicked.connect(self._photograph)
        self.sign.clicked.connect(self._sign)
        self.refuse.clicked.connect(lambda: self.refused.emit(self.note.text()))
        self.back.clicked.connect(model.back)

    def _sign(self) -> None:
        self._type_fee()
        hospitals = Hospitals(self.secondary.text().strip(), self.tertiary.text().strip())
        self.model.sign(int(self.years.code()), self.representative.text(), self.note.text(), hospitals)

    def _lay_out(self) -> None:
        px = theme.current().px
        look(self.groups, "soft")
        self.groups.setWordWrap(True)
        self.body.addWidget(self.groups)
        form = QWidget()
        self.body.addWidget(form)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(px(12))
        self.grid.setVerticalSpacing(px(4))
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(6))
        rows.addWidget(
            FormRow([Field(self.tr("团队"), self.team), Field(self.tr("期限"), self.years)], [3, 1])
        )
        rows.addLayout(self.grid)
        self.house_rows = QVBoxLayout()
        self.house_rows.setSpacing(px(2))
        rows.addLayout(self.house_rows)
        money = [
            Field(self.tr("医保基金，元"), self.insurance),
            Field(self.tr("公卫经费，元"), self.public_health),
            Field(self.tr("个人，元"), self.resident),
            Field(self.tr("每人每年"), self.total),
        ]
        rows.addWidget(FormRow(money, [2, 2, 2, 3]))
        for box in (self.representative, self.note, self.secondary, self.tertiary):
            box.setMaxLength(100)
        for box in (self.secondary, self.tertiary):
            box.setCompleter(_completer(box))
        rows.addWidget(
            FormRow(
                [
                    Field(self.tr("代签人（本人签的空着）"), self.representative),
                    Field(self.tr("备注，或不愿签的原因"), self.note),
                ],
                [1, 1],
            )
        )
        EnterMoves(form)
        hand = Row()
        hand.addWidget(self.pad)
        beside = QVBoxLayout()
        look(self.signed, "soft")
        self.signed.setWordWrap(True)
        beside.addWidget(
            FormRow(
                [
                    Field(self.tr("签约二级医院"), self.secondary),
                    Field(self.tr("签约三级医院"), self.tertiary),
                ],
                [1, 1],
            )
        )
        keys = Row()
        for button in (self.wipe, self.photograph):
            keys.addWidget(button)
        keys.addWidget(self.signed, 1)
        beside.addLayout(keys)
        beside.addStretch()
        hand.addLayout(beside, 1)
        rows.addLayout(hand)
        keys = Row()
        keys.addStretch()
        for button in (self.back, self.house, self.refuse, self.sign):
            keys.addWidget(button)
        self.body.addLayout(keys)
        self.body.addStretch()
