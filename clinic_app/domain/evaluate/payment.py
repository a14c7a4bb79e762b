"""The case files of payment: total_package, pool_split.  Amounts are yuan with two decimals."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from clinic_app.domain.evaluate.rule import BadCase, Row, Rule, amount, bad
from clinic_app.domain.money import yuan
from clinic_app.domain.payment.package import PackageTerms, package_result, split


def _total_package(row: Row) -> Mapping[str, str]:
    terms = PackageTerms(
        budget=_fen(row, "budget"),
        coefficient=_share(row, "appraisal_coefficient"),
        audited=_fen(row, "audited_reasonable_overrun"),
        share=_share(row, "fund_share"),
        limit=Fraction(amount(row, "overrun_cap_ratio")),
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
    try:
        return Fraction(amount(factors, "weight")) * Fraction(amount(factors, "score"))
    except BadCase as error:
        raise BadCase(f"members={member}") from error


def _fen(row: Row, name: str) -> int:
    """Yuan with at most two decimals."""
    exact = Fraction(amount(row, name)) * 100
    if exact.denominator != 1:
        raise bad(row, name)
    return int(exact)


def _share(row: Row, name: str) -> Fraction:
    """0 to 1."""
    share = amount(row, name)
    if share > 1:
        raise bad(row, name)
    return Fraction(share)


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
