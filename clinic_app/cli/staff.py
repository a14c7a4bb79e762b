"""`staff` and `recover`: who may sign in."""

import argparse
from pathlib import Path

from clinic_app.cli.init import RIGHTS_HELP, TITLES, rights_of, roles_of
from clinic_app.cli.opening import DONE, first_line, folder_of, open_clinic, password_of, show
from clinic_app.domain.roles import Role
from clinic_app.journal.facts.facility import Practice
from clinic_app.services.staff import StaffService
from clinic_app.store.duty import duty_of
from clinic_app.store.setup import unlock_with_code


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    staff = commands.add_parser("staff", help="人员: add colleagues, reset passwords, list")
    verbs = staff.add_subparsers(dest="verb", metavar="VERB", required=True)
    add = verbs.add_parser(
        "add",
        help="a new colleague",
        epilog="example: clinic-app staff add P002 --name 李华 --role doctor,cashier --new-password-file p.txt",
    )
    add.add_argument("id")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, help="comma between: " + ", ".join(role.value for role in Role))
    add.add_argument("--licence", default="", help="number of the certificate")
    add.add_argument("--title", choices=TITLES, default="", help="professional title")
    add.add_argument("--right", default="", help=RIGHTS_HELP)
    add.add_argument("--new-password-file", type=Path, required=True)
    add.set_defaults(run=run_add)
    password = verbs.add_parser(
        "password",
        help="a new password",
        epilog="example: clinic-app staff password P002 --new-password-file p.txt",
    )
    password.add_argument("id")
    password.add_argument("--new-password-file", type=Path, required=True)
    password.set_defaults(run=run_password)
    listing = verbs.add_parser("list", help="who works here", epilog="example: clinic-app staff list --json")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    recover = commands.add_parser(
        "recover",
        help="open with the recovery code and give an administrator a new password",
        epilog="example: CLINIC_PASSWORD=new clinic-app recover --code-file code.txt --staff P001",
    )
    recover.add_argument("--code-file", type=Path, required=True)
    recover.set_defaults(run=run_recover)


def run_add(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        clinic.staff.add(
            clinic.on_duty,
            args.id,
            args.name,
            frozenset(roles_of(args.role)),
            first_line(args.new_password_file),
            args.licence,
            Practice(title=args.title, rights=rights_of(args.right)),
        )
    print(f"{args.id} 已加入，可以登录。")
    return DONE


def run_password(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        clinic.staff.reset_password(clinic.on_duty, args.id, first_line(args.new_password_file))
    print(f"{args.id} 的密码已更换。")
    return DONE


def run_list(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        for one in clinic.staff.all():
            roles = sorted(one.roles)
            show(
                {"id": one.staff_id, "name": one.name, "roles": roles, "active": one.active},
                args.json,
                f"{one.staff_id}\t{one.name}\t{','.join(roles)}\t{'在岗' if one.active else '离岗'}",
            )
    return DONE


def run_recover(args: argparse.Namespace) -> int:
    """The new password comes like any password; `--staff` names the administrator (default: the only one)."""
    store, holder = unlock_with_code(folder_of(args), first_line(args.code_file))
    try:
        service = StaffService(store)
        named = getattr(args, "staff", None) or service.administrators()[0].staff_id
        service.reset_password(duty_of(store, holder), named, password_of(args))
    finally:
        store.close()
    print(f"{named} 的密码已更换，可以登录。")
    return DONE
