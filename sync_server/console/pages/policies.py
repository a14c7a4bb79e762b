"""政策: what is in force, and what a month would have cost under a candidate."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from starlette.responses import Response

from clinic_app.domain.policy import Findings, Policy, load, read
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import insurance
from sync_server.console.charts import Bar
from sync_server.console.visit import Visit
from sync_server.reports import facilities
from sync_server.reports.whatif.compare import Comparison, compare
from sync_server.reports.whatif.policies import Candidate, live

_MONTHS: Final = 12  # that can be chosen
_SHOWN: Final = 12  # facilities in the picture


def listed(visit: Visit) -> Response:
    return _listed(visit, Findings())


def compared(visit: Visit) -> Response:
    """The candidate is computed and shown; it is not kept."""
    policy, findings = read(visit.field("file"))
    if policy is None:
        return _listed(visit, findings, 400)
    months = _months(visit)
    month = visit.field("month") if visit.field("month") in months else months[0]
    with visit.reading() as db:
        done = compare(db, live(db), Candidate(policy), month)
        names = facilities.names(db)
    return visit.show(
        "comparison.html", done=done, total=done.total(), names=names, columns=_columns(done, names)
    )


def _listed(visit: Visit, findings: Findings, status: int = 200) -> Response:
    with visit.reading() as db:
        policies = _live(db)
    return visit.show(
        "policies.html",
        status=status,
        policies=policies,
        months=_months(visit),
        problems=findings.problems,
    )


def _live(db: sa.Connection) -> list[Policy]:
    return [load(one.text) for one in insurance.policies(db)]


def _months(visit: Visit) -> list[str]:
    """This month and those before it, newest first."""
    found, day = [], beijing_day(visit.now)
    for _ in range(_MONTHS):
        found.append(f"{day:%Y-%m}")
        day = date(day.year, day.month, 1) - timedelta(days=1)
    return found


def _columns(done: Comparison, names: dict[str, str]) -> list[Bar]:
    """Two columns a facility, those whose fund payment changes most."""
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for cell in done.cells:
        before, after = sums[cell.facility]
        sums[cell.facility] = before + cell.fund_before, after + cell.fund_after
    largest = sorted(sums, key=lambda code: abs(sums[code][1] - sums[code][0]), reverse=True)[:_SHOWN]
    found = []
    for code in sorted(largest):
        before, after = (fen // 100 for fen in sums[code])
        name = names.get(code, code)
        found.append(Bar(_short(name), (("main", before),), f"{name}: {before}"))
        found.append(Bar("", (("adjusted", after),), f"{name}: {after}"))
    return found


def _short(name: str) -> str:
    """What tells a facility from its neighbours: the place, without county and kind."""
    for kind in ("卫生院", "村卫生室", "卫生室"):
        name = name.removesuffix(kind)
    return name[-3:]
