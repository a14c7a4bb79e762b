"""The insurance platform."""

from clinic_app.ui.sentences import Text

PLATFORM: dict[str, Text] = {
    "call.not_found": Text(
        "没有找到这次外部调用的记录，可能尚未同步到本机。",
        "The record of this call is not here; it may still be on its way.",
    ),
    "call.concluded_already": Text(
        "这次调用的结果已经确定，没有重复处理。",
        "The outcome of this call is known already; nothing was done twice.",
    ),
}
