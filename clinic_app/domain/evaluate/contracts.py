"""The case files of targets and periods: indicators, contract_targets, contract_validity, ten_day_period."""

from collections.abc import Mapping
from typing import Final

from clinic_app.domain import contracts
from clinic_app.domain.evaluate.rule import Row, Rule, day, flag, whole, whole_or_none
from clinic_app.domain.money import yuan
from clinic_app.domain.progress import ten_days
from clinic_app.domain.rates import percent_hundredths, percent_text

_LONGEST: Final = 99  # years; a county sets the term, this only keeps the calendar


def _indicator(row: Row) -> Mapping[str, str]:
    numerator, denominator = _count(row, "numerator"), _count(row, "denominator")
    if numerator is None or denominator is None:
        return {}
    return {"pct": percent_text(percent_hundredths(numerator, denominator))}


def _targets(row: Row) -> Mapping[str, str]:
    residents, contracted = _count(row, "residents"), _count(row, "contracted")
    pool = _count(row, "contracted_in_outpatient_pool")
    target = contracts.coverage_targets().get(whole(row, "year"))
    met = rate = None
    if residents is not None and contracted is not None:
        rate = percent_hundredths(contracted, residents)
        met = None if target is None else contracts.is_target_met(contracted, residents, target)
    return {
        "rate_pct": percent_text(rate),
        "target_pct": "" if target is None else str(target),
        "met": "" if met is None else flag(met),
        "insurance_fee_yuan": "" if pool is None else yuan(contracts.insurance_fee(pool)),
    }


def _validity(row: Row) -> Mapping[str, str]:
    signed_on, years = day(row, "signed_on"), whole(row, "term_years", least=1, most=_LONGEST)
    last = contracts.valid_to(signed_on, years)
    return {"valid_to": last.isoformat(), "status": contracts.status(signed_on, last, day(row, "as_of"))}


def _ten_days(row: Row) -> Mapping[str, str]:
    found = ten_days(day(row, "date"))
    return {"period": found.key, "start": found.first.isoformat(), "end": found.last.isoformat()}


def _count(row: Row, name: str) -> int | None:
    return whole_or_none(row, name, least=0)


RULES: Mapping[str, Rule] = {
    "indicators": Rule(("indicator", "numerator", "denominator"), ("pct",), _indicator),
    "contract_targets": Rule(
        ("year", "residents", "contracted", "contracted_in_outpatient_pool"),
        ("rate_pct", "target_pct", "met", "insurance_fee_yuan"),
        _targets,
    ),
    "contract_validity": Rule(("signed_on", "term_years", "as_of"), ("valid_to", "status"), _validity),
    "ten_day_period": Rule(("date",), ("period", "start", "end"), _ten_days),
}
