"""Words of the console.  Pages are written in Chinese; ENGLISH says the same for the language switch.

tests/server/console/test_texts.py holds that every Chinese phrase of a page stands here, and nothing else.
"""

from typing import Final

from clinic_app.domain import codes
from clinic_app.domain.errors import ClinicError
from sync_server.console.catalog_texts import CATALOG_ERRORS
from sync_server.console.courier_texts import COURIER_ERRORS
from sync_server.console.english import ENGLISH
from sync_server.console.health_texts import HEALTH_ERRORS
from sync_server.console.names import NAMES
from sync_server.console.payment_texts import PAYMENT_ERRORS
from sync_server.console.procurement_texts import PROCUREMENT_ERRORS
from sync_server.console.reading_texts import READING_ERRORS
from sync_server.console.review_texts import REVIEW_ERRORS
from sync_server.console.statement_texts import STATEMENT_ERRORS

# What an error says to its user: what happened, and what to do next.
ERRORS: Final[dict[str, tuple[str, str]]] = {
    **STATEMENT_ERRORS,
    **PAYMENT_ERRORS,
    **CATALOG_ERRORS,
    **COURIER_ERRORS,
    **PROCUREMENT_ERRORS,
    **REVIEW_ERRORS,
    **HEALTH_ERRORS,
    **READING_ERRORS,
    "console.wrong_login": (
        "账号或密码不对。连续输错 5 次，账号会锁定一段时间。",
        "Wrong name or password. After five wrong passwords the account is locked for a while.",
    ),
    "console.locked": (
        "密码连续输错，账号已锁定，请 {minutes} 分钟后再试，或请管理员重设密码。",
        "Too many wrong passwords. Try again in {minutes} min, or ask an administrator for a new password.",
    ),
    "console.too_many_tries": (
        "这台电脑登录次数太多，请 {minutes} 分钟后再试。",
        "Too many logins from this computer. Try again in {minutes} min.",
    ),
    "console.not_allowed": (
        "您的权限不能做这项操作，请找有权限的同事。",
        "Your role may not do this. Ask a colleague who may.",
    ),
    "console.too_large": (
        "上传的文件超过 {megabytes} MB，没有读入。请分几次上传。",
        "More than {megabytes} MB were sent, and nothing was taken in. Upload in several parts.",
    ),
    "console.stale_form": (
        "这张表单已过期，没有做任何改动。请返回后重新填写。",
        "This form is out of date and nothing was changed. Go back and fill it in again.",
    ),
    "console.weak_password": (
        "密码至少 {least} 个字，且不能与账号相同。",
        "A password has at least {least} characters and is not the account's name.",
    ),
    "console.passwords_differ": ("两次输入的新密码不一样。", "The two new passwords differ."),
    "console.user_exists": ("账号 {user} 已经有了。", "There is an account {user} already."),
    "console.bad_user": (
        "账号只能用字母、数字、- 和 _，并要填姓名、至少选一个权限。",
        "An account's name has letters, digits, - and _; give a person's name and at least one role.",
    ),
    "console.last_administrator": (
        "这是唯一的管理员，不能停用或去掉管理员权限。",
        "This is the only administrator and must stay one.",
    ),
    "console.unknown_user": ("没有账号 {user}。", "There is no account {user}."),
    "console.reason_missing": (
        "请写明原因（4 到 200 个字），原因会记入操作记录。",
        "Give a reason (4 to 200 characters); it goes into the record of actions.",
    ),
    "console.not_confirmed": (
        "请在“我确认”前打勾；没有做任何改动。",
        "Tick “I am sure”; nothing was changed.",
    ),
    "console.bad_amount": (
        "金额请写成元，最多两位小数，例如 12.50；没有做任何改动。",
        "Write the amount in yuan with at most two decimals, like 12.50; nothing was changed.",
    ),
    "finding.decided_already": (
        "这条疑点同事已经处理过了，请刷新后查看。",
        "A colleague has decided on this finding already; reload to see it.",
    ),
    "finding.bad_decision": (
        "没有“{decision}”这种处理，请从列表中选择。",
        "There is no decision “{decision}”; choose one from the list.",
    ),
    "finding.deducts_too_much": (
        "扣款金额要大于零，且不超过这些单据尚未扣减的基金应付；没有做任何改动。",
        "A deduction is more than nothing and at most what the fund owes for these records; nothing was changed.",
    ),
    "finding.several_facilities": (
        "这条疑点涉及多家机构，不能从中扣款；请移交，或在各家自己的疑点中扣款。",
        "This finding concerns several institutions; hand it over, or deduct in each one's own finding.",
    ),
    "facility.not_found": ("没有找到机构 {facility}。", "There is no facility {facility}."),
    "device.not_found": ("没有找到这台设备。", "There is no such device."),
    "quarantine.not_held": (
        "这条已经不在待处理中，可能同事刚刚放行了。",
        "This entry is no longer set aside; a colleague may just have released it.",
    ),
    "quarantine.cannot_release": (
        "这条不能放行（{why}），请看它下面写的办法。",
        "This entry cannot be released ({why}); see what its line advises.",
    ),
    "merge.not_standing": (
        "这次合并已经拆分，或尚未到达县里；没有做任何改动。",
        "These records were split already, or the merge has not arrived; nothing was changed.",
    ),
    "console.not_found": (
        "没有找到（{what}）。可能编号有误，或数据尚未到达县里。",
        "Not found ({what}). The number may be wrong, or the data has not reached the county yet.",
    ),
}

# Why an entry was set aside: (what happened, what to do), Chinese then English.
REASONS: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "journal.bad_fact": (
        ("内容不符合这类条目的格式", "请机构升级客户端后重新录入；读不懂的条目不能放行。"),
        (
            "The content does not fit its type",
            "Let the clinic update and enter it again; it cannot be released.",
        ),
    ),
    "journal.body_too_large": (
        ("内容过大（超过 1 MB）", "请机构把图片和扫描件改为附件后重新录入。"),
        ("The content is larger than 1 MB", "Let the clinic enter pictures and scans as attachments."),
    ),
    "journal.county_only": (
        ("只有县里能写的条目，却来自机构设备", "请核实设备是否被他人使用；不要放行。"),
        ("A device states what only the county may", "Find out who uses the device; do not release."),
    ),
    "journal.unknown_author": (
        ("作者不是该机构登记的人员", "先请机构管理员登记此人，核实后放行。"),
        ("The author is not known at this facility", "Have the clinic register the person; then release."),
    ),
    "journal.bad_author_signature": (
        ("作者的电子签名缺失或不符", "请向本人核实；不明原因不要放行。"),
        ("The author's signature is missing or wrong", "Ask the author; do not release without a cause."),
    ),
    "journal.bad_form": (
        ("公卫表单的填写不合表单定义", "请机构按提示更正后重新保存；不要放行。"),
        ("A form breaks its definition", "Have the clinic correct it; do not release."),
    ),
    "journal.wrong_facility": (
        ("条目写的机构或级别与设备登记的不一致", "核对机构登记；确属登记有误，改正后放行。"),
        ("It names another facility or level", "Check the registration; release when that was wrong."),
    ),
    "journal.id_conflict": (
        ("编号与另一条内容不同的条目重复", "两条都已留存；请报技术支持，不能放行。"),
        ("Another entry has this id", "Both are kept; report it, it cannot be released."),
    ),
    "journal.waits": (
        ("它依据的另一条条目还在待处理", "处理那一条即可，这条会自动跟着入账。"),
        ("It builds on an entry that is set aside", "Deal with that one; this one follows by itself."),
    ),
    "journal.unprocessable": (
        ("县平台程序处理这条时出错", "请报技术支持；程序修好后放行。"),
        ("The county's program failed on it", "Report it; release when the program is mended."),
    ),
    "settlement.no_policy": (
        ("县里没有这个险种在用的政策，无法复核", "先发布政策，再放行。"),
        ("The county has no policy for this insurance", "Publish the policy, then release."),
    ),
    "settlement.reversed_before": (
        ("这笔结算已经红冲过了", "同一笔只能红冲一次；核对两张红冲单，多收的不要放行。"),
        (
            "This settlement was reversed before",
            "Only one reversal counts; compare the two, do not release both.",
        ),
    ),
    "settlement.not_at_platform": (
        (
            "没有医保平台的应答能证明这笔结算，或同号、同一就诊已有一笔",
            "请机构与医保平台对账（3201）；平台确有这笔才放行。",
        ),
        (
            "No answer of the insurance platform proves this settlement, or one of its number or visit is here",
            "Let the clinic compare with the platform (3201); release only what the platform has.",
        ),
    ),
    "statement.answered_before": (
        ("这张申报表另一台电脑已经答复过", "先到的答复算数；这条不能放行，请机构在下次申报表上提出。"),
        (
            "The statement was answered from another PC",
            "The first answer counts and this one cannot be released; use the next statement.",
        ),
    ),
    "staff.not_allowed": (
        ("作者当时没有做这件事的岗位权限", "核实岗位；当时确有授权的，可放行。"),
        ("The author lacked the role for this", "Check the role; release if it was granted at the time."),
    ),
}
_OTHER_REASON: Final = (
    ("未能入账", "请把原因代码报给技术支持。"),
    ("Could not be accepted", "Report the code to technical support."),
)


def said(chinese: str, language: str, **facts: object) -> str:
    """A phrase in the visitor's language, its facts filled in."""
    phrase = ENGLISH.get(chinese, chinese) if language == "en" else chinese
    return phrase.format(**facts) if facts else phrase


def error_text(error: ClinicError, language: str) -> str:
    if error.code in REASONS:  # a release that still cannot count
        return ("{}. {}" if language == "en" else "{}。{}").format(*reason_text(error.code, language))
    chinese, english = ERRORS.get(error.code, (f"未能完成（{error.code}）。", f"Not done ({error.code})."))
    return (english if language == "en" else chinese).format(**error.facts)


def reason_text(code: str, language: str) -> tuple[str, str]:
    """What happened, and what to do about a quarantined entry."""
    return REASONS.get(code, _OTHER_REASON)[language == "en"]


def coded(table: str, code: str, language: str) -> str:
    """A code's name in one of resources/codes; the code itself when the table lacks it."""
    if not code:
        return ""
    try:
        return codes.name_of(table, code, language)
    except ClinicError:
        return code


def insurance(code: str, language: str) -> str:
    """险种, short enough for a column; no code is self-pay."""
    return named("insurance", code, language) if code else said("自费", language)


def clock(skew_ms: int | None, language: str) -> str:
    """How a device's clock stands to ours; a dash when it is not known."""
    if skew_ms is None:
        return "—"
    if skew_ms == 0:
        return said("准", language)
    amount = span(abs(skew_ms), language)
    return said("快 {amount}" if skew_ms > 0 else "慢 {amount}", language, amount=amount)


def span(ms: int, language: str) -> str:
    """A length of time in one unit: ``5400000 → "1 小时"``."""
    seconds = max(ms, 0) // 1000
    for size, chinese, english in ((86400, "天", "d"), (3600, "小时", "h"), (60, "分钟", "min")):
        if seconds >= size:
            return f"{seconds // size} {english if language == 'en' else chinese}"
    return f"{seconds} {'s' if language == 'en' else '秒'}"


def ago(now: int, ms: int | None, language: str) -> str:
    """How long ago: ``"3 分钟前"``; "never" for ``None``."""
    if ms is None:
        return "never" if language == "en" else "从未"
    if now - ms < 5000:
        return "now" if language == "en" else "刚刚"
    return f"{span(now - ms, language)}{' ago' if language == 'en' else '前'}"


def named(kind: str, code: str, language: str) -> str:
    """A word of names.py for a code: an entry type, an amount, a state; the code itself when it has none."""
    if not code:
        return ""
    words = NAMES[kind].get(code)
    return code if words is None else words[language == "en"]
