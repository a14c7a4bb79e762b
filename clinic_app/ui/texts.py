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
    # staff
    "staff.not_allowed": Text(
        "您的岗位不能做这项操作（{action}）。请找有权限的同事，或请管理员增加岗位。",
        "Your role may not do this ({action}). Ask a colleague who may, or the administrator for the role.",
    ),
}


def text_of(error: ClinicError, language: str = "zh") -> str:
    """The sentence for `error` in ``"zh"`` or ``"en"``, its facts filled in."""
    text = TEXTS[error.code]
    return (text.en if language == "en" else text.zh).format(**error.facts)
