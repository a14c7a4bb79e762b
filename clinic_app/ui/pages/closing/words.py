"""The words of the closing page: what the figures are called, and what does not agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clinic_app.domain.closing import Breach, Identity
from clinic_app.domain.closing.words import AMOUNTS, CATEGORIES, MEANS
from clinic_app.services.closing import Preview
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.theme import Tone

_IDENTITIES: Final = {
    Identity.PARTS: QT_TRANSLATE_NOOP("closing", "医疗费总额不等于各部分之和"),
    Identity.SCOPE: QT_TRANSLATE_NOOP("closing", "政策范围内金额不等于其各部分之和"),
    Identity.POOL: QT_TRANSLATE_NOOP("closing", "统筹支付不等于按比例支付减封顶"),
    Identity.FUNDS: QT_TRANSLATE_NOOP("closing", "基金支付合计不等于各基金之和"),
    Identity.SHARES: QT_TRANSLATE_NOOP("closing", "总额不等于基金、个人、机构之和"),
    Identity.PERSON: QT_TRANSLATE_NOOP("closing", "个人负担与自费、自付、基金不相符"),
    Identity.PAID: QT_TRANSLATE_NOOP("closing", "个人负担不等于账户加现金支付"),
    Identity.MEANS: QT_TRANSLATE_NOOP("closing", "个人现金支付不等于钱包加现金"),
    Identity.EFFECT: QT_TRANSLATE_NOOP("closing", "计入基数与累计额的变动不相符"),
    Identity.LINE: QT_TRANSLATE_NOOP("closing", "一行明细不等于其各部分之和"),
    Identity.LINES: QT_TRANSLATE_NOOP("closing", "明细合计与账单不相符"),
    Identity.TENDER: QT_TRANSLATE_NOOP("closing", "各收款方式之和不等于个人现金支付"),
    Identity.WALLET: QT_TRANSLATE_NOOP("closing", "钱包收款与账单的电子钱包不相符"),
    Identity.RED: QT_TRANSLATE_NOOP("closing", "红字不是原票据的相反数"),
    Identity.SHOWN: QT_TRANSLATE_NOOP("closing", "列表里的金额与日志里的记录不相符"),
    Identity.NUMBER: QT_TRANSLATE_NOOP("closing", "票据号用了不止一次"),
    Identity.DAY: QT_TRANSLATE_NOOP("closing", "日结的合计不等于其记录之和"),
    Identity.TABLE: QT_TRANSLATE_NOOP("closing", "日结的分类合计不等于总计"),
    Identity.GROUPS: QT_TRANSLATE_NOOP("closing", "总额对账的分组合计不等于总计"),
    Identity.WINDOWS: QT_TRANSLATE_NOOP("closing", "机构日结不等于各窗口日结之和"),
    Identity.ONCE: QT_TRANSLATE_NOOP("closing", "一条记录进了两份日结（恢复过旧硬盘），现金请按实际核对"),
}

# The names of domain/closing/words.py, so that they are translated where they are shown.
_NAMES: Final = (
    QT_TRANSLATE_NOOP("closing", "医疗费总额"),
    QT_TRANSLATE_NOOP("closing", "统筹基金"),
    QT_TRANSLATE_NOOP("closing", "大病保险"),
    QT_TRANSLATE_NOOP("closing", "大额补助"),
    QT_TRANSLATE_NOOP("closing", "医疗救助"),
    QT_TRANSLATE_NOOP("closing", "基金支付合计"),
    QT_TRANSLATE_NOOP("closing", "机构负担"),
    QT_TRANSLATE_NOOP("closing", "个人负担"),
    QT_TRANSLATE_NOOP("closing", "个人账户"),
    QT_TRANSLATE_NOOP("closing", "个人现金支付"),
    QT_TRANSLATE_NOOP("closing", "电子钱包"),
    QT_TRANSLATE_NOOP("closing", "现金部分"),
    QT_TRANSLATE_NOOP("closing", "现金"),
    QT_TRANSLATE_NOOP("closing", "微信"),
    QT_TRANSLATE_NOOP("closing", "支付宝"),
    QT_TRANSLATE_NOOP("closing", "银行卡"),
    QT_TRANSLATE_NOOP("closing", "预交金"),
    QT_TRANSLATE_NOOP("closing", "挂账预收"),
    QT_TRANSLATE_NOOP("closing", "药品"),
    QT_TRANSLATE_NOOP("closing", "挂号诊查"),
    QT_TRANSLATE_NOOP("closing", "检验"),
    QT_TRANSLATE_NOOP("closing", "影像"),
    QT_TRANSLATE_NOOP("closing", "检查"),
    QT_TRANSLATE_NOOP("closing", "注射输液"),
    QT_TRANSLATE_NOOP("closing", "治疗"),
    QT_TRANSLATE_NOOP("closing", "中医"),
    QT_TRANSLATE_NOOP("closing", "护理"),
    QT_TRANSLATE_NOOP("closing", "床位"),
    QT_TRANSLATE_NOOP("closing", "材料"),
    QT_TRANSLATE_NOOP("closing", "接种"),
    QT_TRANSLATE_NOOP("closing", "签约服务"),
    QT_TRANSLATE_NOOP("closing", "其他"),
)
_DEPOSITS_IN: Final = QT_TRANSLATE_NOOP("closing", "其中预交金收入")
_DEPOSITS_OUT: Final = QT_TRANSLATE_NOOP("closing", "其中预交金退出")
_DEFERRED: Final = QT_TRANSLATE_NOOP("closing", "其中挂账预收")
_DIFFERENCES: Final = QT_TRANSLATE_NOOP("closing", "其中差额结清")


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount by its name."""

    name: str
    fen: int


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison and how it came out."""

    what: str
    result: str
    tone: Tone


def figures_of(ready: Preview) -> tuple[Figure, ...]:
    """The breakdown: who pays, by which means, for what."""
    totals = ready.totals
    funds = ("hifp_pay", "hifmi_pay", "hifob_pay", "maf_pay", "hosp_part_amt", "acct_pay")
    shown = [(AMOUNTS[name], totals.sums.get(name, 0)) for name in funds]
    shown += [(name, totals.taken.get(means, 0)) for means, name in MEANS.items()]
    shown += [
        (_DEPOSITS_IN, totals.deposits_in),
        (_DEPOSITS_OUT, -totals.deposits_out),
        (_DEFERRED, totals.deferred_in),
        (_DIFFERENCES, totals.cash_adjust),
    ]
    shown += [(CATEGORIES.get(name, name), fen) for name, fen in totals.by_category.items()]
    return tuple(Figure(translate("closing", name), fen) for name, fen in shown if fen)


def checks_of(ready: Preview) -> tuple[Check, ...]:
    """What a closing compares, the faults first."""
    return (*_faults(ready), *_receipts(ready), *_drugs(ready), *_purse(ready))


def breach_text(breach: Breach) -> str:
    """Which sentence does not hold, where, and by how much."""
    words = translate("closing", _IDENTITIES[breach.identity])
    off = "" if breach.identity in (Identity.NUMBER, Identity.ONCE) else yen(breach.off)
    name = translate("closing", AMOUNTS[breach.name]) if breach.name in AMOUNTS else breach.name
    where = translate("closing", "收据 {number}").format(number=breach.number) if breach.number else ""
    return "　".join(part for part in (where, words, name, off) if part)


def _faults(ready: Preview) -> Iterator[Check]:
    title = translate("closing", "账目")
    if not ready.breaches:
        yield Check(title, translate("closing", "各项相等"), Tone.OK)
    for breach in ready.breaches:
        yield Check(title, breach_text(breach), Tone.DANGER)
    for call in ready.open_calls:
        words = translate("closing", "{kind} {amount}，结果未知").format(
            kind=call.kind, amount=yen(call.amount)
        )
        yield Check(translate("closing", "外部调用"), words, Tone.DANGER)


def _receipts(ready: Preview) -> Iterator[Check]:
    for one in ready.totals.receipts:
        words = translate("closing", "{first} 至 {last}　用 {used}　作废 {void}")
        said = words.format(first=one.first, last=one.last[-4:], used=one.used, void=one.void)
        yield Check(translate("closing", "票据"), said, Tone.WARN if one.void else Tone.PLAIN)


def _drugs(ready: Preview) -> Iterator[Check]:
    title, drugs = translate("closing", "药品"), ready.drugs
    if not ready.pharmacy:
        yield Check(title, translate("closing", "本机构没有用药房窗口发药，不核对"), Tone.SOFT)
        return
    words = translate("closing", "已结算 {settled}　已发药 {dispensed}")
    said = words.format(settled=yen(drugs.settled), dispensed=yen(drugs.dispensed))
    yield Check(title, said, Tone.WARN if drugs.settled != drugs.dispensed else Tone.OK)
    if drugs.not_dispensed:
        said = translate("closing", "{n} 单还没有发完").format(n=len(drugs.not_dispensed))
        yield Check(title, said, Tone.WARN)
    if drugs.not_settled:
        said = translate("closing", "{n} 单发了药没有收费").format(n=len(drugs.not_settled))
        yield Check(title, said, Tone.DANGER)


def _purse(ready: Preview) -> Iterator[Check]:
    paid = ready.totals.taken.get("purse", 0)
    if not paid and not ready.ewallet_debited:
        return
    words = translate("closing", "账单 {paid}，终端扣款 {debited}").format(
        paid=yen(paid), debited=yen(ready.ewallet_debited)
    )
    yield Check(translate("closing", "电子钱包"), words, Tone.DANGER if ready.purse_diff else Tone.OK)
