"""The four tables of 申报对账: statements, the records of one, days that do not balance, and payments."""

from clinic_app.domain.reconciling import State
from clinic_app.domain.time import beijing
from clinic_app.projections.queries.reconciliation import Statement
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.statements.state import LineRow, OddRow, PaidRow
from clinic_app.ui.pages.statements.words import (
    STATUSES,
    action_text,
    dispute_text,
    group_text,
    insurance_text,
    kind_text,
    method_text,
    remedy_text,
    state_text,
    status_text,
)
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column


def _difference(one: Statement) -> int:
    sums = one.effective
    return sums["fund_due"] - sums["fund_pay_sumamt"]


def _red(fen: int) -> Tone:
    return Tone.DANGER if fen < 0 else Tone.PLAIN


STATEMENTS: tuple[Column[Statement], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "月份"), lambda one: one.month, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "险种"), lambda one: insurance_text(one.group.insutype), width=10),
    Column(QT_TRANSLATE_NOOP("columns", "类别"), lambda one: group_text(one.group)),
    Column(
        QT_TRANSLATE_NOOP("columns", "笔数"), lambda one: f"{one.fixmedins_setl_cnt:,}", width=7, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "总费用"),
        lambda one: money(one.effective["medfee_sumamt"]),
        width=12,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "我方"),
        lambda one: money(one.effective["fund_pay_sumamt"]),
        width=12,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "医保"),
        lambda one: money(one.effective["fund_due"]),
        width=12,
        number=True,
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "差额"),
        lambda one: money(_difference(one)),
        width=11,
        number=True,
        tone=lambda one: _red(_difference(one)),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda one: status_text(one.status),
        width=11,
        tone=lambda one: STATUSES[one.status][1],
    ),
)

LINES: tuple[Column[LineRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "日期"),
        lambda row: f"{row.line.day:%m-%d}" if row.line.day else "",
        width=7,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "收据号"), lambda row: row.line.number, width=13, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "类型"), lambda row: kind_text(row.line.kind), width=8),
    Column(
        QT_TRANSLATE_NOOP("columns", "总费用"),
        lambda row: money(row.line.client.get("medfee_sumamt", 0)),
        width=10,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "我方"),
        lambda row: money(row.line.client.get("fund_pay_sumamt", 0)),
        width=10,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "县里"),
        lambda row: money(row.line.county.get("fund_pay_sumamt", 0)),
        width=10,
        number=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "县里处理"), lambda row: action_text(row.line.action), width=11),
    Column(
        QT_TRANSLATE_NOOP("columns", "基金应付"),
        lambda row: money(row.line.dues.fund_due - row.line.deducted),
        width=10,
        number=True,
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "个人"),
        lambda row: money(row.line.dues.person_due) if row.line.dues.person_due else "",
        width=9,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "我方承担"),
        lambda row: money(row.line.dues.clinic_loss) if row.line.dues.clinic_loss else "",
        width=9,
        number=True,
        tone=lambda _: Tone.DANGER,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "争议"), dispute_text, tone=lambda _: Tone.DANGER),
)

ODD: tuple[Column[OddRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda row: row.day.isoformat(), width=12, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "收据号"), lambda row: row.one.number, width=14),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        lambda row: state_text(row.one),
        width=12,
        tone=lambda row: Tone.DANGER if row.one.state is State.COUNTY_ONLY else Tone.WARN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "总费用"),
        lambda row: (
            money(row.one.clinic.amounts.medfee_sumamt) if row.one.clinic and row.one.clinic.amounts else ""
        ),
        width=11,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "基金"),
        lambda row: (
            money(row.one.clinic.amounts.fund_pay_sumamt) if row.one.clinic and row.one.clinic.amounts else ""
        ),
        width=11,
        number=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "怎么办"), lambda row: remedy_text(row.one), bold=True),
)

PAID: tuple[Column[PaidRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "月份"), lambda row: row.month, width=10, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "拨付方式"), lambda row: method_text(row.method)),
    Column(
        QT_TRANSLATE_NOOP("columns", "险种"),
        lambda row: insurance_text(row.insutype) if row.insutype else "",
        width=12,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda row: money(row.amount),
        width=14,
        number=True,
        bold=True,
        tone=lambda row: _red(row.amount),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "通知时间"),
        lambda row: f"{beijing(row.noticed_ms):%Y-%m-%d %H:%M}",
        width=18,
    ),
)
