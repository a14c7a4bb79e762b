"""Every building block on pages of made-up data: to look at, and for the tests to walk through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clinic_app.domain.roles import Role
from clinic_app.ui import theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.main_window import MainWindow
from clinic_app.ui.shell_state import (
    Caution,
    DutyState,
    Line,
    PageSpec,
    Reader,
    ReaderState,
    ResidentBanner,
    SyncState,
)
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack, StatCard
from clinic_app.ui.widgets.entries import Choice, DateEdit, NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormGrid, FormRow
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.money import MoneyEdit, MoneyLabel
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, CodePicker, SearchBox
from clinic_app.ui.widgets.splitbar import Payer, Share, SplitBar
from clinic_app.ui.widgets.states import Chip, Notice
from clinic_app.ui.widgets.table import DataTable


@dataclass(frozen=True, slots=True)
class BillLine:
    group: str
    name: str
    spec: str
    quantity: int
    price_fen: int
    overdue: bool = False

    @property
    def amount_fen(self) -> int:
        return self.quantity * self.price_fen


BILL = (
    BillLine("1", "阿莫西林胶囊", "0.25g×24粒", 2, 1180),
    BillLine("1", "氯雷他定片", "10mg×6片", 1, 640),
    BillLine("2", "0.9% 氯化钠注射液", "250ml", 3, 325),
    BillLine("2", "头孢曲松钠", "1.0g", 3, 1290, overdue=True),
    BillLine("3", "一般诊疗费", "次", 1, 1000),
    BillLine("3", "静脉输液", "组", 3, 600),
    BillLine("4", "血常规（五分类）", "次", 1, 1800),
)

COLUMNS: tuple[Column[BillLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "组"), lambda line: line.group, width=4),
    Column(QT_TRANSLATE_NOOP("columns", "名称"), lambda line: line.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "规格"), lambda line: line.spec, width=12),
    Column(QT_TRANSLATE_NOOP("columns", "数量"), lambda line: str(line.quantity), width=6, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "单价"), lambda line: money(line.price_fen), width=8, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda line: money(line.amount_fen),
        width=10,
        number=True,
        tone=lambda line: Tone.DANGER if line.overdue else Tone.PLAIN,
    ),
)

SHARES = (
    Share(Payer.FUND, 7502),
    Share(Payer.MAJOR, 1200),
    Share(Payer.ASSISTANCE, 480),
    Share(Payer.ACCOUNT, 1500),
    Share(Payer.CASH, 1763),
)

RESIDENT = ResidentBanner(
    name="林秀英",
    sex="女",
    age="62 岁",
    id_masked="350881********2648",
    insurance="居民医保",
    card="社保卡",
    warnings=(Caution("青霉素过敏"), Caution("高血压随访过期 12 天", Tone.WARN)),
)

_PEOPLE = (
    Hit("1", "林秀英", "女 · 62 岁 · 350881********2648", "居民医保"),
    Hit("2", "林秀云", "女 · 35 岁 · 350881********4029", "职工医保"),
    Hit("3", "林旭阳", "男 · 8 岁 · 350881********0013", "居民医保"),
    Hit("4", "凌晓燕", "女 · 51 岁 · 350881********3322", "自费"),
)


def people(text: str, answer: Answer) -> None:
    """A provider over made-up residents, by name or initials."""
    answer([hit for hit in _PEOPLE if text in hit.title or initials(hit.title).startswith(text.lower())])


class CashPage(QWidget):
    """A charging page: table, totals, split, money box."""

    def __init__(self) -> None:
        super().__init__()
        stack = Stack(self)
        tools = Row()
        self.search = SearchBox(people, self.tr("卡号"), self.tr("卡号、姓名、拼音首字母或证件号后四位"))
        tools.addWidget(self.search, 1)
        tools.addWidget(ActionButton("read_card"))
        tools.addWidget(ActionButton("next"))
        stack.addLayout(tools)
        self.table: DataTable[BillLine] = DataTable(COLUMNS, self.tr("费用明细"), key=lambda line: line.name)
        self.table.show_rows(BILL)
        middle = Row()
        middle.addWidget(self.table, 1)
        middle.addWidget(self._pay())
        stack.addLayout(middle, 1)
        stack.addLayout(self._buttons())

    def _pay(self) -> Card:
        card = Card(self.tr("结算"))
        card.head.addWidget(Chip(self.tr("暂估"), Tone.WARN))
        card.setMaximumWidth(theme.current().px(430))
        split = SplitBar()
        split.show_shares(SHARES)
        grid = FormGrid()
        total = sum(line.amount_fen for line in BILL)
        grid.add(self.tr("总计"), MoneyLabel(total, TextSize.TOTAL, name=self.tr("总计")))
        grid.add(self.tr("医保支付"), MoneyLabel(9182, TextSize.LARGE, name=self.tr("医保支付")))
        grid.add(self.tr("应收"), MoneyLabel(1763, TextSize.TOTAL, Tone.DANGER, self.tr("应收")))
        tender = MoneyEdit(big=True)
        tender.show_fen(5000)
        grid.add(self.tr("缴款"), tender)
        grid.add(self.tr("找零"), MoneyLabel(3237, TextSize.HERO, Tone.DANGER, self.tr("找零")))
        before = QLabel(self.tr("上一位：陈国强 应收 ¥36.00，缴款 ¥50.00，找零 ¥14.00"))
        before.setWordWrap(True)
        look(before, "small")
        for widget in (split, grid, before):
            card.body.addWidget(widget)
        card.body.addStretch()
        EnterMoves(card)
        return card

    def _buttons(self) -> QHBoxLayout:
        row = Row()
        row.addWidget(ActionButton("refund", self.tr("退费"), kind="danger"))
        row.addWidget(ActionButton("hold"))
        row.addWidget(ActionButton("print"))
        row.addStretch()
        row.addWidget(ActionButton("preview", self.tr("预结算")))
        self.settle = ActionButton("settle", self.tr("结算"), kind="primary")
        row.addWidget(self.settle)
        return row


class WidgetsPage(QWidget):
    """Cards, notices, chips, fields of every kind, empty and busy tables."""

    def __init__(self) -> None:
        super().__init__()
        stack = Stack(self)
        stack.addLayout(self._figures())
        stack.addWidget(_notice(self.tr("已保存，等待上传。"), Tone.OK))
        stack.addWidget(_notice(self.tr("县里还没有回音，先按暂估收费。"), Tone.WARN, self.tr("再试一次")))
        stack.addWidget(
            _notice(
                self.tr("库存不足：阿莫西林需要 48，可发 20。请减量或换药。"),
                Tone.DANGER,
                self.tr("去看库存"),
            )
        )
        low = Row()
        low.addWidget(self._form(), 3)
        low.addLayout(self._tables(), 2)
        stack.addLayout(low, 1)

    def _figures(self) -> QHBoxLayout:
        row = Row()
        for title, value, note, tone in (
            (self.tr("今日挂号"), "48", self.tr("比昨天多 6"), Tone.PLAIN),
            (self.tr("候诊"), "7", self.tr("最久 34 分钟"), Tone.PLAIN),
            (self.tr("今日收费"), "¥3,206.40", self.tr("现金 ¥612.00"), Tone.PLAIN),
            (self.tr("随访过期"), "12", self.tr("最久 41 天"), Tone.DANGER),
        ):
            card = StatCard(title)
            card.say(value, note, tone)
            row.addWidget(card)
        return row

    def _form(self) -> Card:
        card = Card(self.tr("居民登记"))
        self.name = Field(self.tr("姓名"), QLineEdit("林秀英"), required=True)
        number = Field(self.tr("证件号码"), QLineEdit("35088119640230264X"))
        number.show_error(self.tr("没有 2 月 30 日这一天，请核对证件。"))
        card.body.addWidget(FormRow([self.name, number], [2, 3]))
        sex = Choice([("2", self.tr("女")), ("1", self.tr("男"))])
        weight = NumberEdit(decimals=1, least=0, most=300)
        weight.setText("58.5")
        birth = DateEdit(date(2026, 11, 22))
        birth.show_date(date(1964, 2, 3))
        village = CodePicker(people, self.tr("村（居）"), self.tr("村名或首字母"))
        card.body.addWidget(
            FormRow(
                [
                    Field(self.tr("性别"), sex),
                    Field(self.tr("出生日期"), birth),
                    Field(self.tr("体重"), weight, unit="kg"),
                    Field(self.tr("村（居）"), village),
                ],
                [2, 3, 3, 4],
            )
        )
        fee = MoneyEdit()
        fee.show_fen(123450)
        card.body.addWidget(
            FormRow([Field(self.tr("预交金"), fee, unit=self.tr("元")), self._choices()], [1, 2])
        )
        note = QPlainTextEdit(self.tr("血压 152/94，建议两周后复测。"))
        note.setMinimumHeight(44)
        card.body.addWidget(Field(self.tr("备注"), note))
        EnterMoves(card)
        return card

    def _choices(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        signed = QCheckBox(self.tr("已签约"))
        signed.setChecked(True)
        yes, no = QRadioButton(self.tr("初诊")), QRadioButton(self.tr("复诊"))
        no.setChecked(True)
        for widget in (signed, yes, no):
            row.addWidget(widget)
        row.addStretch()
        return box

    def _tables(self) -> QVBoxLayout:
        column = QVBoxLayout()
        empty: DataTable[BillLine] = DataTable(
            COLUMNS[:3], self.tr("空表"), self.tr("今天还没有待收费的账单\n刷卡或输入姓名即可开始")
        )
        empty.show_rows(())
        busy: DataTable[BillLine] = DataTable(COLUMNS[:3], self.tr("忙"))
        busy.show_rows((), busy=True)
        column.addWidget(empty)
        column.addWidget(busy)
        row = Row()
        plain, off = QPushButton(self.tr("普通按钮")), ActionButton("save", kind="primary")
        off.setEnabled(False)
        for widget in (plain, ActionButton("save", self.tr("挂号"), kind="primary"), off):
            row.addWidget(widget)
        column.addLayout(row)
        return column


def _notice(text: str, tone: Tone, action: str = "") -> Notice:
    notice = Notice()
    notice.say(text, tone, action)
    return notice


PAGES = (
    ("residents", QT_TRANSLATE_NOOP("pages", "居民"), "people"),
    ("registration", QT_TRANSLATE_NOOP("pages", "挂号"), "register"),
    ("outpatient", QT_TRANSLATE_NOOP("pages", "门诊"), "stethoscope"),
    ("orders", QT_TRANSLATE_NOOP("pages", "检验检查"), "orders"),
    ("settlement", QT_TRANSLATE_NOOP("pages", "收费结算"), "cash"),
    ("pharmacy", QT_TRANSLATE_NOOP("pages", "药房"), "pill"),
    ("inpatient", QT_TRANSLATE_NOOP("pages", "住院"), "bed"),
    ("publichealth", QT_TRANSLATE_NOOP("pages", "公共卫生"), "heart"),
    ("immunization", QT_TRANSLATE_NOOP("pages", "预防接种"), "syringe"),
    ("referral", QT_TRANSLATE_NOOP("pages", "转诊"), "referral"),
    ("indicators", QT_TRANSLATE_NOOP("pages", "考核"), "chart"),
    ("facility", QT_TRANSLATE_NOOP("pages", "机构"), "building"),
)


def shell(pages: Sequence[PageSpec] = ()) -> MainWindow:
    """A shell in the middle of a day, with the two pages above."""
    made = {"settlement": CashPage, "residents": WidgetsPage}
    specs = pages or [
        PageSpec(name, title, icon, frozenset(), made.get(name, QWidget)) for name, title, icon in PAGES
    ]
    window = MainWindow(translate("gallery", "漳平市新桥镇中心卫生院"), specs)
    duty = DutyState("P001", "王晓明", frozenset({Role.VILLAGE_DOCTOR, Role.CASHIER}))
    window.show_duty(duty)
    window.show_reader(ReaderState(Reader.CARD_IN, "ACS ACR39U", simulated=True))
    window.show_demo(True)
    window.show_sync(SyncState(Line.DOWN, unsent=12, oldest_s=3 * 3600, safe_seq=345, quarantined=1))
    window.show_resident(RESIDENT)
    return window
