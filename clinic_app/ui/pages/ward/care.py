"""执行 and 摆药: the doses of a day, and what the pharmacy gives for them."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.ward import UNIT_E4
from clinic_app.printing.wardsheets import order_words
from clinic_app.projections.queries.wardday import Dose, Owed
from clinic_app.services.warddoses import Summed, summed
from clinic_app.ui import catalogues, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.ward.state import WardState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable
from clinic_app.ui.widgets.witness import Witness


def _said(one: Dose) -> str:
    if one.done is None:
        return "" if one.supplied else translate("ward", "待摆药")
    if one.done.left_out:
        return translate("ward", "未执行：{why}").format(why=one.done.left_out)
    return translate("ward", "已执行")


def _tone(one: Dose) -> Tone:
    if one.done is None:
        return Tone.PLAIN if one.supplied else Tone.WARN
    return Tone.WARN if one.done.left_out else Tone.OK


DOSES: tuple[Column[Dose], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "时间"), lambda one: one.slot, width=6),
    Column(QT_TRANSLATE_NOOP("columns", "床"), lambda one: one.stay.bed or "—", width=4),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.stay.name, width=8),
    Column(
        QT_TRANSLATE_NOOP("columns", "医嘱"),
        lambda one: one.order.name,
        bold=True,
        hint=lambda one: f"{one.order.name} {one.order.spec}",
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "用法"),
        lambda one: order_words(one.order),
        hint=lambda one: order_words(one.order),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "状态"), _said, width=14, tone=_tone, hint=_said),
)
SUPPLIES: tuple[Column[Summed], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: f"{one.name} {one.spec}", bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "数量"),
        lambda one: f"{one.cnt_e4 // UNIT_E4} {one.unit}",
        width=9,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "各床"),
        lambda one: "　".join(f"{bed or '—'}×{cnt_e4 // UNIT_E4}" for bed, cnt_e4 in one.beds),
        hint=lambda one: "　".join(f"{bed}×{cnt_e4 // UNIT_E4}" for bed, cnt_e4 in one.beds),
    ),
)
RETURNS: tuple[Column[Owed], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "床"), lambda one: one.stay.bed or "—", width=4),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.stay.name, width=8),
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.order.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda one: f"{one.day:%m-%d}", width=6),
    Column(
        QT_TRANSLATE_NOOP("columns", "数量"),
        lambda one: f"{one.cnt_e4 // UNIT_E4} {one.order.unit}",
        width=9,
        number=True,
    ),
)


class CarePanel(QWidget):
    """执行单 of a day."""

    def __init__(self) -> None:
        super().__init__()
        self.table: DataTable[Dose] = DataTable(
            DOSES, self.tr("执行单"), self.tr("这一天没有要执行的医嘱"), key=lambda one: one.key
        )
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("未执行原因"))
        self.reason.setPlaceholderText(self.tr("未执行原因（按 F6 登记光标所在的一次）"))
        self.left = QLabel()
        look(self.left, "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.left)
        column.addLayout(row)

    def render_state(self, state: WardState) -> None:
        for column in (1, 2):  # never the first: the cursor is there
            self.table.setColumnHidden(column, not state.whole)
        self.table.share_width()
        self.table.show_rows(state.doses)
        self.left.setText(
            self.tr("共 {n} 次，还有 {left} 次").format(n=len(state.doses), left=len(state.due))
        )


class DosesPanel(QWidget):
    """摆药单 of the whole ward, and what is to go back."""

    def __init__(self) -> None:
        super().__init__()
        self.supplies: DataTable[Summed] = DataTable(
            SUPPLIES, self.tr("摆药单"), self.tr("这一天的药都摆好了"), key=lambda one: one.code
        )
        self.returns: DataTable[Owed] = DataTable(
            RETURNS,
            self.tr("待退药"),
            self.tr("没有要退的药"),
            key=lambda one: (one.order.id, one.day),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        for words, table, share in (
            (self.tr("待摆药（全病区合计）"), self.supplies, 3),
            (self.tr("待退药（已停或未执行）"), self.returns, 2),
        ):
            title = QLabel(words)
            look(title, "soft")
            column.addWidget(title)
            column.addWidget(table, share)
        self.second = Witness()
        self._walk = EnterMoves(self.second)
        column.addWidget(self.second)

    def render_state(self, state: WardState) -> None:
        self.supplies.show_rows(summed(state.owed))
        self.returns.show_rows(state.returns)
        going = (one.order.code for one in (*state.owed, *state.returns))
        self.second.setVisible(any(catalogues.is_controlled(code) for code in going))
