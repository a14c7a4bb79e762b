"""``pay``: the payment run of a closed month, made once (docs/payment.md)."""

import argparse
import json
from pathlib import Path
from typing import Any

from clinic_app.domain.money import yuan
from clinic_app.domain.time import iso
from clinic_app.projections.queries import payment
from clinic_app.projections.queries.payment import Run
from sync_server.cli.officers import officer_names, officer_of
from sync_server.cli.parts import Verbs, WrongUse, database_of, say, verb
from sync_server.publish.payments import approve_run, make_run
from sync_server.reports.payments import shown
from sync_server.store.county import county_of
from sync_server.store.engine import Database


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "pay",
        "make the payment run of a closed month and write it as a workbook; a run that is made stays as it is",
        "pay --month 2026-11 --out 2026-11.xlsx --officer chen --database sqlite:///county.db --json",
    )
    parser.add_argument("--month", required=True, metavar="YYYY-MM")
    parser.add_argument("--out", type=Path, metavar="FILE.xlsx", help="where the workbook goes")
    parser.add_argument(
        "--officer", default="", metavar="ID", help="the console user who makes or approves it"
    )
    parser.add_argument(
        "--approve", action="store_true", help="approve the run that another officer has made"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.out is None and not options.approve:
        raise WrongUse("--out FILE.xlsx is missing")
    if options.out is not None and not options.out.resolve().parent.is_dir():
        raise WrongUse(f"{options.out.parent}: no such folder")
    database = database_of(options)
    officer = officer_of(database, options.officer)
    act = approve_run if options.approve else make_run
    made = act(database, options.month, officer)
    if options.out is not None:
        options.out.write_bytes(_workbook(database, made.month))
    if options.json:
        say(json.dumps(report(made, options.out), ensure_ascii=False))
    else:
        for line in _plain(made):
            say(line)
    return 0


def _workbook(database: Database, month: str) -> bytes:
    from sync_server.reports.payment_sheets import workbook

    names = officer_names(database)
    with database.reading() as connection:
        return workbook(shown(connection, month), county_of(connection).name, names)


def report(run: Run, out: Path | None) -> dict[str, Any]:
    """What a run says, the same whenever it is asked."""
    return {
        "month": run.month,
        "run_id": run.id.hex,
        "total": run.total,
        "plan": run.plan.hex if run.plan else None,
        "made_at": iso(run.made_ms),
        "made_by": run.made_by,
        "approved": run.approved_ms is not None,
        "approved_at": None if run.approved_ms is None else iso(run.approved_ms),
        "approved_by": run.approved_by,
        "facilities": _totals(run),
        "items": [_item(item) for item in run.items],
        "out": None if out is None else str(out),
    }


def _item(item: payment.PaidItem) -> dict[str, Any]:
    return {
        "facility": item.facility,
        "method": item.method,
        "insutype": item.insutype,
        "amount": item.amount,
        "figures": dict(item.figures),
        "statements": [one.hex for one in item.statements],
        "left_out": [one.hex for one in item.left_out],
    }


def _totals(run: Run) -> dict[str, int]:
    totals: dict[str, int] = {}
    for item in run.items:
        totals[item.facility] = totals.get(item.facility, 0) + item.amount
    return totals


def _plain(run: Run) -> list[str]:
    state = f"approved by {run.approved_by}" if run.approved_ms is not None else "waits for a second officer"
    lines = [f"{run.month}: {yuan(run.total)} to {len(_totals(run))} facilities, {state}"]
    lines += [f"    {facility} {yuan(total)}" for facility, total in _totals(run).items()]
    return lines
