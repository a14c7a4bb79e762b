"""``close``: a month's statements, drawn once (docs/reconciliation.md)."""

import argparse
import json
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.money import yuan
from clinic_app.domain.time import iso
from clinic_app.projections.queries.reconciliation import Statement
from sync_server.cli.parts import Verbs, database_of, say, verb
from sync_server.console import tables, users
from sync_server.publish.months import Closed, close_month


class NotAnOfficer(RuleBroken):
    """Nobody of this name may close a month."""

    code = "month.not_an_officer"


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "close",
        "draw a month's statements and freeze it; a closed month is only told again",
        "close --month 2026-11 --officer chen --database sqlite:///county.db --json",
    )
    parser.add_argument("--month", required=True, metavar="YYYY-MM")
    parser.add_argument("--officer", default="", metavar="ID", help="the console user who closes it")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    database = database_of(options)
    if options.officer:
        with database.writing() as db:
            tables.create_tables(db)
            require_officer(db, options.officer)
    closed = close_month(database, options.month, options.officer)
    if options.json:
        say(json.dumps(report(closed), ensure_ascii=False))
    else:
        for line in _plain(closed):
            say(line)
    return 0


def require_officer(db: sa.Connection, user_id: str) -> None:
    """Raises:
    NotAnOfficer: no such user, or not one who may close months.
    """
    found = next((user for user in users.all_users(db) if user.id == user_id and user.active), None)
    if found is None or not found.may("statement"):
        raise NotAnOfficer(officer=user_id)


def report(closed: Closed) -> dict[str, Any]:
    """What a closed month says, the same whenever it is asked."""
    return {
        "month": closed.close.month,
        "closed_at": iso(closed.close.closed_ms),
        "officer": closed.close.closed_by,
        "statements": [_statement(one) for one in closed.statements],
        "left_out": [
            {"facility": one.facility, "day": one.day.isoformat(), "records": one.records, "why": one.why}
            for one in closed.close.left_out
        ],
    }


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "stmt_id": one.id.hex,
        "fixmedins_code": one.facility,
        "insutype": one.group.insutype,
        "clr_type": one.group.clr_type,
        "refd_setl_flag": one.group.refd_setl_flag,
        "part": one.part,
        "stmt_begndate": one.stmt_begndate.isoformat(),
        "stmt_enddate": one.stmt_enddate.isoformat(),
        "fixmedins_setl_cnt": one.fixmedins_setl_cnt,
        "sums": dict(one.sums),
    }


def _plain(closed: Closed) -> list[str]:
    lines = [f"{closed.close.month}: {len(closed.statements)} statements"]
    for one in closed.statements:
        kind = f"{one.group.insutype} {one.group.clr_type}{' reds' if one.group.refd_setl_flag else ''}"
        part = f" part {one.part}" if one.part > 1 else ""
        lines.append(
            f"    {one.facility} {kind}{part}: {one.fixmedins_setl_cnt} records,"
            f" fund due {yuan(one.sums['fund_due'])}"
        )
    lines += [
        f"    left out: {one.facility} {one.day}, {one.records} records, {one.why}"
        for one in closed.close.left_out
    ]
    return lines
