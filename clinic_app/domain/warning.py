"""早期预警: EARS C1-C3, CUSUM and the moving percentile over counts of cases.

All arithmetic is exact, on fractions: an alert is judged on the value itself, never on a rounded one.  A root
that is no fraction is cut after 60 digits.  resources/public_health/early_warning.toml holds the parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Final

from clinic_app.domain.public_health.norms import norm_on

_DIGITS: Final = 10**60


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """resources/public_health/early_warning.toml."""

    ears_baseline: int
    ears_gap: int
    ears_least_sd: Decimal
    ears_limit: int
    ears_sum_days: int
    ears_sum_over: int
    ears_sum_limit: int
    cusum_k: Decimal
    cusum_h: int
    percentile: Decimal


@dataclass(frozen=True, slots=True)
class Statistic:
    """None, and no alert, where the series is too short."""

    value: Fraction | None
    alert: bool


@dataclass(frozen=True, slots=True)
class Ears:
    c1: Statistic
    c2: Statistic
    c3: Statistic


@dataclass(frozen=True, slots=True)
class Cusum:
    path: tuple[Fraction, ...]  # before the return to 0 that follows an alert
    alerts: tuple[int, ...]  # places in the path, from 0


def parameters(day: date) -> Parameters:
    return norm_on(Parameters, "early_warning", day)


def ears(counts: Sequence[int], usual: Parameters) -> Ears:
    """The last count against the days before it."""
    lag, today = usual.ears_gap, len(counts) - 1
    apart = [_deviation(counts, day, lag, usual) for day in range(today, today - usual.ears_sum_days, -1)]
    known = [value for value in apart if value is not None]
    whole = len(known) == usual.ears_sum_days
    surplus = sum((max(Fraction(0), value - usual.ears_sum_over) for value in known), Fraction(0))
    return Ears(
        _judged(_deviation(counts, today, 0, usual), usual.ears_limit),
        _judged(apart[0], usual.ears_limit),
        _judged(surplus if whole else None, usual.ears_sum_limit),
    )


def cusum(counts: Sequence[int], mu: Fraction, sigma: Fraction, k: Fraction, h: Fraction) -> Cusum:
    """The sums of what is above the mean; `sigma` is above 0."""
    path: list[Fraction] = []
    held = Fraction(0)
    for count in counts:
        path.append(max(Fraction(0), held + (count - mu) / sigma - k))
        held = Fraction(0) if path[-1] > h else path[-1]
    return Cusum(tuple(path), tuple(place for place, value in enumerate(path) if value > h))


def percentile(baseline: Sequence[int], share: Fraction) -> Fraction | None:
    """Between the sorted counts by straight lines: place ``(n - 1) * share``; None without a baseline."""
    if not baseline:
        return None
    ordered = sorted(baseline)
    place = (len(ordered) - 1) * share
    below = int(place)
    steps = [after - before for before, after in pairwise(ordered)]
    return ordered[below] + (steps[below] * (place - below) if below < len(steps) else Fraction(0))


def moving_percentile(baseline: Sequence[int], current: int, share: Fraction) -> Statistic:
    """移动百分位数法: alert when `current` is above the threshold, which is the value."""
    threshold = percentile(baseline, share)
    return Statistic(threshold, threshold is not None and current > threshold)


def _judged(value: Fraction | None, limit: int) -> Statistic:
    return Statistic(value, value is not None and value > limit)


def _deviation(counts: Sequence[int], day: int, gap: int, usual: Parameters) -> Fraction | None:
    """How many standard deviations (n - 1) a count is from the mean of its baseline."""
    first = day - gap - usual.ears_baseline
    if first < 0:
        return None
    held = counts[first : day - gap]
    mean = Fraction(sum(held), len(held))
    variance = sum(((count - mean) ** 2 for count in held), Fraction(0)) / (len(held) - 1)
    return (counts[day] - mean) / max(_root(variance), Fraction(usual.ears_least_sd))


def _root(square: Fraction) -> Fraction:
    """Exact where it is a fraction: ``9/4 → 3/2``."""
    product = square.numerator * square.denominator
    root = isqrt(product)
    if root * root == product:
        return Fraction(root, square.denominator)
    return Fraction(isqrt(product * _DIGITS**2), square.denominator * _DIGITS)
