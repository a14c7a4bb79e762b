"""Stock, trace codes, stocktake and purchase."""

from clinic_app.ui.sentences import Text

STOCK: dict[str, Text] = {
    "pharmacy.more_than_paid": Text(
        "{item} 发的数量不对：不能为零，也不能超过还没有发的。",
        "Hand out some of {item}, and no more than is paid for and still here.",
    ),
    "pharmacy.not_on_bill": Text(
        "尾号 {tail} 的药盒不是这张单子还要发的药，或这种药已经扫齐。请核对药盒。",
        "The box ending in {tail} is no drug that waits on this bill, or all its boxes are scanned. Check the box.",
    ),
    "stock.out_of_stock": Text(
        "库存不足：需要 {wanted}，可发 {available}。请核对批次、效期，或先部分发药。",
        "Short of stock: {wanted} wanted, {available} can go. Check the batches, or hand out a part.",
    ),
    "stock.not_usable": Text(
        "批号 {lot} 不能发：已停用、召回、过期，或不在库。请换一批。",
        "Lot {lot} is set aside, recalled, out of date or not here. Take another one.",
    ),
    "stock.later_batch": Text(
        "{drug} 有效期更近的批次还有货。要发这一批，请填写原因。",
        "A batch of {drug} that expires sooner is there. Give a reason to take this one.",
    ),
    "stock.bad_expiry": Text(
        "有效期“{text}”看不懂。请按 2027-06 或 2027-06-30 填写。",
        "The expiry “{text}” is no date. Write it like 2027-06 or 2027-06-30.",
    ),
    "stock.unknown_product": Text(
        "目录中没有药品 {drug}。请先更新目录。", "No catalogue has {drug}. Update the catalogue first."
    ),
    "stock.bad_delivery": Text(
        "入库单第 {line} 行不完整或已过期：批号、数量、单价都要填。请改正后再入库。",
        "Line {line} of the delivery lacks lot, quantity or price, or is out of date. Mend it and try again.",
    ),
    "stock.wrong_price": Text(
        "{drug} 的进价 {price} 元与县里定价 {ordered} 元不符，不能入库。请与配送方核对。",
        "{drug} is billed at {price} yuan and the county's price is {ordered}. Ask the supplier.",
    ),
    "stock.stopped_drug": Text(
        "{drug} 已停用（目录剔除），不能再订货、入库。请改用目录中的其他药品。",
        "{drug} was struck off the catalogue and is bought no more: choose another medicine.",
    ),
    "stock.short_life": Text(
        "{drug}（批号 {lot}）剩余效期不足，应拒收。", "{drug}, lot {lot}, expires too soon: refuse it."
    ),
    "stock.not_for_level": Text(
        "本级机构不能配备 {drug}。", "An institution of this level may not stock {drug}."
    ),
    "stock.no_reason": Text("请填写原因。", "Give a reason."),
    "stock.two_people": Text(
        "麻醉药品和第一类精神药品须双人操作，请填写另一位在岗人员。",
        "Narcotics and class 1 psychotropics need two people: name the other one.",
    ),
    "narcotics.too_many_empties": Text(
        "空安瓿（废贴）数量不对：最多 {most}。请点清后再填。",
        "Wrong number of ampoules or patches: {most} at most. Count them again.",
    ),
    "stock.wrong_kind": Text(
        "批号 {lot} 不能这样出库：未到期、未召回，或去向不对。",
        "Lot {lot} cannot leave like that: it has not expired, was not recalled, or goes nowhere.",
    ),
    "stock.not_written": Text(
        "表格没有存成：{file}。请检查磁盘空间，或先关闭已打开的同名表格。",
        "The workbook was not saved: {file}. Check the disk, or close the file if it is open.",
    ),
    "stock.nothing_to_revalue": Text(
        "这份调价单涉及的药品没有需要调价的库存。", "Nothing on hand has another price than this order says."
    ),
    "trace.bad_code": Text(
        "扫到的不是药品追溯码（应为 20 位数字）。请扫药盒上标有“药品追溯码”的码。",
        "That is no trace code (20 digits). Scan the one marked 药品追溯码 on the box.",
    ),
    "trace.missing": Text(
        "{drug} 还有药盒没有扫追溯码。请扫码，或选择没有码的原因。",
        "A box of {drug} is not scanned. Scan it, or choose why it has no code.",
    ),
    "trace.too_many": Text(
        "{drug} 扫的药盒多了，或同一盒扫了两次。请核对数量。",
        "Too many boxes of {drug} were scanned, or one twice. Check the quantity.",
    ),
    "trace.sold": Text(
        "尾号 {tail} 的药盒本院已经售出，或盒内余量不够。请换一盒，并查明这盒的来源。",
        "The box ending in {tail} was sold here before, or too little is left in it. Take another one.",
    ),
    "trace.sold_elsewhere": Text(
        "尾号 {tail} 的药盒已在县内别处售出，不能再用。请换一盒，把这盒留下并报告县里查明来源。",
        "The box ending in {tail} was sold elsewhere in the county. Take another one, keep this one and report it.",
    ),
    "trace.here_already": Text(
        "尾号 {tail} 的药盒已经入过库，或在这张入库单上扫了两次。请核对。",
        "The box ending in {tail} was received before, or stands twice on this delivery. Check it.",
    ),
    "trace.wrong_product": Text("扫到的不是 {drug}。请核对药盒。", "That box is not {drug}. Check it."),
    "transfer.not_found": Text(
        "没有找到这张调拨单，可能尚未同步到本机。", "This transfer is not here; it may still be on its way."
    ),
    "transfer.arrived_already": Text(
        "调拨单 {number} 已经收货，或不是发给本机构的。",
        "Transfer {number} was received already, or is not for this institution.",
    ),
    "transfer.cancelled": Text(
        "调拨单 {number} 已被发出机构撤销（{reason}）；药确实到了的，请对方重新发出。",
        "Transfer {number} was taken back by its sender ({reason}); if it came all the same, let it be sent anew.",
    ),
    "transfer.not_underway": Text(
        "调拨单 {number} 不能撤销：不是本机构发出的，或对方已收货、已撤销。",
        "Transfer {number} cannot be taken back: not sent from here, received, or taken back before.",
    ),
    "transfer.bad_arrival": Text(
        "{drug} 的实到数量不对：不能为负，也不能多于发出的数量。",
        "The quantity of {drug} that arrived must lie between zero and what was sent.",
    ),
    "cold_chain.bad_temperature": Text(
        "温度 {degrees} °C 不像是药品冷柜的读数，请核对后再填。",
        "{degrees} °C is not what a medicine fridge shows. Check the reading.",
    ),
    "cold_chain.bad_place": Text(
        "请填地点名称，下限要低于上限。", "Give the place a name, and a lower limit below the upper one."
    ),
    "cold_chain.no_measure": Text(
        "温度超出范围，请填写采取的措施（如“已移至备用冷柜”）。",
        "The temperature is outside its band: say what was done about it.",
    ),
    "stocktake.not_found": Text(
        "没有找到这次盘点，可能尚未同步到本机。", "This stocktake is not here; it may still be on its way."
    ),
    "stocktake.open_already": Text(
        "盘点 {number} 还没有审批，不能再开新的。", "Stocktake {number} is not approved yet."
    ),
    "stocktake.closed_already": Text("盘点 {number} 已经审批。", "Stocktake {number} is approved already."),
    "stocktake.nothing_to_count": Text(
        "没有要盘的批次，或所盘的不在盘点表上。", "No batch to count, or one that is not on the list."
    ),
    "stocktake.same_counter": Text(
        "盘点 {number} 要由两个人分别清点，请换一位。",
        "Two people count stocktake {number}; let another one.",
    ),
    "stocktake.not_agreed": Text(
        "还有 {count} 个批次没有盘完或差异较大需要复盘（如批号 {lot}），不能审批。",
        "{count} batches are not counted by two or are to be counted again (lot {lot}).",
    ),
    "order.not_found": Text(
        "没有找到这张采购单，可能尚未同步到本机。", "This order is not here; it may still be on its way."
    ),
    "order.nothing_ordered": Text(
        "采购单没有药品、数量不对，或同一药品填了两行。",
        "The order is empty, has a bad quantity or a drug twice.",
    ),
    "order.not_on_list": Text(
        "{drug} 不在县采购目录内，不能采购。", "{drug} is not on the county's purchasing list."
    ),
    "order.too_late": Text(
        "采购单 {number} 已发货或已撤销，不能撤单。", "Order {number} is shipped or cancelled already."
    ),
    "order.paid_before": Text(
        "采购单 {number} 已登记付款，没有重复登记。",
        "Order {number} is paid already; nothing was entered twice.",
    ),
    "order.invoice_differs": Text(
        "采购单 {number} 实收 {due} 元，发票 {amount} 元，不一致。请核对后再登记。",
        "Of order {number} goods for {due} yuan were received; the invoice says {amount}.",
    ),
}
