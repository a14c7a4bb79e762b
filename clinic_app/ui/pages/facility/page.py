"""机构: this PC, its backup, its proof, and its way to the county."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing, ms_of
from clinic_app.services.upkeep import Machine
from clinic_app.ui import icons, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.facility.view_model import FacilityState, FacilityViewModel
from clinic_app.ui.setup import LEVELS, Enrolment
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormGrid, FormRow
from clinic_app.ui.widgets.states import Notice

_GB = 1 << 30
PERMITS: Final = {
    "iv_antibiotics": QT_TRANSLATE_NOOP("facility", "静脉输注抗菌药物"),
    "narcotics": QT_TRANSLATE_NOOP("facility", "麻醉药品和第一类精神药品"),
}


def _ask_place(parent: QWidget, name: str) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(parent, "", name, "(*.zip)")
    return Path(chosen) if chosen else None


class FacilityPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(
        self,
        view_model: FacilityViewModel,
        settings: tuple[tuple[str, str], ...],
        ask_place: Callable[[QWidget, str], Path | None] = _ask_place,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        settings: name and value of each line of clinic.toml as it is in force.
        ask_place: lets the user choose where a backup goes.
        """
        super().__init__(parent)
        self.view_model = view_model
        self._settings = settings
        self._ask_place = ask_place
        self.notice = Notice()
        self.facts = {
            name: QLabel()
            for name in ("facility", "level", "permits", "device", "county", "entries", "folder")
        }
        self.last_backup, self.place = QLabel(), QLabel()
        self.back_up = QPushButton(self.tr("现在备份…"))
        self.verify = QPushButton(self.tr("核对日志"))
        self.check = QPushButton(self.tr("重放核对"))
        self.verified, self.checked = QLabel(), QLabel()
        self.server, self.code, self.ca = QLineEdit(), QLineEdit(), QLineEdit()
        self.enrol = QPushButton(self.tr("入网"))
        self._lay_out()
        EnterMoves(self.county)
        self._connect()
        self._render(view_model.state)

    def _render(self, state: FacilityState) -> None:
        self.notice.say(state.notice, state.tone)
        for button in (self.back_up, self.verify, self.check, self.enrol):
            button.setEnabled(not state.busy)
        self.verified.setText(state.verified or self.tr("逐条验算哈希链和签名；一万条约几秒，不影响工作。"))
        self.checked.setText(state.checked or self.tr("从日志重算所有表再比较，只看不改。"))
        problems = dict(state.problems)
        for name, field in self._fields.items():
            field.show_error(problems.get(name, ""))
        machine, facility = state.machine, state.facility
        if machine is None or facility is None:
            return
        level = dict(LEVELS).get(facility.inst_lv, facility.inst_lv)
        self.facts["facility"].setText(f"{facility.name}  {facility.code}")
        self.facts["level"].setText(translate("setup", level))
        permits = [translate("facility", PERMITS.get(one, one)) for one in sorted(facility.permits)]
        self.facts["permits"].setText("、".join(permits) or self.tr("没有（由县里核准）"))
        self.facts["device"].setText(
            self.tr("{letter} 号机  ·  {device}").format(letter=machine.letter, device=machine.device[:16])
        )
        alone = self.tr("未入网：数据只在这台电脑上")
        self.facts["county"].setText(f"{machine.county}  {machine.server}" if machine.server else alone)
        self.facts["entries"].setText(
            self.tr("{n} 条  ·  表结构 {schema}").format(n=f"{machine.entries:,}", schema=machine.schema)
        )
        free = self.tr("{path}  ·  磁盘剩余 {free} GB")
        self.facts["folder"].setText(free.format(path=machine.folder, free=machine.free_bytes // _GB))
        self.last_backup.setText(_moment(machine) or self.tr("还没有备份过"))
        look(self.last_backup, "", "" if machine.last_backup else "danger")
        self.county.setVisible(not machine.server)

    def _back_up(self) -> None:
        machine = self.view_model.state.machine
        if machine is not None:
            name = f"xyt-{machine.device[:8]}.zip"
            start = self.view_model.place / name if self.view_model.place else Path(name)
            file = self._ask_place(self, str(start))
            if file is not None:
                self.view_model.back_up(file)

    def _enrol(self) -> None:
        ca = self.ca.text().strip()
        self.view_model.enrol(
            Enrolment(
                server=self.server.text().strip(),
                code=self.code.text().strip(),
                ca_file=Path(ca) if ca else None,
            )
        )

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.back_up.clicked.connect(self._back_up)
        self.verify.clicked.connect(self.view_model.verify)
        self.check.clicked.connect(self.view_model.check)
        self.enrol.clicked.connect(self._enrol)

    def _lay_out(self) -> None:
        stack = Stack(self)
        stack.addWidget(self.notice)
        top = Row()
        left = QVBoxLayout()
        left.setSpacing(theme.current().px(9))
        left.addWidget(self._machine_card())
        left.addWidget(self._backup_card(), 1)
        top.addLayout(left, 3)
        top.addWidget(self._settings_card(), 2)
        stack.addLayout(top)
        stack.addWidget(self._proof_card())
        self.county = self._county_card()
        stack.addWidget(self.county)
        stack.addStretch(1)

    def _machine_card(self) -> Card:
        card = Card(self.tr("本机"))
        grid = FormGrid()
        titles = (
            ("facility", self.tr("机构")),
            ("level", self.tr("等级")),
            ("permits", self.tr("县里许可")),
            ("device", self.tr("设备")),
            ("county", self.tr("县服务器")),
            ("entries", self.tr("本机日志")),
            ("folder", self.tr("数据文件夹")),
        )
        for name, title in titles:
            self.facts[name].setWordWrap(True)
            grid.add(title, self.facts[name])
        card.body.addWidget(grid)
        card.body.addStretch()
        return card

    def _settings_card(self) -> Card:
        card = Card(self.tr("设置（clinic.toml）"))
        grid = FormGrid()
        for name, value in self._settings:
            label = QLabel(value)
            label.setWordWrap(True)
            grid.add(name, label)
        card.body.addWidget(grid)
        card.body.addStretch()
        return card

    def _backup_card(self) -> Card:
        card = Card(self.tr("备份"))
        grid = FormGrid()
        grid.add(self.tr("最近一次"), self.last_backup)
        place = (
            str(self.view_model.place) if self.view_model.place else self.tr("没有设第二处（backup_place）")
        )
        self.place.setText(place)
        self.place.setWordWrap(True)
        grid.add(self.tr("每天自动"), self.place)
        card.body.addWidget(grid)
        icons.dress(self.back_up, "save", "accent", 17)
        row = Row()
        row.addWidget(self.back_up)
        row.addStretch()
        card.body.addLayout(row)
        card.body.addStretch()
        return card

    def _proof_card(self) -> Card:
        card = Card(self.tr("核对"))
        row = Row()
        for button, words in ((self.verify, self.verified), (self.check, self.checked)):
            icons.dress(button, "check", "accent", 17)
            words.setWordWrap(True)
            look(words, "soft")
            row.addWidget(button)
            row.addWidget(words, 1)
        card.body.addLayout(row)
        return card

    def _county_card(self) -> Card:
        card = Card(self.tr("入网"))
        hint = QLabel(self.tr("入网后，本机已有的数据会全部补传，政策和参保信息由县里下发。"))
        look(hint, "soft")
        card.body.addWidget(hint)
        self._fields = {
            "server": Field(self.tr("县服务器"), self.server, hint="https://county.example:8443"),
            "code": Field(self.tr("登记码"), self.code, hint=self.tr("县里发的一次性代码")),
            "ca_file": Field(self.tr("根证书文件"), self.ca, hint=self.tr("没有就空着")),
        }
        card.body.addWidget(FormRow([*self._fields.values()], [3, 2, 2]))
        row = Row()
        row.addStretch()
        row.addWidget(self.enrol)
        card.body.addLayout(row)
        return card


def _moment(machine: Machine) -> str:
    """The last backup in Beijing time."""
    if not machine.last_backup:
        return ""
    return f"{beijing(ms_of(datetime.fromisoformat(machine.last_backup))):%Y-%m-%d %H:%M}"
