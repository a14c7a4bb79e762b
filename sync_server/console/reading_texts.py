"""What the pages of 阅片 say: sentences of errors, and the phrases in English."""

from typing import Final

READING_ERRORS: Final[dict[str, tuple[str, str]]] = {
    "reading.not_referred": (
        "没有找到这份检查，可能还没有到县里，没有送县里诊断，或机构已经撤销。",
        "This examination is not here: still on its way, not sent to be read, or cancelled by the clinic.",
    ),
    "reading.bad": (
        "请写诊断意见（最多 {conclusion} 个字；所见最多 {findings} 个字），没有签发。",
        "Write a conclusion (at most {conclusion} characters; findings at most {findings}); nothing was signed.",
    ),
    "reading.meanwhile": (
        "同事刚刚签发了这一份，没有再发。请看上面的意见；要更正的，改好后再签发。",
        "A colleague has just signed this one and yours was not sent. See above; sign again to correct it.",
    ),
}

READING_ENGLISH: Final[dict[str, str]] = {
    "待阅": "To read",
    "已阅": "Read",
    "已签发，随同步下发到申请的机构。": "Signed; it goes to the clinic with its next sync.",
    "检查项目": "Examination",
    "目的": "Purpose",
    "送来": "Sent",
    "{names} 在看": "{names} is looking",
    "再次送来": "sent again",
    "没有等着阅的。": "Nothing waits to be read.",
    "近 {days} 天": "Last {days} days",
    "送来到阅毕，中位数": "Sent to read, median",
    "单号、姓名、阅片医生或诊断意见": "Number, name, reader or conclusion",
    "诊断意见": "Conclusion",
    "阅片医生": "Reader",
    "阅毕": "Read at",
    "没有这样的阅片。": "Nothing like that was read.",
    "{names} 也打开了这一份，请先问一声。": "{names} has this one open too; ask first.",
    "{reader} 已阅（{when}）：{text}": "{reader} has read it ({when}): {text}",
    "机构又送来一次。": "The clinic sent it again.",
    "再签发就是更正，机构看到最新的一份。": "Signing again corrects it; the clinic sees the newest.",
    "部位": "Site",
    "机构所见": "Seen at the clinic",
    "影像编号": "Study",
    "模板": "Template",
    "填入": "Put in",
    "所见": "Findings",
    "签发，发回机构": "Sign and send back",
    "仪器数值": "Of the instrument",
    "结果": "Result",
    "参考范围": "Range",
}

READING_NAMES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "examination": {
        "lab": ("检验", "laboratory"),
        "ecg": ("心电", "electrocardiogram"),
        "imaging": ("影像", "imaging"),
        "other": ("其他检查", "other"),
    },
}

READING_ACTS: Final = {
    "examination_opened": ("打开阅片", "examination opened"),
    "examination_read": ("签发阅片", "examination read"),
}
