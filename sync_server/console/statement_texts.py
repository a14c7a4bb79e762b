"""What refusals about reconciliation, statements and months say: Chinese and English."""

from typing import Final

STATEMENT_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "month.bad": (
        "月份 {month} 写得不对或还没有月结。请写成 2026-11 这样。",
        "{month} is no month, or it is not closed yet. Write it like 2026-11.",
    ),
    "month.not_begun": (
        "{month} 还没有到，不能月结。",
        "{month} has not begun and cannot be closed.",
    ),
    "month.passed": (
        "{later} 已经月结，{month} 的结算都在后面的申报表里，不能再单独月结。",
        "{later} is closed; what {month} would hold stands on later statements.",
    ),
    "month.not_an_officer": (
        "{officer} 不是能办月结的在用账号。请用经办或管理员的账号。",
        "{officer} is no active account that may close a month. Name an officer or administrator.",
    ),
    "statement.not_found": (
        "没有找到这张申报表。请回到列表重新打开。",
        "There is no such statement. Go back to the list and open it again.",
    ),
    "statement.not_answered": (
        "机构还没有确认这张申报表，不能审核。请先请机构 {facility} 确认或提出争议。",
        "The institution {facility} has not answered this statement yet: ask it to confirm or dispute first.",
    ),
    "statement.same_officer": (
        "月结和审核必须是两个人：{officer} 办的月结，请另一位经办或管理员审核。",
        "Two people are due: {officer} closed the month, so another officer or administrator approves.",
    ),
    "dispute.not_found": (
        "这笔争议（{record}）不存在或已经裁定，可能同事刚刚办过。",
        "This dispute ({record}) does not exist or is decided; a colleague may just have done it.",
    ),
    "dispute.bad_change": (
        "补付金额不对：支持争议时最多可补 {most} 分，驳回时只能是 0。",
        "The amount cannot be granted: at most {most} fen when upheld, nothing when rejected.",
    ),
    "difference.nothing_open": (
        "这笔（{record}）个人没有未结清的差额，可能机构刚刚收到。",
        "Nothing is open with the person for {record}; the clinic may just have collected it.",
    ),
    "difference.too_early": (
        "催收期还没有到，还要等 {days} 天。",
        "The term for collecting it has {days} days to run.",
    ),
    "record.nothing_differs": (
        "这笔（{record}）两边已经一致，不用调整。",
        "Both sides agree on {record}; there is nothing to adjust.",
    ),
}
