"""The payment pages' phrases in English, by the Chinese that the pages are written in."""

from typing import Final

PAYMENT_ENGLISH: Final[dict[str, str]] = {
    "支付计划": "Payment plan",
    "月结之后制单，另一位经办复核后才算支付。拨付单制成后不再改动，差错在下一期调整。": (
        "After a month is closed its run is made; it counts as paid once a second officer approves. "
        "A run never changes: what is wrong is put right by the next."
    ),
    "月份": "Month",
    "申报表": "Statements",
    "申报应付": "Stated due",
    "本期拨付": "Paid by this run",
    "制单": "Made",
    "复核人": "Approved",
    "已支付": "paid",
    "可以制单": "may be made",
    "等前一个月": "after the month before",
    "命令行": "command line",
    "还没有月结的月份。先月结，再拨付。": "No month is closed yet. Close one, then pay it.",
    "拨付单": "Payment run",
    "尚未制单": "not made",
    "拨付单已制成，等另一位经办复核。": "The run is made and waits for a second officer.",
    "已复核，各机构会收到拨付通知。": "Approved; each institution is told its part.",
    "机构未确认": "Not confirmed",
    "大写": "In words",
    "无，按申报表据实结算": "none: paid by statement",
    "下载表格": "Workbook",
    "您制的单，请另一位经办或管理员复核。": "You made it: another officer or administrator approves.",
    "复核并支付": "Approve for payment",
    "有 {count} 张申报表机构还没有确认。": "{count} statements are not confirmed by their institutions.",
    "以下是现在制单的结果；制成后不再改动。": "This is what making it now would pay; once made it never changes.",
    "按机构": "By institution",
    "这个月没有要拨付的。": "Nothing is to be paid this month.",
    "按支付方式": "By method",
    "支付方式": "Method",
    "项数": "Items",
    "{county}医疗保障基金拨付单": "{county}: payment of the insurance fund",
    "按 Ctrl+P 打印": "Ctrl+P prints",
    "拨付项目": "Items",
    "所依据的申报表": "Statements that it follows from",
    "经办机构（章）": "Insurance office (seal)",
    "医疗机构（章）": "Institution (seal)",
    "日期": "Date",
    "还没有发布支付计划：各机构按申报表据实结算。用命令 plan publish 发布。": (
        "No plan is published: everybody is paid by statement. Publish one: plan publish."
    ),
}
