"""`journal export` and `journal verify`."""

import argparse
import json
from typing import Any

from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.domain.time import utc
from clinic_app.store.rows import all_rows, entry_of
from clinic_app.store.verify import verify


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("journal", help="the journal as it stands on this PC")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    export = verbs.add_parser(
        "export",
        help="every entry held, one JSON line each",
        epilog="example: clinic-app journal export > entries.jsonl",
    )
    export.add_argument("--device", metavar="ID", help="only this device's entries")
    export.set_defaults(run=run_export)
    check = verbs.add_parser(
        "verify",
        help="check chains, bodies and the county's signatures",
        epilog="example: clinic-app journal verify --json",
    )
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_verify)


def run_export(args: argparse.Namespace) -> int:
    wanted = (args.device or "").replace("-", "").lower()
    with open_clinic(args) as clinic, clinic.store.reading() as connection:
        for row in all_rows(connection):
            if not wanted or row.device.hex == wanted:
                print(json.dumps(exported(row), ensure_ascii=False))
    return DONE


def exported(row: Any) -> dict[str, Any]:
    """One entry as contracts ask for it; `time` is UTC."""
    entry = entry_of(row)
    return {
        "id": str(entry.id),
        "device": entry.device.hex,
        "incarnation": str(entry.incarnation),
        "seq": entry.seq,
        "time": utc(entry.time >> 16).isoformat(timespec="milliseconds"),
        "author": entry.author,
        "type": entry.type,
        "subject": None if entry.subject is None else str(entry.subject),
        "body": None if entry.body is None else json.loads(entry.body),
        "hash": None if row.hash is None else row.hash.hex(),
    }


def run_verify(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        found = verify(clinic.store)
    heads = [{"incarnation": head.incarnation, "seq": head.seq, "hash": head.hash} for head in found.heads]
    show(
        {
            "entries": found.entries,
            "heads": heads,
            "pages": found.pages,
            "page_entries": found.page_entries,
        },
        args.json,
        "\n".join(
            [
                f"本机日志 {found.entries} 条，链完整。",
                *(f"  {head['incarnation']} #{head['seq']} {head['hash']}" for head in heads),
                f"县里签名的 {found.pages} 页、{found.page_entries} 条，签名无误。",
            ]
        ),
    )
    return DONE
