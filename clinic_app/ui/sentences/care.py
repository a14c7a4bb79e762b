"""管理对象, 工作清单."""

from clinic_app.ui.sentences import Text

CARE: dict[str, Text] = {
    "care.not_opened": Text(
        "此人没有纳入这项管理；老年人和儿童按年龄管理，不用纳入和结案。",
        "This person is not followed under this service; the elderly and children are served by age.",
    ),
    "care.opened_already": Text(
        "此人已纳入这项管理，不必再次纳入。",
        "This person is followed under this service already.",
    ),
    "care.not_here": Text(
        "此人已死亡、迁出或失访，不能纳入管理。先在健康档案更正。",
        "This person died, moved away or was lost. Correct that on the health record first.",
    ),
    "care.not_for_men": Text(
        "孕产妇管理只用于女性，请先核对性别。", "Pregnancy care is for women; check the sex first."
    ),
    "care.bad_day": Text(
        "日期 {day} 不对：不能晚于今天，也不能早于纳入管理的那天。",
        "The day {day} cannot be: not after today, and not before the service was opened.",
    ),
    "care.no_reason": Text(
        "结案要选原因；选“其他”时写明原因。", "Say why the service ends; with 'other', in words."
    ),
}
