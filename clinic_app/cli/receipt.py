"""`receipt`: what the county holds of a day, and what it said to its settlements (县级回执)."""

import argparse
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.domain.money import yuan
from clinic_app.domain.time import iso
from clinic_app.services.receipts import DayReceipt, ReceiptService

_EPILOG = """example: clinic-app receipt --day 2026-11-21 --json

entries and fen that the county holds, county_entries and county_fen as the county counts them (null: not told),
agrees, complete, proved, waiting, set_aside, verdicts {records, unchanged, adjusted, fund_diff, voided, voided_diff,
set_aside, unjudged, pending}, head_seq, head_hash; what is known here by the last sync, nothing goes over the line"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "receipt",
        help="the county's receipt for a day",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--day", type=_day, metavar="D", help="YYYY-MM-DD; without it yesterday")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="put it on one page, too")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: a day like 2026-11-21") from error


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        receipts = ReceiptService(clinic.store)
        day = args.day or receipts.yesterday()
        found = receipts.receipt(day)
        if args.pdf is not None:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
            from clinic_app.ui.printing.alone import pdf_alone  # Qt only now

            args.pdf.write_bytes(pdf_alone(receipts.sheet(day)))
    show(plain(found), args.json, _in_words(found))
    return DONE


def plain(found: DayReceipt) -> dict[str, Any]:
    told = asdict(found) | {"day": found.day.isoformat()}
    as_of = told.pop("as_of_ms")
    return told | {
        "as_of": iso(as_of) if as_of else None,
        "agrees": found.agrees,
        "complete": found.complete,
        "proved": found.proved,
    }


def _in_words(found: DayReceipt) -> str:
    said = found.verdicts
    ends = {None: "县里尚未告知合计", True: "两端一致", False: "两端不一致"}[found.agrees]
    return (
        f"{found.day}\t县里已接收 {found.entries} 条 {yuan(found.fen)} 元\t{ends}\t未到 {found.waiting} 条\n"
        f"结算与退费 {said.records} 笔\t一致 {said.unchanged}\t"
        f"调整 {said.adjusted}（基金 {yuan(said.fund_diff)}）\t作废 {said.voided}\t退回 {said.set_aside}\t"
        f"不需复核 {said.unjudged}\t等待 {said.pending}\n"
        f"日志末条 {found.head_seq} {found.head_hash}\t{'已齐' if found.complete else '未齐'}"
    )
