"""Statements, reconciliation and payments between clinic and county."""

from clinic_app.ui.sentences import Text

OFFICE: dict[str, Text] = {
    "statement.answered_before": Text(
        "这张申报表已经答复过，先到的答复算数。还有不同意的，请在下一张申报表上提出。",
        "This statement is answered already and the first answer counts. Dispute the rest on the next one.",
    ),
    "statement.no_reason": Text(
        "有争议的每一笔都要写明原因，没有发出。请补上原因。",
        "Each disputed record needs a reason; nothing was sent.",
    ),
    "statement.not_found": Text(
        "没有找到这张申报表，可能还没有同步到这台电脑。请先同步。",
        "There is no such statement here; it may not have come yet. Sync first.",
    ),
}
