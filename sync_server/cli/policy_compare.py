"""``policy compare``: a month's bills under two policies, before one of them is published."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.domain.money import yuan
from clinic_app.domain.policy import load
from clinic_app.domain.time import wall_clock
from sync_server.cli.parts import database_of, say, show, text_in, verb
from sync_server.reports import facilities, workbooks
from sync_server.reports.whatif.compare import Cell, Comparison, compare
from sync_server.reports.whatif.policies import Candidate, live

_HEADING: Final = "险种  机构  类别  笔数  基金(前)  基金(后)  差  个人(前)  个人(后)  得益人  增负人"


def add_to(group: Any) -> None:
    parser = verb(
        group,
        "compare",
        "compute a month's bills under two policies: the live one, or FILE, against the last file named",
        "policy compare next.toml --month 2026-11 --out next.xlsx --database sqlite:///county.db",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("other", metavar="FILE2", nargs="?", default="")
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help="month of the adjudication")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", metavar="FILE.xlsx", type=Path)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    candidates = [Candidate(load(text_in(path))) for path in (options.file, options.other) if path]
    with database_of(options).reading() as connection:
        done = _compared(connection, candidates, options.month)
        names = facilities.names(connection)
    if options.out is not None:
        from sync_server.reports.whatif.sheets import workbook_of

        options.out.write_bytes(workbooks.bytes_of(workbook_of(done, names), wall_clock()))
    if options.json:
        show(options, "", **as_json(done))
        return 0
    for line in _lines(done, names):
        say(line)
    return 0


def _compared(connection: sa.Connection, candidates: list[Candidate], month: str) -> Comparison:
    before = candidates[0] if len(candidates) == 2 else live(connection)
    return compare(connection, before, candidates[-1], month)


def as_json(done: Comparison) -> dict[str, Any]:
    """Money in fen; settlements by id, no names."""
    plain = asdict(done)
    plain["total"] = asdict(done.total())
    for item in plain["largest"]:
        item["id"] = item["id"].hex
        item["day"] = item["day"].isoformat()
    return plain


def _lines(done: Comparison, names: dict[str, str]) -> list[str]:
    return [
        f"{done.month}：{'、'.join(done.before)} → {'、'.join(done.after)}",
        f"{done.bills} 笔，{done.persons} 人：{done.gain} 人少付，{done.lose} 人多付。",
        *([f"{done.stretched} 笔的日期不在政策有效期内，按最近的版本测算。"] if done.stretched else []),
        *([f"{done.left_out} 笔没有比较（未参保、无政策或重复结算）。"] if done.left_out else []),
        _HEADING,
        *(_line(cell, names.get(cell.facility, cell.facility)) for cell in done.cells),
        _line(done.total(), "合计"),
        "差额最大的结算：",
        *(
            f"  {item.id.hex}  {item.day}  {names.get(item.facility, item.facility)}"
            f"  基金 {yuan(item.fund_before)} → {yuan(item.fund_after)}"
            f"  个人 {yuan(item.person_before)} → {yuan(item.person_after)}"
            for item in done.largest
        ),
    ]


def _line(cell: Cell, facility: str) -> str:
    more = cell.fund_after - cell.fund_before
    sign = "-" if more < 0 else "+"
    return "  ".join(
        (
            cell.insutype,
            facility,
            cell.med_type,
            str(cell.bills),
            yuan(cell.fund_before),
            yuan(cell.fund_after),
            f"{sign}{yuan(abs(more))}",
            yuan(cell.person_before),
            yuan(cell.person_after),
            str(cell.gain),
            str(cell.lose),
        )
    ).strip()
