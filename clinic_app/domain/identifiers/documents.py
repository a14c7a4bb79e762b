"""其他证件: documents other than the identity number.

Their formats change, so a number that does not look right only brings a warning.
"""

import re

from clinic_app.domain.identifiers.areas import PROVINCES
from clinic_app.domain.identifiers.writing import clean, half_width, is_digits

# By the codes of id_doc_type (CV02.01.101) and id_doc_type_ext.
_PATTERNS: dict[str, str] = {
    "03": r"E[0-9]{8}|E[A-Z][0-9]{7}|G[0-9]{8}|[0-9A-Z]{5,17}",  # 护照, Chinese or foreign
    "04": r"[\u4e00-\u9fff]{1,3}字第[0-9]{4,10}号",  # 军官证
    "05": r"[0-9]{17}[0-9X]|[0-9]{12}",  # 驾驶证: today the identity number, before a file number
    "06": r"[HM][0-9]{8}([0-9]{2})?",  # 港澳居民来往内地通行证; old cards add the issue number
    "07": r"[0-9]{8}|[0-9]{10}([A-Z]|\([A-Z]\))?",  # 台湾居民来往大陆通行证; old ones add the issue letter
    "X1": r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}",  # 外国人永久居留身份证, 2023 and before
    "X2": r"8[123]0000[0-9]{11}[0-9X]",  # 港澳台居民居住证
    "X3": r"[A-Z][0-9]{9}",  # 出生医学证明
}


def tidy_document(kind: str, text: str) -> str:
    """A document's number as it is kept; an officer's card keeps its words."""
    return "".join(half_width(text).split()) if kind == "04" else clean(text)


def document_warnings(kind: str, text: str) -> tuple[str, ...]:
    """What looks wrong: ``pattern``, ``province``; empty for a kind without a known pattern."""
    number = tidy_document(kind, text)
    if kind == "02":  # 户口簿: the head's identity number, or nine digits of the household
        return () if is_digits(number[:-1]) and len(number) in {9, 18} else ("pattern",)
    pattern = _PATTERNS.get(kind)
    if pattern is not None and not re.fullmatch(pattern, number):
        return ("pattern",)
    if kind == "X3" and number[1:3] not in PROVINCES:
        return ("province",)
    return ()
