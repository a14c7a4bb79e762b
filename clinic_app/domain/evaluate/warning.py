"""The case files of early warning: ears, cusum, moving_percentile.  Values have four decimals."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from clinic_app.domain.evaluate.rule import Row, Rule, bad, decimal, flag, given, whole
from clinic_app.domain.public_health.norms import NEWEST
from clinic_app.domain.rates import fixed
from clinic_app.domain.warning import Statistic, cusum, ears, moving_percentile, parameters

_PLACES: Final = 4


def _ears(row: Row) -> Mapping[str, str]:
    found = ears(_counts(row, "counts"), parameters(NEWEST))
    named = {"c1": found.c1, "c2": found.c2, "c3": found.c3}
    return {name: _value(one) for name, one in named.items()} | {
        f"alert_{name}": flag(one.alert) for name, one in named.items()
    }


def _cusum(row: Row) -> Mapping[str, str]:
    usual = parameters(NEWEST)
    sigma = Fraction(decimal(row, "sigma"))
    if sigma <= 0:
        raise bad(row, "sigma")
    k = _number(row, "k", Fraction(usual.cusum_k))
    h = _number(row, "h", Fraction(usual.cusum_h))
    found = cusum(_counts(row, "counts"), Fraction(decimal(row, "mu")), sigma, k, h)
    return {
        "path": " ".join(fixed(value, _PLACES) for value in found.path),
        "alert_index": " ".join(map(str, found.alerts)),
    }


def _moving_percentile(row: Row) -> Mapping[str, str]:
    share = _number(row, "p", Fraction(parameters(NEWEST).percentile))
    if not 0 <= share <= 1:
        raise bad(row, "p")
    found = moving_percentile(_counts(row, "baseline"), whole(row, "current", least=0), share)
    return {"threshold": _value(found), "alert": flag(found.alert)}


def _value(found: Statistic) -> str:
    return "" if found.value is None else fixed(found.value, _PLACES)


def _number(row: Row, name: str, usual: Fraction) -> Fraction:
    """An empty parameter is the usual one."""
    return Fraction(decimal(row, name)) if given(row, name) else usual


def _counts(row: Row, name: str) -> list[int]:
    return [whole({name: count}, name, least=0) for count in row[name].split()]


RULES: Mapping[str, Rule] = {
    "ears": Rule(("counts",), ("c1", "c2", "c3", "alert_c1", "alert_c2", "alert_c3"), _ears),
    "cusum": Rule(("counts", "mu", "sigma", "k", "h"), ("path", "alert_index"), _cusum),
    "moving_percentile": Rule(("baseline", "current", "p"), ("threshold", "alert"), _moving_percentile),
}
