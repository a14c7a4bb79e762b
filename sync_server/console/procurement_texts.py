"""What the pages of 采购 say: sentences of errors, and the phrases in English."""

from typing import Final

PROCUREMENT_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "distribution.bad_answer": (
        "采购单 {number} 的状态或明细不符：只能在接单前答复、接单后发货，数量不得超过，减少要说明原因。",
        "Order {number} stands otherwise, or a line is not on it, is too much, or is cut without a reason.",
    ),
    "distribution.nothing_told": (
        "价格或召回内容不完整，或价格都没有变化，没有发布。请补全后再试。",
        "The price list or the recall is not complete, or no price is other; nothing was published.",
    ),
    "order.not_found": (
        "没有找到采购单 {order}，可能尚未到达县里。",
        "There is no order {order}; it may not have reached the county yet.",
    ),
    "stock.unknown_product": (
        "目录中没有药品 {drug}。请核对编码，或先发布目录。",
        "No catalogue has {drug}. Check the code, or publish the catalogue first.",
    ),
}

PROCUREMENT_ENGLISH: Final[dict[str, str]] = {
    "采购单": "Orders",
    "提交时间": "Submitted",
    "单号": "Number",
    "急": "urgent",
    "等 {n} 种": "and others, {n} in all",
    "约定到货": "Due",
    "没有这样的采购单。": "There is no such order.",
    "撤单原因": "Taken back because",
    "发票": "Invoice",
    "付款": "Paid",
    "事由": "Reason",
    "订购": "Ordered",
    "接单": "Accept",
    "发货": "Ship",
    "实收": "Received",
    "拒收": "Sent back",
    "减少的原因": "Why fewer",
    "少给或不给的，把数量改小（0 为不给）并写原因，机构会看到。": (
        "Where fewer come, lower the number (0: none) and say why; the clinic reads it."
    ),
    "{name} 接单数量": "{name}: packs accepted",
    "一行一个批号；没有填批号的药不在这一车。同一种药有两个批号时，分两次登记。": (
        "One lot a line; a drug without a lot is not in this shipment. Enter a second lot of a "
        "drug as a second shipment."
    ),
    "送货单号": "Delivery note",
    "{name} 批号": "{name}: lot",
    "有效期至": "Expires",
    "提交日期从": "Submitted from",
    "按时到货率": "Filled in time",
    "急需占比": "Urgent lines",
    "到货天数": "Lead time, days",
    "付款天数": "Days to payment",
    "目录外批次": "Batches outside the list",
    "按时到货率：约定日期前实收的盒数除以订购的盒数，只算约定日期已过的。"
    "到货、付款天数取中位数：提交到第一次到货，最后一次到货到付款（要求 30 天内）。": (
        "Filled in time: packs received by the agreed day over packs ordered, of orders whose day "
        "has passed. Days are medians: from submission to the first receipt, from the last "
        "receipt to payment (30 days at most)."
    ),
    "价格": "Prices",
    "召回": "Recall",
    "发布采购价格": "Publish purchasing prices",
    "上传价格表（.xlsx 或 .csv）：药品编码和采购价（元/包装）。先看预览；只下发新增和变化的价格。"
    "各机构从执行日期起按新价入库，在库的由机构一键调价。": (
        "Upload the price list (.xlsx or .csv): code and price in yuan a pack. Look at the "
        "preview first; only new and changed prices are sent. From their day on clinics receive "
        "at the new price, and revalue what is on hand by one key."
    ),
    "价格表文件": "Price list",
    "发布过的价格": "Published",
    "文号": "Number of the order",
    "执行日期": "In force from",
    "价格（个）": "Prices",
    "还没有发布过价格。": "No prices were published.",
    "价格表：预览": "Price list: preview",
    "{good} 行可以发布，其中 {changed} 行新增或变化，{bad} 行有误": (
        "{good} rows can be published, {changed} of them new or changed; {bad} are bad"
    ),
    "新增和变化的价格": "New and changed prices",
    "原价": "Before",
    "新价": "From now on",
    "药品编码": "Drug code",
    "批号": "Lot",
    "查去向": "Where it went",
    "{places} 家机构进过这一批，{people} 人领过。姓名只在机构自己的电脑上。": (
        "{places} facilities received this lot, {people} people were given of it. Names stay on "
        "the clinics' own computers."
    ),
    "在库（整包装）": "Packs on hand",
    "领过的人": "People",
    "没有机构进过这一批。": "No facility received this lot.",
    "目录里没有这个药品编码。": "No catalogue has this code.",
    "召回这一批": "Recall this lot",
    "召回原因（机构会看到）": "Reason (clinics read it)",
    "我确认召回，所有机构立即停发，不能撤回": (
        "I am sure: every facility stops handing it out at once, and it cannot be taken back"
    ),
    "召回过的批次": "Recalled",
    "没有召回过批次。": "No lot was recalled.",
}
