"""公卫指标 of the county: every township as it computes itself, and all of them together.

The total is the sum of the townships, so that it can be checked against what each of them sees; who has records in two
townships counts in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic_app.domain.public_health.indicators import Ratio, indicators, together
from clinic_app.projections.queries.indicators import REGISTER
from sync_server.reports.health_counts import Township


@dataclass(frozen=True, slots=True)
class Area:
    """A township, or a clinic that is under none; by the names of its villages what lies in each."""

    code: str
    ratio: Ratio
    villages: tuple[tuple[str, Ratio], ...] = ()


def totals(townships: Sequence[Township]) -> dict[str, Ratio]:
    """Every indicator over them, in the order of the norm."""
    return {key: together(_parts(townships, key)) for key in indicators()}


def areas(
    townships: Sequence[Township], key: str, names: Mapping[str, str]
) -> tuple[Ratio, tuple[Area, ...]]:
    """One indicator: the total, and each township with its villages.

    Args:
        names: of institutions by code.
    """
    found = []
    for one in townships:
        villages = one.villages(key)
        if key == REGISTER:
            villages = [(names.get(code, code), ratio) for code, ratio in one.registers()]
        found.append(Area(one.code, one.ratio(key), tuple(villages)))
    return together(_parts(townships, key)), tuple(found)


def _parts(townships: Sequence[Township], key: str) -> list[Ratio]:
    parts = [one.ratio(key) for one in townships]
    if key == REGISTER:
        parts += [ratio for one in townships for _, ratio in one.registers()]
    return parts
