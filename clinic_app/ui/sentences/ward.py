"""Ward and pharmacy window: admissions, charges, deposits, discharge settlement, dispensing."""

from clinic_app.ui.sentences import Text

WARD: dict[str, Text] = {
    "inpatient.no_admission": Text(
        "没有找到这次住院，可能尚未同步到本机。", "This admission is not here; it may still be on its way."
    ),
    "inpatient.in_already": Text(
        "这位居民已在院或还没有结算，住院号 {number}，不能再办入院。",
        "This resident is in, or the last stay is not settled (number {number}).",
    ),
    "inpatient.bed_taken": Text(
        "{bed} 床已有 {name}，请换一张床。", "Bed {bed} is taken by {name}; choose another one."
    ),
    "inpatient.no_diagnosis": Text("请填写诊断。", "Enter the diagnosis."),
    "inpatient.bad_day": Text(
        "{day} 不在住院期间内（{first} 入院），请改日期。",
        "{day} is outside the stay, which began on {first}; change the day.",
    ),
    "inpatient.bad_item": Text(
        "记账项目 {item} 没有数量，或不在目录里，请核对。",
        "The item {item} has no quantity or is not in the catalogue; check it.",
    ),
    "inpatient.below_zero": Text(
        "{item} 只记了 {charged}，不能冲减得更多。",
        "Of {item} only {charged} was charged; not more can be taken off.",
    ),
    "inpatient.discharged_already": Text(
        "住院号 {number} 已经办过出院。", "Admission {number} is discharged already."
    ),
    "inpatient.orders_open": Text(
        "还有医嘱没有停止或执行、检查没有报告：{orders}。请先停止或执行医嘱，出报告或撤销申请单，再办出院。",
        "Still open: {orders}. Stop orders or carry them out, report examinations or cancel them, then discharge.",
    ),
    "inpatient.doses_out": Text(
        "病区还有没用的药：{drugs}。请先退药，再办出院。",
        "Doses that were not given are on the ward: {drugs}. Return them first, then discharge.",
    ),
    "ward.no_order": Text(
        "没有找到这条医嘱，可能尚未同步到本机。", "This order is not here; it may still be on its way."
    ),
    "ward.no_note": Text(
        "没有找到这份记录，可能尚未同步到本机。", "This note is not here; it may still be on its way."
    ),
    "ward.no_bed": Text("没有“{bed}”这张床，请核对床号。", "There is no bed “{bed}”; check the number."),
    "ward.bed_not_ready": Text(
        "{bed} 床有人或尚未清洁，请换一张床。", "Bed {bed} is taken or not clean yet; choose another one."
    ),
    "ward.bed_in_use": Text(
        "{bed} 床有患者，不能停用。请先转床。", "Somebody lies in bed {bed}; move them first."
    ),
    "ward.not_supplied": Text(
        "{drug} 还没有摆药，请先在“摆药”里发出。",
        "{drug} has not been given out; dispense the ward's doses first.",
    ),
    "ward.done_already": Text(
        "没有要执行的：已由同事执行，或已停止。",
        "Nothing is left to do: a colleague did it, or it was stopped.",
    ),
    "ward.not_yet": Text(
        "时间还没有到，不能提前登记。", "That time has not come yet; it cannot be entered ahead."
    ),
    "ward.not_in_bed": Text("住院号 {number} 已办出院。", "Admission {number} is discharged."),
    "ward.before_admission": Text(
        "这个时间在入院之前（{first} 入院），请核对。",
        "That was before the admission on {first}; check the time.",
    ),
    "ward.gone_home": Text(
        "住院号 {number} 已办出院，不能再开医嘱。", "Admission {number} is discharged; no order can be given."
    ),
    "ward.bad_order": Text("请先输入医嘱。", "Enter an order first."),
    "ward.no_item": Text(
        "医嘱“{item}”不在目录里，或与医嘱类别不符，请重新选择。",
        "The order “{item}” is on no catalogue, or of another kind; choose it again.",
    ),
    "ward.no_dose": Text("医嘱“{item}”没有剂量，请补全。", "The order “{item}” has no dose; enter it."),
    "ward.no_route": Text("医嘱“{item}”没有用法，请补全。", "The order “{item}” has no route; enter it."),
    "ward.no_rhythm": Text(
        "医嘱“{item}”没有频次，或频次与医嘱类别不符，请重选。",
        "The order “{item}” has no frequency, or one that does not fit; choose it again.",
    ),
    "ward.early_start": Text(
        "医嘱“{item}”的开始时间早于入院日期，请改时间。",
        "The order “{item}” begins before the admission; change its time.",
    ),
    "ward.day_by_day": Text(
        "{drug} 须逐日开具，请改为临时医嘱。", "{drug} is ordered day by day; make it a one-time order."
    ),
    "ward.orders_refused": Text(
        "医嘱还有 {count} 处没有处理（{rules}），请逐条处理后再签名。",
        "The orders have {count} open points ({rules}); settle each of them, then sign.",
    ),
    "ward.nothing_to_stop": Text("没有可以停止的医嘱。", "There is no open order to stop."),
    "ward.nothing_due": Text("没有要摆的药或要退的药。", "Nothing is to be given out or given back."),
    "ward.short_for": Text(
        "{drug} 库存不足：需要 {wanted}，可发 {available}。",
        "{drug} is short: {wanted} needed, {available} there.",
    ),
    "ward.note_incomplete": Text("请填写：{titles}。", "Fill in: {titles}."),
    "ward.nothing_added": Text("请填写补记内容。", "Enter what is to be added."),
    "ward.summary_there": Text(
        "住院号 {number} 已有出院记录，请用补记。", "Admission {number} has its summary; add to it instead."
    ),
    "inpatient.charged_after": Text(
        "{day} 还有记账，出院日期不能早于这一天。请先冲减或改出院日期。",
        "{day} is charged, which is after the discharge. Take it off or change the day.",
    ),
    "inpatient.settled_already": Text(
        "住院号 {number} 已经结算，不能再记账。要更正请先退结算。",
        "Admission {number} is settled; nothing more can be charged. Take the settlement back first.",
    ),
    "inpatient.bill_settled": Text(
        "住院号 {number} 已经结算，没有重复收取。", "Admission {number} is settled already."
    ),
    "inpatient.still_in": Text(
        "住院号 {number} 还没有办出院，先按 F8 办出院再结算。",
        "Admission {number} is not discharged yet; discharge first, then settle.",
    ),
    "inpatient.nothing_charged": Text(
        "住院号 {number} 还没有记账，没有可以结算的费用。", "Nothing was charged for admission {number}."
    ),
    "inpatient.not_enough": Text(
        "收到的钱不够补交的金额，还没有结算。请核对。",
        "Less money than is due beside the deposit; nothing was settled. Check it.",
    ),
    "inpatient.bad_tender": Text(
        "没有这种付款方式，请重新选择。", "There is no such way to pay; choose again."
    ),
    "inpatient.due_changed": Text(
        "住院号 {number} 的金额刚刚变了（有新的记账或累计到达），还没有结算。请看新的金额再结。",
        "What is due for admission {number} has just changed; nothing was settled. Look at the new amount.",
    ),
    "inpatient.not_settled": Text(
        "住院号 {number} 没有可以退的结算。", "Admission {number} has no settlement to take back."
    ),
    "deposit.bad_amount": Text(
        "请输入预交金金额和付款方式。", "Enter the amount of the deposit and how it is paid."
    ),
    "deposit.not_held": Text(
        "预交金余额只有 {held} 元，不能退得更多。",
        "Only {held} yuan of the deposit is held; not more can be handed back.",
    ),
    "deposit.stay_settled": Text(
        "住院号 {number} 已经结算，不用再交预交金。", "Admission {number} is settled; no deposit is needed."
    ),
    "pharmacy.not_paid": Text(
        "{number} 没有已收费的药，不能发药。请到收费处核对。",
        "Nothing of {number} is paid for, so nothing is handed out. Ask the cashier.",
    ),
    "pharmacy.handed_out_already": Text(
        "{number} 号的药已经发过，没有重复发出。", "The drugs of {number} were handed out already."
    ),
    "pharmacy.not_handed_out": Text(
        "{item} 退的数量超过已发的数量，请核对。",
        "More of {item} is to come back than was handed out; check it.",
    ),
    "pharmacy.nothing_to_give_back": Text(
        "请填写 {number} 号要退的数量。", "Enter what of {number} comes back."
    ),
}
