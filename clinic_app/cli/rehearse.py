"""`rehearse`: what the county would do with what it does not hold yet; nothing is sent for good."""

import argparse
import sys
from typing import Any

from clinic_app.cli.opening import DONE, REFUSED, UNREACHABLE, open_clinic, show
from clinic_app.domain.money import yuan
from clinic_app.domain.time import iso
from clinic_app.services.rehearsal import Rehearsal, RehearsalService, WouldReturn

_EPILOG = """example: clinic-app rehearse --json

by_county (false: without a line only shape, authors and roles were looked at here; why_not says what was in the
way), entries, accepted (of them, just as they are), left (not looked at), fund_diff (fen that the funds would pay
more), would_return: [{would, seq, entry, type, author, time, number, code, fund_diff}]

exit 0 everything would be accepted, 3 something would come back, 4 the county could not be asked"""
_WORDS = {"adjusted": "会调整", "voided": "会作废", "set_aside": "会退回", "provisional": "会等待"}


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "rehearse",
        help="before closing time: what the county would send back (演练)",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        found = RehearsalService(clinic.store).rehearse()
    show(plain(found), args.json, _in_words(found))
    if not found.by_county:
        print(_without_county(found), file=sys.stderr)
        return UNREACHABLE
    return DONE if found.fine else REFUSED


def plain(found: Rehearsal) -> dict[str, Any]:
    return {
        "time": iso(found.at_ms),
        "by_county": found.by_county,
        "why_not": found.why_not,
        "entries": found.entries,
        "accepted": found.accepted,
        "left": found.left,
        "fund_diff": found.fund_diff,
        "would_return": [_plain(one) for one in found.would_return],
    }


def _plain(one: WouldReturn) -> dict[str, Any]:
    return {
        "would": one.would.value,
        "seq": one.seq,
        "entry": str(one.entry_id),
        "type": one.type,
        "author": one.author,
        "time": iso(one.written_ms),
        "number": one.number,
        "code": one.code,
        "fund_diff": one.fund_diff,
    }


def _in_words(found: Rehearsal) -> str:
    who = "县里预审" if found.by_county else "本机自查"
    left = f"，另有 {found.left} 条未看" if found.left else ""
    lines = [f"{who} {found.entries} 条：{found.accepted} 条没有问题{left}。"]
    for one in found.would_return:
        diff = f"\t基金增减 {yuan(one.fund_diff)}" if one.fund_diff else ""
        lines.append(f"{_WORDS[one.would.value]}\t{one.seq}\t{one.number or one.type}\t{one.code}{diff}")
    return "\n".join(lines)


def _without_county(found: Rehearsal) -> str:
    return f"没有问到县里，只查了格式、经手人和权限。  [{found.why_not}]"
