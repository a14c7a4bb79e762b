"""`backup` and `restore`."""

import argparse
from pathlib import Path

from clinic_app.cli.opening import DONE, Unreadable, folder_of, open_clinic, password_of, show
from clinic_app.domain.errors import RuleBroken
from clinic_app.store.backup import backup, restore, staff_in


class NoStaffNamed(RuleBroken):
    """The backup has several people; name who opens it."""

    code = "cli.no_staff_named"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    save = commands.add_parser(
        "backup",
        help="an encrypted copy of everything",
        epilog="example: clinic-app backup /mnt/stick/xyt.zip",
    )
    save.add_argument("file", type=Path)
    save.set_defaults(run=run_backup)
    load = commands.add_parser(
        "restore",
        help="a data folder again from a backup",
        epilog="example: clinic-app restore /mnt/stick/xyt.zip --data ./clinic",
    )
    load.add_argument("file", type=Path)
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=run_restore)


def run_backup(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        backup(clinic.store, args.file)
    print(f"已备份到 {args.file}")
    return DONE


def run_restore(args: argparse.Namespace) -> int:
    if not args.file.is_file():
        raise Unreadable(file=str(args.file))
    staff_id = getattr(args, "staff", None)
    if not staff_id:
        people = staff_in(args.file)
        if len(people) != 1:
            raise NoStaffNamed(people=", ".join(people))
        staff_id = people[0]
    store = restore(args.file, folder_of(args), staff_id, password_of(args))
    facility = store.facility
    store.close()
    show(
        {"facility": facility, "restored": True},
        args.json,
        f"已恢复 {facility}。下次联网时取回备份之后的记录。",
    )
    return DONE
