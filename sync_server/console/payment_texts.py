"""What refusals about payment plans and runs say: Chinese and English."""

from typing import Final

PAYMENT_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "payment.bad_plan": (
        "支付计划有 {count} 处问题，没有采用：{problems}。请改正后再试。",
        "The payment plan has {count} problems and was not taken: {problems}. Mend them and try again.",
    ),
    "payment.month_open": (
        "{month} 还没有月结，不能拨付。请先在“月结”里结清这个月（命令 close --month {month}）。",
        "{month} is not closed, so it cannot be paid. Close the month first (close --month {month}).",
    ),
    "payment.earlier_month": (
        "{earlier} 已月结但还没有拨付单。拨付按月份先后做，请先做 {earlier}，再做 {month}。",
        "{earlier} is closed and not paid yet. Months are paid in their order: pay {earlier}, then {month}.",
    ),
    "payment.no_score": (
        "12 月要做年终清算，但 {year} 年支付计划里这些机构没有考核得分：{facilities}。请补上 score_bp 后重新发布计划。",
        "December ends the year, and the plan of {year} has no score for {facilities}. Add score_bp and publish "
        "the plan again.",
    ),
    "payment.no_run": (
        "{month} 还没有拨付单。请先制单。",
        "There is no payment run of {month} yet. Make it first.",
    ),
    "payment.same_officer": (
        "制单和复核必须是两个人：{officer} 制的单，请另一位经办或管理员复核。",
        "Two people are due: {officer} made the run, so another officer or administrator approves.",
    ),
    "payment.not_an_officer": (
        "{officer} 不是能办拨付的在用账号。请用经办或管理员的账号。",
        "{officer} is no active account that may pay. Name an officer or administrator.",
    ),
}
