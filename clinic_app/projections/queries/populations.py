"""Questions about what the county states for a year: populations as denominators, and goals."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.contracts import coverage_targets
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.indicators import indicator_target, population

COVERAGE: Final = "contract_rate"  # of resources/public_health/indicators.csv


@dataclass(frozen=True, slots=True)
class Populations:
    """Persons by kind: of the whole area as far as it is known, and of villages."""

    whole: Mapping[str, int]
    villages: Mapping[str, Mapping[str, int]]


def populations_of(connection: sa.Connection, institutions: Sequence[str], year: int) -> Populations:
    """What the county stated of the area: of a township as a whole, else of its villages together."""
    stated = {
        (row.institution, row.village): json.loads(row.counts or "{}")
        for row in connection.execute(
            sa.select(population).where(population.c.year == year, population.c.institution.in_(institutions))
        )
    }
    rows = list(
        connection.execute(
            sa.select(facility.c.code, facility.c.parent, facility.c.villages).where(
                facility.c.code.in_(institutions)
            )
        )
    )
    parents = {row.code: row.parent or "" for row in rows}
    villages = {village: counts for (_, village), counts in stated.items() if village}
    for row in rows:
        only = json.loads(row.villages or "[]")
        if len(only) == 1 and (row.code, "") in stated:
            villages.setdefault(only[0], stated[row.code, ""])
    roots = [code for code in institutions if parents.get(code, "") not in institutions]
    kinds = {kind for counts in stated.values() for kind in counts}
    whole = {kind: _area(kind, roots, parents, stated) for kind in kinds}
    return Populations({kind: many for kind, many in whole.items() if many is not None}, villages)


def _area(
    kind: str,
    codes: Sequence[str],
    parents: Mapping[str, str],
    stated: Mapping[tuple[str, str], Mapping[str, int]],
) -> int | None:
    """The persons of a kind in these areas together; None where one of them is not known at all."""
    total = 0
    for code in codes:
        own = stated.get((code, ""), {}).get(kind)
        if own is None:
            parts = [
                one[kind]
                for (place, village), one in stated.items()
                if place == code and village and kind in one
            ]
            children = [one for one, parent in parents.items() if parent == code]
            inner = _area(kind, children, parents, stated) if children else 0
            if inner is None or not (parts or children):
                return None
            own = sum(parts) + inner
        total += own
    return total


def goals_of(connection: sa.Connection, year: int) -> dict[str, int]:
    """`targets_of`, and for the coverage of contracts what the policy asked of the year where nothing was stated."""
    policy = coverage_targets().get(year)
    by_policy = {} if policy is None else {COVERAGE: policy * 100}
    return by_policy | targets_of(connection, year)


def targets_of(connection: sa.Connection, year: int) -> dict[str, int]:
    """考核目标 of a year by indicator, percent in hundredths."""
    rows = connection.execute(
        sa.select(indicator_target.c.indicator, indicator_target.c.percent).where(
            indicator_target.c.year == year, indicator_target.c.percent.is_not(None)
        )
    )
    return {row.indicator: row.percent for row in rows}


def stated_of(
    connection: sa.Connection, institutions: Sequence[str], year: int
) -> dict[str, Mapping[str, int]]:
    """By institution, what was stated of its whole area."""
    rows = connection.execute(
        sa.select(population.c.institution, population.c.counts).where(
            population.c.institution.in_(institutions), population.c.village == "", population.c.year == year
        )
    )
    return {row.institution: json.loads(row.counts or "{}") for row in rows}
