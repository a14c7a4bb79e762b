"""``monitor``: the fund's indicators and the abnormal records of a month."""

import argparse
from calendar import monthrange
from dataclasses import asdict
from datetime import date

from clinic_app.domain.fund import shown, together
from sync_server.cli.parts import Verbs, WrongUse, database_of, show, verb
from sync_server.reports.fund.figures import figures, figures_of
from sync_server.reports.fund.findings import Finding, findings, summaries
from sync_server.reports.fund.records import Period
from sync_server.reports.fund.system import year_of


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "monitor",
        "the fund's indicators and abnormal records of a month",
        "monitor --month 2026-11 --json --database sqlite:///county.db",
    )
    parser.add_argument("--month", required=True, metavar="YYYY-MM")
    parser.add_argument("--facility", default="", metavar="CODE", help="one institution's")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    period = period_of(options.month)
    with database_of(options).reading() as db:
        now, before = figures(db, period), figures(db, period.year_before())
        found = [
            one for one in findings(db, period) if not options.facility or one.facility == options.facility
        ]
        year = year_of(db, period.until)
    county, county_before = together(now.values()), together(before.values())
    one = figures_of(now, options.facility) if options.facility else county
    one_before = figures_of(before, options.facility) if options.facility else county_before
    lines = shown(one, one_before, county)
    text = "\n".join(
        [f"{line.indicator.chinese}\t{line.value}\t{line.indicator.unit.value}" for line in lines]
        + [f"{sum_.rule}\t{sum_.open} open\t{sum_.amount} fen" for sum_ in summaries(found)]
    )
    show(
        options,
        text,
        month=options.month,
        facility=options.facility,
        indicators=[
            {
                "id": line.indicator.id,
                "name": line.indicator.chinese,
                "unit": line.indicator.unit.value,
                "value": line.value,
                "last_year": line.last_year,
                "county": line.county,
                "yellow": line.yellow,
                "formula": line.indicator.formula,
            }
            for line in lines
        ],
        budget={**asdict(year.budget), "burn_bp": year.budget.burn_bp, "forecast": year.forecast},
        findings=[_as_json(finding) for finding in found],
    )
    return 0


def period_of(month: str) -> Period:
    """A month's first and last day.

    Raises:
        WrongUse: not YYYY-MM.
    """
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise WrongUse(f"{month}: not a month like 2026-11") from error
    return Period(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "name": finding.chinese,
        "finding": finding.key,
        "facility": finding.facility,
        "records": [record.hex for record in finding.records],
        "amount": finding.amount,
        "evidence": dict(finding.evidence),
        "decision": finding.decision,
    }
