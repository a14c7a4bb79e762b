"""The cashier's words: how far a settlement has come, what the county found, and what to do about it."""

from collections.abc import Iterator
from typing import Final

from clinic_app.domain.settlement.sentences import ERRORS, refusal, warning, why
from clinic_app.projections.queries.differences import Difference
from clinic_app.services.platform.values import Trial
from clinic_app.services.refunds import RefundPlan
from clinic_app.services.settlement import PreSettlement
from clinic_app.services.sync_state import Held
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.settlement.state import Place, Row
from clinic_app.ui.texts import sentence_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.held import WORDS

PLACES: Final = {
    Place.HERE: WORDS[Held.HERE],
    Place.PACKED: WORDS[Held.PACKED],
    Place.HUB: WORDS[Held.HUB],
    Place.COUNTY: WORDS[Held.COUNTY],
    Place.AGREED: (QT_TRANSLATE_NOOP("settlement", "县已确认"), Tone.OK),
    Place.DIFFERS: (QT_TRANSLATE_NOOP("settlement", "有差异"), Tone.DANGER),
    Place.ASIDE: WORDS[Held.ASIDE],
}
_JUDGED: Final = (Place.AGREED, Place.DIFFERS)

_CAUSES: Final = {
    "DUP": QT_TRANSLATE_NOOP("settlement", "别处已结算过这次就诊"),
    "ELIG": QT_TRANSLATE_NOOP("settlement", "县里查到不符合享受条件"),
    "POLICY": QT_TRANSLATE_NOOP("settlement", "本机用的政策不是当天的版本"),
    "CATALOG": QT_TRANSLATE_NOOP("settlement", "目录类别或限价与县里不同"),
    "PERSON": QT_TRANSLATE_NOOP("settlement", "参保信息与县里不同"),
    "ACCUM": QT_TRANSLATE_NOOP("settlement", "该参保人在别处已用掉一部分额度"),
    "REVERSAL": QT_TRANSLATE_NOOP("settlement", "退费时一并冲回"),
}

_ACTIONS: Final = {
    "PAY_PERSON": QT_TRANSLATE_NOOP("settlement", "基金应再付 {amount}：请退还患者 {amount}，并请患者签字。"),
    "COLLECT_PERSON": QT_TRANSLATE_NOOP(
        "settlement", "基金应少付 {amount}：请联系患者补交 {amount}，说明原因。"
    ),
    "CLINIC_BEAR": QT_TRANSLATE_NOOP("settlement", "差额 {amount} 由本机构承担，不要找患者。"),
    "FUND_ABSORB": QT_TRANSLATE_NOOP("settlement", "差额 {amount} 由基金承担，患者和本机构都不用动。"),
    "RECLASS": QT_TRANSLATE_NOOP("settlement", "患者和基金的总数没变，只是内部归类不同，不用处理。"),
    "REVERSE_ADJUST": QT_TRANSLATE_NOOP("settlement", "退费已把这笔差额一并冲回，不用处理。"),
}

_TITLES: Final = {
    "fulamt_ownpay_amt": QT_TRANSLATE_NOOP("amounts", "全自费"),
    "overlmt_selfpay": QT_TRANSLATE_NOOP("amounts", "超限价"),
    "preselfpay_amt": QT_TRANSLATE_NOOP("amounts", "先行自付"),
    "inscp_scp_amt": QT_TRANSLATE_NOOP("amounts", "政策范围内"),
    "hosp_part_amt": QT_TRANSLATE_NOOP("amounts", "机构负担"),
    "gc_in_amt": QT_TRANSLATE_NOOP("amounts", "一般诊疗费"),
    "gc_fund_pay": QT_TRANSLATE_NOOP("amounts", "一般诊疗费"),
    "act_pay_dedc": QT_TRANSLATE_NOOP("amounts", "起付线"),
    "pool_raw_amt": QT_TRANSLATE_NOOP("amounts", "统筹支付"),
    "pool_cut_amt": QT_TRANSLATE_NOOP("amounts", "封顶"),
    "hifp_pay": QT_TRANSLATE_NOOP("amounts", "统筹支付"),
    "hifmi_pay": QT_TRANSLATE_NOOP("amounts", "大病保险"),
    "hifob_pay": QT_TRANSLATE_NOOP("amounts", "大额补助"),
    "maf_pay": QT_TRANSLATE_NOOP("amounts", "医疗救助"),
    "psn_part_amt": QT_TRANSLATE_NOOP("amounts", "个人负担"),
}


MEANS: Final = {
    "cash": QT_TRANSLATE_NOOP("means", "现金"),
    "purse": QT_TRANSLATE_NOOP("means", "电子钱包"),
    "wechat": QT_TRANSLATE_NOOP("means", "微信"),
    "alipay": QT_TRANSLATE_NOOP("means", "支付宝"),
    "bank": QT_TRANSLATE_NOOP("means", "银行卡"),
}


def means_text(means: str) -> str:
    return translate("means", MEANS.get(means, means))


def back_text(plan: RefundPlan) -> str:
    """What goes back to whom: 退还现金 ¥17.13，个人账户 ¥5.00；基金 ¥7.87."""
    ways = dict(plan.goes.back)
    if not ways and not plan.acct_back:
        ways = {"cash": 0}
    back = [f"{means_text(means)} {yen(fen)}" for means, fen in ways.items() if fen >= 0]
    more = [f"{means_text(means)} {yen(-fen)}" for means, fen in ways.items() if fen < 0]
    if plan.acct_back:
        back.append(f"{translate('settlement', '个人账户')} {yen(plan.acct_back)}")
    said = [translate("settlement", "退还{what}").format(what="，".join(back))] if back else []
    if more:
        said.append(translate("settlement", "补收{what}").format(what="，".join(more)))
    if plan.fund_back:
        said.append(translate("settlement", "退回基金 {amount}").format(amount=yen(plan.fund_back)))
    return "；".join(said)


def owed_text(difference: Difference) -> str:
    """What is open with a person, why, and which way the money goes."""
    why = translate("settlement", _CAUSES.get(difference.cause, difference.cause))
    if difference.taken_back:
        why = translate("settlement", "收据已退费")
    way = (
        translate("settlement", "应补收 {amount}") if difference.amount > 0
        else translate("settlement", "应退还 {amount}")
    )  # fmt: skip
    words = translate("settlement", "{name} {day} 的收据 {number}，县里复核：{why}，{way}。")
    return words.format(
        name=difference.name,
        day=f"{difference.setl_date:%m-%d}",
        number=difference.number,
        why=why,
        way=way.format(amount=yen(abs(difference.amount))),
    )


def place_text(place: Place) -> str:
    return translate("settlement" if place in _JUDGED else "held", PLACES[place][0])


def cause_text(row: Row) -> str:
    """Why the county found something else."""
    settled = row.settled
    if settled.quarantined:
        words = translate("settlement", "县里搁置了这条记录：{reason}")
        return words.format(reason=sentence_of(settled.quarantined, language()).rstrip("。."))
    return translate("settlement", _CAUSES.get(settled.cause, settled.cause))


def action_text(row: Row) -> str:
    """What follows in money, and who has to do what."""
    if row.settled.quarantined:
        return translate("settlement", "不用重收。等县里放行或管理员处理；对账时算待定，不算零。")
    if row.settled.cause == "DUP" and not row.settled.reversed:
        return translate("settlement", "这次就诊已在别处收过费：请把这张收据退掉（F6），钱还给患者。")
    known = _ACTIONS.get(row.settled.action_due)
    if known is None:
        return translate("settlement", "请联系县医保经办。")
    return translate("settlement", known).format(amount=yen(row.at_stake))


def refusal_text(code: str) -> str:
    """Why the insurance does not pay."""
    if code in ERRORS:
        return refusal(code, language())
    return translate("settlement", "本机没有这位患者的参保信息，请同步后再试。")


def warnings_of(ready: PreSettlement | Trial) -> list[str]:
    return [warning(code, language()) for code in ready.settlement.warnings]


def reasons_of(ready: PreSettlement | Trial) -> Iterator[tuple[str, str]]:
    """Each amount that a rule made, with the rule in words."""
    for reason in ready.settlement.reasons:
        title = translate("amounts", _TITLES.get(reason.amount, reason.amount))
        yield title, why(reason, language())
    amounts = ready.amounts
    if ready.person is None:
        yield translate("amounts", "个人负担"), translate("settlement", "自费：医保不参与，全部由个人支付")
        return
    sums = translate("settlement", "总费用 {total} − 基金 {fund} − 机构 {clinic} = 个人 {person}")
    yield (
        translate("amounts", "个人负担"),
        sums.format(
            total=yen(amounts.medfee_sumamt),
            fund=yen(amounts.fund_pay_sumamt),
            clinic=yen(amounts.hosp_part_amt),
            person=yen(amounts.psn_part_amt),
        ),
    )
