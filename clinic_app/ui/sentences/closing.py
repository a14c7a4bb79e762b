"""日结."""

from clinic_app.ui.sentences import Text

CLOSING: dict[str, Text] = {
    "closing.not_found": Text(
        "没有找到这份日结，可能尚未同步到本机。",
        "This closing is not here; it may still be on its way.",
    ),
    "closing.already": Text(
        "今天已经日结，不能再结。之后的收退费计入下一营业日。",
        "This window has closed for today. What is charged from now on belongs to the next business day.",
    ),
    "closing.changed": Text(
        "清点之后又有收退费，应有现金从 {shown} 元变为 {expected} 元。请重新核对再结账。",
        "Money moved since the drawer was counted: it must hold {expected} yuan, not {shown}. Check again.",
    ),
    "closing.cash_differs": Text(
        "钱箱与账面相差 {diff} 元，请在说明里写明原因再结账。",
        "The drawer differs by {diff} yuan. Say why in the note, then close.",
    ),
    "closing.calls_open": Text(
        "还有 {count} 笔钱包或医保调用结果未知，请先查清；确实查不清的，在说明里写明。",
        "{count} purse or insurance calls have no certain outcome. Resolve them, or say so in the note.",
    ),
    "closing.purse_differs": Text(
        "电子钱包扣款与账单相差 {diff} 元，请先查清；确实查不清的，在说明里写明。",
        "The purse debits differ from the bills by {diff} yuan. Resolve it, or say so in the note.",
    ),
    "closing.not_balanced": Text(
        "有 {count} 处账目不平，已逐条列出。请先查清；要带着结账，请在说明里写明。",
        "{count} figures contradict each other; they are listed. To close all the same, say so in the note.",
    ),
    "closing.bad_count": Text(
        "钱箱里的钱不能是负数（{counted} 元）。",
        "A drawer holds no negative money ({counted} yuan).",
    ),
    "closing.nothing_to_sum": Text(
        "{day} 之前没有新的窗口日结可以汇总。请各窗口先日结，或先同步。",
        "No window has closed up to {day} since the last facility closing. Let them close, or sync first.",
    ),
}
