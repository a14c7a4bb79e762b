"""What each error says to its user: what happened, and what to do next.

One line a code, Chinese and English.  tests/architecture/test_texts.py holds the
table equal to the error classes, both ways.  No Qt here: the command line uses it too.
"""

from typing import NamedTuple

from clinic_app.domain.errors import ClinicError


class Text(NamedTuple):
    zh: str
    en: str


TEXTS: dict[str, Text] = {
    # keys
    "keys.bad": Text(
        "键位文件有误，已用标准键位：{problems}。请改正 keymap.toml 后重新打开。",
        "The key file is wrong, so the standard keys are used: {problems}. Mend keymap.toml and start again.",
    ),
    # identifiers, codes, catalogues, register
    "codes.unknown": Text(
        "代码表 {table} 中没有“{value}”。请从列表中选择，或请管理员更新目录。",
        "There is no “{value}” in the code table {table}. Choose from the list, or have it updated.",
    ),
    "evaluate.bad_case": Text(
        "案例文件第 {line} 行无法读取：{problem}。请改正后重试。",
        "Line {line} of the case file cannot be read: {problem}. Correct it and try again.",
    ),
    "evaluate.unknown_rule": Text(
        "没有名为 {rule} 的规则。可用：{known}。",
        "There is no rule {rule}. Known: {known}.",
    ),
    "identity.bad_number": Text(
        "身份证号不对：{why}。请对照证件重新录入。",
        "The identity number is wrong: {why}. Type it again from the card.",
    ),
    "identity.bad_record_number": Text(
        "健康档案编号不对：{why}。请核对后重新录入。",
        "The health-record number is wrong: {why}. Check it and type it again.",
    ),
    "identity.bad_temporary": Text(
        "临时身份号不对：{why}。请核对后重新录入。",
        "The temporary identity is wrong: {why}. Check it and type it again.",
    ),
    # staff
    "staff.not_allowed": Text(
        "您的岗位不能做这项操作（{action}）。请找有权限的同事，或请管理员增加岗位。",
        "Your role may not do this ({action}). Ask a colleague who may, or the administrator for the role.",
    ),
}


# A fact that is a short English key is said in words: by the error's code and the fact's value.
WORDS: dict[tuple[str, str], Text] = {
    ("identity.bad_number", "format"): Text(
        "应为18位（或旧的15位），末位可为X", "18 characters (15 in the old form) are due"
    ),
    ("identity.bad_number", "area"): Text("前两位不是任何省份", "its first two digits are no province"),
    ("identity.bad_number", "date"): Text(
        "其中的出生日期不存在或晚于今天", "its birth date does not exist or is to come"
    ),
    ("identity.bad_number", "check"): Text(
        "校验位不符，多半有一位录错", "its check character does not fit, a digit is wrong"
    ),
    ("identity.bad_temporary", "format"): Text("应为L开头的21位", "21 characters beginning with L are due"),
    ("identity.bad_temporary", "unit"): Text(
        "机构部分应为9位字母或数字", "its unit is not nine letters or digits"
    ),
    ("identity.bad_temporary", "date"): Text("签发日期不存在", "its day of issue does not exist"),
    ("identity.bad_temporary", "serial"): Text(
        "流水号应在1到9999之间", "its serial is not between 1 and 9999"
    ),
    ("identity.bad_temporary", "check"): Text("校验位不符", "its check character does not fit"),
    ("identity.bad_record_number", "format"): Text("应为17位数字", "17 digits are due"),
    ("identity.bad_record_number", "area"): Text("前六位不是县级区划", "its first six digits are no county"),
    ("identity.bad_record_number", "town"): Text("乡镇码不能是000", "its township is 000"),
    ("identity.bad_record_number", "village"): Text(
        "村码应为001-099、101-199或901-999", "its village is not in 001-099, 101-199 or 901-999"
    ),
    ("identity.bad_record_number", "serial"): Text("个人序号不能是00000", "its person's serial is 00000"),
}


def text_of(error: ClinicError, language: str = "zh") -> str:
    """The sentence for `error` in ``"zh"`` or ``"en"``, its facts filled in."""
    text = TEXTS[error.code]
    facts = {name: _in_words(error.code, value, language) for name, value in error.facts.items()}
    return (text.en if language == "en" else text.zh).format(**facts)


def _in_words(code: str, value: object, language: str) -> object:
    words = WORDS.get((code, value)) if isinstance(value, str) else None
    if words is None:
        return value
    return words.en if language == "en" else words.zh
