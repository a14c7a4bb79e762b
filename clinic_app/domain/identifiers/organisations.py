"""机构与人员代码: codes of institutions and staff.

Sources: GB 32100-2015 (unified social credit code), GB 11714-1997 (organisation code), WS 218-2002.
"""

import re
from dataclasses import dataclass

from clinic_app.domain.identifiers.writing import clean

_CREDIT_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_ORG_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# Only shapes: the parts are the issuing system's business.
_SHAPES: dict[str, str] = {
    "WS218": r"[0-9A-Z]{9}[0-9]{6}[0-9A-Z]{2}[0-9A-Z]{4}[0-9A-Z]",  # 卫生机构代码
    "NHSA_HOSPITAL": r"H[0-9]{11}",  # 医保定点医疗机构
    "NHSA_PHARMACY": r"P[0-9]{11}",  # 医保定点零售药店
    "VACCINATION": r"[0-9]{10}",  # 接种单位
    "DOCTOR_LICENCE": r"[0-9]{15}",  # 医师执业证书
    "DOCTOR_QUALIFICATION": r"[0-9]{24,27}",  # 医师资格证书
    "NHSA_DOCTOR": r"D[0-9]{12}",  # 医保医师
    "NHSA_NURSE": r"N[0-9]{12}",  # 医保护士
}


@dataclass(frozen=True, slots=True)
class OrganisationCheck:
    """`check` is the right check character; empty when a character does not belong into such a code."""

    valid: bool
    check: str


def check_credit_code(text: str) -> OrganisationCheck:
    """统一社会信用代码: 18 characters, weights are the powers of 3 modulo 31."""
    code = clean(text)
    if len(code) != 18 or any(char not in _CREDIT_CHARS for char in code):
        return OrganisationCheck(False, "")
    total = sum(_CREDIT_CHARS.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    check = _CREDIT_CHARS[(31 - total % 31) % 31]
    return OrganisationCheck(code[17] == check, check)


def check_organisation_code(text: str) -> OrganisationCheck:
    """组织机构代码: eight characters and a check character, with or without the hyphen between."""
    code = clean(text)
    if len(code) != 9 or any(char not in _ORG_CHARS for char in code):
        return OrganisationCheck(False, "")
    total = sum(int(char, 36) * weight for char, weight in zip(code, _ORG_WEIGHTS, strict=False))
    check = "0123456789X0"[11 - total % 11]
    return OrganisationCheck(code[8] == check, check)


def unit_of(credit_code: str) -> str:
    """Positions 9-17 of a unified social credit code: the unit inside a temporary identity."""
    return clean(credit_code)[8:17]


def institution_code_warnings(system: str, text: str) -> tuple[str, ...]:
    """``pattern`` when the code of a known system does not look like one; none for an unknown system."""
    shape = _SHAPES.get(system)
    return ("pattern",) if shape and not re.fullmatch(shape, clean(text)) else ()
