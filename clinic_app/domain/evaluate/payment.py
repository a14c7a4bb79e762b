"""The case files of payment: total_package, pool_split.  Amounts are yuan with two decimals."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from clinic_app.domain.evaluate.rule import BadCase, Row, Rule, decimal
from clinic_app.domain.money import yuan
from clinic_app.domain.payment.package import PackageTerms, package_result, split


def _total_package(row: Row) -> Mapping[str, str]:
    terms = PackageTerms(
        budget=_fen(row, "budget"),
        coefficient_bp=_bp(row, "appraisal_coefficient"),
        audited=_fen(row, "audited_reasonable_overrun"),
        share_bp=_bp(row, "fund_share"),
        limit_bp=_bp(row, "overrun_cap_ratio"),
    )
    found = package_result(_fen(row, "actual"), terms)
    return {
        "result": "SURPLUS" if found.surplus else "DEFICIT",
        "balance": yuan(found.balance),
        "retained": yuan(found.retained),
        "returned": yuan(found.returned),
        "fund_bears": yuan(found.fund_bears),
        "community_bears": yuan(found.community_bears),
        "fund_total": yuan(found.fund_total),
    }


def _pool_split(row: Row) -> Mapping[str, str]:
    exact = [_weight(member) for member in row["members"].split(";")]
    scale = lcm(*(weight.denominator for weight in exact))
    shares = split(_fen(row, "pool"), [int(weight * scale) for weight in exact])
    return {"shares": ";".join(yuan(share) for share in shares)}


def _weight(member: str) -> Fraction:
    """``100*0.95``: weight times score."""
    weight, _, score = member.partition("*")
    factors = {"weight": weight, "score": score}
    product = Fraction(decimal(factors, "weight")) * Fraction(decimal(factors, "score"))
    if product < 0:
        raise BadCase(f"members={member}")
    return product


def _fen(row: Row, name: str) -> int:
    return _scaled(row, name, 100)


def _bp(row: Row, name: str) -> int:
    return _scaled(row, name, 10_000)


def _scaled(row: Row, name: str, scale: int) -> int:
    """The number times `scale`; what the rule cannot hold exactly, or a negative one, is refused."""
    exact = Fraction(decimal(row, name)) * scale
    if exact.denominator != 1 or exact < 0:
        raise BadCase(f"{name}={row[name]}")
    return int(exact)


RULES: Mapping[str, Rule] = {
    "total_package": Rule(
        (
            "budget",
            "actual",
            "appraisal_coefficient",
            "audited_reasonable_overrun",
            "fund_share",
            "overrun_cap_ratio",
        ),
        ("result", "balance", "retained", "returned", "fund_bears", "community_bears", "fund_total"),
        _total_package,
    ),
    "pool_split": Rule(("pool", "members"), ("shares",), _pool_split),
}
