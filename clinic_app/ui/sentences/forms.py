"""Public-health forms as such; what is wrong with a filling has its sentences in domain/forms/words.py."""

from clinic_app.ui.sentences import Text

FORMS: dict[str, Text] = {
    "forms.unknown": Text(
        "没有“{form}”这张表，请用 forms list 查看有哪些表。",
        "There is no form “{form}”; see forms list.",
    ),
    "forms.damaged": Text(
        "表单定义 {file} 有误（{field}：{why}），请重新安装程序或联系管理员。",
        "The definition of form {file} is damaged ({field}: {why}); install the program again.",
    ),
    "cli.not_a_filled_form": Text(
        "文件 {file} 不是填好的表单（{reason}）。写法见 forms check --help。",
        "{file} is no filled form ({reason}); see forms check --help.",
    ),
    "forms.refused": Text(
        "{form}还不能保存，有 {count} 处要改。第一处：{first}",
        "{form} cannot be signed yet: {count} things to mend. The first: {first}",
    ),
    "forms.critical": Text(
        "{fields}达到危急值，请复测或核对后再确认一次。",
        "{fields} is critical: measure again or check it, then confirm.",
    ),
    "forms.no_reason": Text(
        "更正或作废已签名的表单要写明原因，请填写原因。",
        "A signed form is corrected or withdrawn for a reason: write it down.",
    ),
    "forms.no_record": Text(
        "这份记录不在本机，或已被更正、作废，请刷新后再看。",
        "This record is not here, or was corrected or withdrawn; refresh and look again.",
    ),
    "forms.file_too_large": Text(
        "文件太大（{size} KB，最多 {most} KB），请缩小或另选一个。",
        "The file is too large ({size} KB of {most} KB at most). Make it smaller or choose another.",
    ),
    "forms.file_unreadable": Text(
        "这个文件读不出来，可能是文件夹或已被移走。请重新选择。",
        "This file cannot be read: a folder, or moved away. Choose again.",
    ),
    "forms.file_elsewhere": Text(
        "这个附件只存在拍照或签名的那台电脑上，请到那台电脑查看。",
        "This file is kept only on the PC where it was taken or signed. Look at it there.",
    ),
    "forms.day_ahead": Text(
        "服务日期 {day} 在今天之后，请改正日期。",
        "The day of service {day} is after today: mend the date.",
    ),
    "forms.not_a_response": Text(
        "这份 QuestionnaireResponse 读不了（{reason}），请核对来源和版本。",
        "This QuestionnaireResponse cannot be read ({reason}); check where it comes from and its version.",
    ),
}
