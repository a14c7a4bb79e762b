"""``snapshot write``: what a new PC of a clinic is to know, into a folder."""

import argparse
from pathlib import Path

from sync_server.cli.parts import Verbs, database_of, show, verb
from sync_server.publish.snapshots import write_to


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("snapshot", help="快照: the data of a clinic for its new PC").add_subparsers(
        required=True, metavar="write"
    )
    parser = verb(
        group,
        "write",
        "a clinic's feed in ready-made parts into a folder, sealed; prints the code that opens it: tell it apart "
        "from the stick",
        "snapshot write 350881001 /media/usb --database sqlite:///county.db --json",
    )
    parser.add_argument("facility", metavar="FACILITY")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the stick or the share")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    done = write_to(database_of(options), options.facility, options.folder)
    show(
        options,
        f"已写出 {done.entries} 条（{done.parts} 个文件）。解封码 {done.code}，请另行告知机构，不要写在U盘上。",
        code=done.code,
        parts=done.parts,
        entries=done.entries,
        bytes=done.bytes,
    )
    return 0
