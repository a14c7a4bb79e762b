"""The e-purse."""

from clinic_app.ui.sentences import Text

PURSE: dict[str, Text] = {
    "purse.no_card": Text(
        "读卡器中没有钱包卡。请放好卡后再试，或改用其他方式收款。",
        "No purse card lies in a reader. Lay it and try again, or take another kind of payment.",
    ),
    "purse.other_card": Text(
        "这张卡没有电子钱包（{reader}）。请换卡，或改用其他方式收款。诊断：ATR {atr}，{sw}。",
        "This card has no e-purse ({reader}). Use another card or another kind of payment. "
        "Diagnosis: ATR {atr}, {sw}.",
    ),
    "purse.two_cards": Text(
        "几个读卡器里都有钱包卡（{readers}），没有扣款。请只留下要付款的那张。",
        "Purse cards lie in several readers ({readers}); nothing was taken. Leave only the one that pays.",
    ),
    "purse.no_psam": Text(
        "没有找到 PSAM 卡，不能从钱包扣款；没有扣款。请把 PSAM 插入第二卡槽，或改用其他方式收款。",
        "No PSAM is found, so nothing can be debited, and nothing was. Put the PSAM into the second slot, "
        "or take another kind of payment.",
    ),
    "purse.refused": Text(
        "卡或 PSAM 拒绝了这一步（{step} → {sw}），没有扣款。请改用其他方式收款，并把此代码告诉维护人员。",
        "The card or the PSAM refused ({step} → {sw}); nothing was taken. Take another kind of payment and pass "
        "the code on.",
    ),
    "purse.unreadable": Text(
        "卡或 PSAM 的回答不完整（{step} → {sw}），没有扣款。请擦净芯片再试，或改用其他方式收款。",
        "An answer of the card or the PSAM is incomplete ({step} → {sw}); nothing was taken. Wipe the chip and "
        "try again, or take another kind of payment.",
    ),
    "purse.short": Text(
        "钱包余额 ¥{balance_yuan}，不够扣 ¥{amount_yuan}，没有扣款。请减少钱包支付，其余用其他方式收。",
        "The purse holds ¥{balance_yuan}, less than ¥{amount_yuan}; nothing was taken. Take less from the purse "
        "and the rest another way.",
    ),
    "purse.forged": Text(
        "这张卡未通过 PSAM 校验，¥{yuan} 不能作为收款。请改用其他方式收款，并让持卡人联系发卡方。",
        "The PSAM does not accept this card's proof: ¥{yuan} do not count as paid. Take another kind of payment; "
        "the holder should ask the card's issuer.",
    ),
    "purse.unknown": Text(
        "扣款 ¥{yuan} 已发出，但没有收到结果，可能已扣。请勿再次扣款：把同一张卡重新放上，按“查结果”。",
        "The debit of ¥{yuan} was sent and its answer never came; it may have been taken. Do not debit again: lay "
        "the same card once more and ask what became of it.",
    ),
    "purse.another_card": Text(
        "这不是原来那张卡（要 …{wanted}，现在 …{here}）。请放上原来那张卡。",
        "This is another card (wanted …{wanted}, here …{here}). Lay the one that was used.",
    ),
    "purse.doubtful": Text(
        "卡上看不出 ¥{yuan} 是否已扣，仍为未知。请勿再次扣款；请向发卡方查询，得到答复后登记。",
        "The card does not tell whether ¥{yuan} were taken: still unknown. Do not debit again; ask the card's "
        "issuer and write down the answer.",
    ),
    "purse.bad_amount": Text(
        "扣款金额不对，没有扣款。请输入大于零的金额。",
        "This amount cannot be debited; nothing was taken. Give one above zero.",
    ),
    "purse.open": Text(
        "这张卡或这次就诊有一笔 ¥{yuan} 的扣款还不知道结果，不能再扣。请放上原来那张卡，按“查结果”。",
        "An earlier debit of ¥{yuan} of this card or visit is still unknown, so no other is made. Lay the card "
        "that was used and ask what became of it.",
    ),
    "purse.debited_already": Text(
        "这次就诊已从钱包扣过 ¥{yuan}，还没有用上，没有再扣。请用这一笔结算，或退还现金。",
        "¥{yuan} were taken from the purse for this visit and are not used yet; nothing more was taken. Settle "
        "with them, or hand them back in cash.",
    ),
    "purse.settled_already": Text(
        "这次就诊已经结算，没有扣款。请刷新列表。",
        "The visit has been charged already; nothing was taken. Reload the list.",
    ),
    "purse.not_unspent": Text(
        "这一笔钱包扣款不能退还：没有扣成，或已用于结算，或已经退过。请刷新后核对。",
        "This debit cannot be handed back: it was not made, or paid a bill, or was handed back before. Reload "
        "and compare.",
    ),
    "purse.not_unknown": Text(
        "这一笔扣款已有结果，或还没有发出，不能按发卡方答复处理。请刷新后核对。",
        "This debit is known already, or was never sent; the issuer's word is not needed. Reload and compare.",
    ),
    "purse.no_reference": Text(
        "没有填写发卡方的答复编号，未作处理。请填写后再试。",
        "The issuer's reference is missing; nothing was changed. Give it and try again.",
    ),
}
