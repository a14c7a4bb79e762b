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
    "forms.not_a_response": Text(
        "这份 QuestionnaireResponse 读不了（{reason}），请核对来源和版本。",
        "This QuestionnaireResponse cannot be read ({reason}); check where it comes from and its version.",
    ),
}
