"""The cashier: refunds, mixed payment, bills on account, differences."""

from clinic_app.ui.sentences import Text

CASHIER: dict[str, Text] = {
    "settlement.bad_tender": Text(
        "收款方式合起来不等于应收金额。请核对各种方式的金额后再结算。",
        "The means of payment do not add up to what is due. Check the amounts and settle again.",
    ),
    "settlement.purse_mismatch": Text(
        "电子钱包的扣款与这张账单对不上，没有结算。请重新打开账单。",
        "The e-purse debit does not fit this bill; nothing was settled. Open the bill again.",
    ),
    "settlement.purse_spent": Text(
        "这笔电子钱包扣款已经用在另一张单据上，没有结算。请重新打开账单。",
        "Another settlement has used this e-purse debit; nothing was settled. Open the bill again.",
    ),
    "settlement.purse_waits": Text(
        "这次就诊的电子钱包已经扣过款，还没有用上。已重新计算，请核对后再结算，不会再扣第二次。",
        "The e-purse was debited for this visit and not used yet. The bill is computed anew with it; "
        "nothing is debited twice.",
    ),
    "settlement.purse_unclear": Text(
        "电子钱包是否扣款还不清楚。请让患者把同一张卡再放一次，查清后再结算。",
        "It is not known yet whether the e-purse was debited. Lay the same card again, then settle.",
    ),
    "settlement.on_account": Text(
        "{number} 号账单已经挂账，请在“补结算”里办理，不要重复收费。",
        "The bill of {number} is on account. Settle it from there, not again.",
    ),
    "settlement.refund_refused": Text(
        "这笔退费办不了（{check}），原收费不变。",
        "This refund is refused ({check}); the charge stays as it is.",
    ),
    "settlement.drugs_are_out": Text(
        "“{drug}”已经发给患者，要先到药房退药，再来退费。",
        "{drug} is with the patient. It goes back to the pharmacy first, then the money.",
    ),
    "settlement.ward_refund": Text(
        "住院结算 {number} 请到“住院”页退：预交金在那里。",
        "{number} is a stay: take it back on the ward page, where its deposit is.",
    ),
    "settlement.platform_settled": Text(
        "收据 {number} 是医保平台结算的，要先在平台上冲正。",
        "Receipt {number} was settled by the insurance platform and is reversed there first.",
    ),
    "settlement.nothing_open": Text(
        "这笔结算与患者没有要补要退的，可能别的窗口已经结清。",
        "Nothing is open with the person for this settlement; another window may have settled it.",
    ),
}
