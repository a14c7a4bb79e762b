"""The insurance platform."""

from clinic_app.ui.sentences import Text

PLATFORM: dict[str, Text] = {
    "call.not_found": Text(
        "没有找到这次外部调用的记录，可能尚未同步到本机。",
        "The record of this call is not here; it may still be on its way.",
    ),
    "call.concluded_already": Text(
        "这次调用的结果已经确定，没有重复处理。",
        "The outcome of this call is known already; nothing was done twice.",
    ),
    "platform.none": Text(
        "本机没有设置医保平台，不能联网结算。请按县里政策结算，或请管理员在设置里填写平台地址。",
        "No insurance platform is set up here. Settle by the county's policy, or have its address entered.",
    ),
    "platform.no_answer": Text(
        "医保平台没有应答（交易 {infno}），没有收费。可以再试一次；一直不通请选择挂账或自费。",
        "The insurance platform does not answer (transaction {infno}); nothing was charged. Try again; if it stays "
        "away, put the bill on account or charge the person.",
    ),
    "platform.unknown": Text(
        "医保结算已发出，但结果还不知道。不要重复收费；系统会自动查询，查到后出收据。{number}",
        "The settlement was sent and its outcome is not known yet. Do not charge again: it is being asked, and the "
        "receipt follows. {number}",
    ),
    "platform.refused": Text(
        "医保平台没有接受（交易 {infno}）：{why}。没有收费，请按提示更正后再试。",
        "The insurance platform refuses (transaction {infno}): {why}. Nothing was charged; put it right and try again.",
    ),
    "platform.unverified": Text(
        "医保平台的应答缺少“{field}”，不能入账，已按未结算处理。请再试一次；再出现请联系县医保。",
        "The platform's answer lacks “{field}”, so it was not booked. Try again; if it happens again, call the county.",
    ),
    "platform.wrong_sum": Text(
        "医保平台返回的金额对不上（{identity}：合计 {found} 分，平台说 {said} 分），没有入账。请联系县医保。",
        "The platform's amounts contradict each other ({identity}: {found} fen against {said}); nothing was booked. "
        "Call the county.",
    ),
    "platform.total_differs": Text(
        "上传的费用合计与账单不一致（账单 {ours} 分，平台 {theirs} 分），没有结算。请刷新账单再试。",
        "What the platform took in is not the bill ({ours} fen here, {theirs} there); nothing was settled. Refresh and "
        "try again.",
    ),
    "platform.split_differs": Text(
        "平台结算结果与预结算不同：现金 {shown} 元变为 {booked} 元，基金 {fund_shown} 元变为 {fund_booked} 元。"
        "已撤销，没有收费；请重新预结算。",
        "The platform settled another split than it had shown: cash {shown} became {booked}, funds {fund_shown} became "
        "{fund_booked}. It was taken back; ask for the split again.",
    ),
    "platform.other_person": Text(
        "这张卡（凭证）不是账单上的患者（{psn_no}）。请换患者本人的卡。",
        "This card belongs to somebody else than the bill ({psn_no}). Use the patient's own.",
    ),
    "platform.not_insured": Text(
        "平台查不到该患者有效的参保信息。请核对凭证，或按自费收费。",
        "The platform knows no insurance in force of this person. Check the card, or charge the person alone.",
    ),
    "platform.choose_insurance": Text(
        "该患者有几种有效的保险（{insutypes}），请先选择由哪一种支付。",
        "Several insurances are in force ({insutypes}); choose the one that pays.",
    ),
    "platform.not_settled_there": Text(
        "收据 {number} 不是医保平台结算的，请用普通退费。",
        "Receipt {number} was not settled by the platform; take it back the usual way.",
    ),
    "settlement.not_at_platform": Text(
        "县里没有看到医保平台对这笔结算的应答，或这个结算号、这次就诊已经有一笔，已搁置。请与平台对账后联系县里。",
        "The county sees no answer of the insurance platform for this settlement, or has one of that number or visit "
        "already; it is set aside. Compare with the platform, then call the county.",
    ),
    "deferred.not_found": Text(
        "没有找到这张挂账单，可能尚未同步到本机。", "This bill on account is not here; it may be on its way."
    ),
    "deferred.ended": Text(
        "挂账单 {number} 已经补结算，没有重复处理。", "Bill {number} on account is settled already."
    ),
    "deferred.already": Text(
        "这次就诊已经挂账（{number}），请在挂账列表里补结算。",
        "This visit's bill stands on account ({number}); settle it there.",
    ),
    "deferred.still_refused": Text(
        "挂账单 {number} 现在还不能由医保结算（{why}）。请同步后再试，或征得患者同意后按自费结清。",
        "The insurance does not pay bill {number} even now ({why}). Sync and try again, or let the person pay.",
    ),
}
