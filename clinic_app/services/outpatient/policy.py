"""医保政策 of a visit: the fee that it knows, and what the fund pays under a condition only."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.policy.model import Policy
from clinic_app.domain.policy.reading import load
from clinic_app.domain.policy.words import PRIMARY_CARE
from clinic_app.projections.queries import facility, insurance
from clinic_app.projections.queries.registration import Visit

CONSULTATION = "ZL0001"  # 一般诊疗费
VISIT_FEE = "ZL1003"  # 普通门诊诊查费
_RESTRICTED: Final = "医保限定支付范围"  # the policy says that there is a condition, the label which


def fee_of(connection: sa.Connection, here: str, visit: Visit) -> str:
    """Code of the fee to offer: 一般诊疗费 where the patient's policy has one at this level, or for a self-pay
    patient of primary care; else 诊查费.  A policy without it would refuse the whole bill.
    """
    level = facility.facility_of(connection, here).inst_lv
    if not visit.psn_no or insurance.insured_by_psn_no(connection, visit.psn_no) is None:
        return CONSULTATION if level in PRIMARY_CARE else VISIT_FEE
    policy = _policy_of(connection, visit)
    version = policy.version_on(visit.day) if policy else None
    return CONSULTATION if version is not None and version.fee_at(level) else VISIT_FEE


def restricted(connection: sa.Connection, visit: Visit, drugs: Iterable[str]) -> dict[str, str]:
    """限制使用: those of the drugs that the patient's fund pays under a condition, with its words."""
    policy = _policy_of(connection, visit)
    if policy is None:
        return {}
    rows = {code: policy.row_on(code, visit.day) for code in drugs}
    return {code: _RESTRICTED for code, row in rows.items() if row is not None and row.lmt_used}


def _policy_of(connection: sa.Connection, visit: Visit) -> Policy | None:
    insured = insurance.insured_by_psn_no(connection, visit.psn_no) if visit.psn_no else None
    if insured is None:
        return None
    known = insurance.policies(connection)
    return next((_parsed(one.text) for one in known if insured.person.insutype in one.insutypes), None)


@lru_cache(maxsize=8)
def _parsed(text: str) -> Policy:
    """A policy read once."""
    return load(text)
