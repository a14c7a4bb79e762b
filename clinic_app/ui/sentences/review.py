"""点评, 规则包, 微课."""

from clinic_app.ui.sentences import Text

REVIEW: dict[str, Text] = {
    "review.unknown_code": Text(
        "没有这样的点评代码：{codes}。代码从 1-1 到 3-4。",
        "There is no such code: {codes}; they go from 1-1 to 3-4.",
    ),
    "review.not_found": Text(
        "这张处方没有点评，或点评还没有同步到本机。",
        "This prescription was not reviewed, or the review is still on its way.",
    ),
    "review.no_prescription": Text(
        "没有找到这张处方，可能尚未同步到本机。", "This prescription is not here; it may still be on its way."
    ),
    "review.not_yours": Text(
        "这张处方不是您开的，请开方的医师本人答复。",
        "You did not write this prescription; its prescriber answers.",
    ),
    "review.answered_before": Text(
        "这张处方的点评已经答复过，只能答复一次。", "This review was answered before; it is answered once."
    ),
    "review.changed": Text(
        "这张处方的点评刚刚改过，请看新的点评再答复。",
        "The review of this prescription has just changed; look at the new one, then answer.",
    ),
    "review.no_grounds": Text(
        "申诉要写明理由，最多 {most} 个字。", "An appeal gives its reason, in {most} characters at most."
    ),
    "rules.bad_pack": Text(
        "规则包有 {count} 处错误，第一处在第 {line} 行 {key}，没有使用。",
        "The rule pack has {count} faults, the first in line {line}, {key}; it is not used.",
    ),
    "lesson.bad": Text(
        "微课不完整或太长（{key}），没有保存。",
        "The lesson is not whole or too long ({key}); it was not kept.",
    ),
}
