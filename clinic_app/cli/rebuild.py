"""`rebuild`: the tables again from the journal."""

import argparse

from clinic_app.cli.opening import DONE, REFUSED, open_clinic, show
from clinic_app.store.rebuild import rebuild


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "rebuild",
        help="replay the journal into the tables",
        epilog="example: clinic-app rebuild --check",
    )
    parser.add_argument("--check", action="store_true", help="compare only; exit 3 when something differs")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        found = rebuild(clinic.store, check=args.check)
    differs = ", ".join(found.different) or "无"
    show(
        {"entries": found.entries, "different": list(found.different), "checked": args.check},
        args.json,
        f"重放 {found.entries} 条；与日志不一致的表：{differs}",
    )
    return REFUSED if args.check and found.different else DONE
