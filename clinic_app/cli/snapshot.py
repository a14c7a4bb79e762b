"""`snapshot take`: 快照, what this clinic's new PC is to know, from a stick or a share."""

import argparse
from pathlib import Path

from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.sync.snapshot import fill_from

_TAKE = """example: clinic-app snapshot take /media/usb --code ABCD-… --json

entries (taken in now; 0 where this PC has them already); what is newer comes by the next sync"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("snapshot", help="快照: fill a new PC from a stick").add_subparsers(
        required=True, metavar="take"
    )
    parser = group.add_parser(
        "take",
        help="take in what the county wrote for a new PC of this clinic",
        epilog=_TAKE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="the stick or the share")
    parser.add_argument("--code", required=True, help="as the county told it")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=take)


def take(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        entries = fill_from(clinic.store, args.folder, args.code)
    show({"entries": entries}, args.json, f"已读入 {entries} 条；其余的联网同步时会来。")
    return DONE
