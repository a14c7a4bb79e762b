"""`init`: a clinic's first PC, or a further one that joins."""

import argparse
from pathlib import Path

from clinic_app.cli.enrol import join
from clinic_app.cli.opening import DONE, folder_of, password_of, show
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.roles import ALL_ROLES, Role
from clinic_app.journal.facts.facility import RIGHTS, Practice
from clinic_app.store.setup import found

LEVELS = ("village", "township", "community", "county", "city", "province")


TITLES = ("senior", "middle", "junior")
RIGHTS_HELP = "what may be prescribed, comma between: " + ", ".join(RIGHTS)


class BadRoles(RuleBroken):
    """A role that does not exist."""

    code = "cli.bad_roles"


class Missing(RuleBroken):
    """Set-up needs more than was given."""

    code = "cli.missing"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "init",
        help="set up a clinic on this PC, or join one that exists",
        epilog="example: CLINIC_PASSWORD=… clinic-app init --data ./clinic --facility 350881001 "
        "--facility-name 漳平卫生院 --inst-lv township --admin P001 --admin-name 王敏",
    )
    parser.add_argument("--facility", metavar="CODE", help="机构编码")
    parser.add_argument("--facility-name", metavar="NAME")
    parser.add_argument("--inst-lv", choices=LEVELS, help="level of the institution")
    parser.add_argument("--credit-code", default="", help="统一社会信用代码")
    parser.add_argument("--admin", metavar="ID", help="staff id of the first administrator")
    parser.add_argument("--admin-name", metavar="NAME")
    parser.add_argument("--role", default="", help="roles of the administrator, comma between (default: all)")
    parser.add_argument("--title", choices=TITLES, default="", help="professional title of the administrator")
    parser.add_argument("--right", default="antibiotics", help=RIGHTS_HELP)
    parser.add_argument("--join", action="store_true", help="a further PC of a clinic that exists")
    parser.add_argument("--server", metavar="URL")
    parser.add_argument("--code", help="one-time code from the county")
    parser.add_argument("--ca", metavar="FILE", type=Path, help="the county's certificate authority (PEM)")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.join:
        return join(args)
    missing = [
        f"--{name.replace('_', '-')}"
        for name in ("facility", "facility_name", "inst_lv", "admin", "admin_name")
        if not getattr(args, name)
    ]
    if missing:
        raise Missing(options=" ".join(missing))
    store, _, code = found(
        folder_of(args),
        facility=args.facility,
        name=args.facility_name,
        inst_lv=args.inst_lv,
        credit_code=args.credit_code,
        admin=args.admin,
        admin_name=args.admin_name,
        roles=roles_of(args.role) or ALL_ROLES,
        password=password_of(args),
        practice=Practice(title=args.title, rights=rights_of(args.right)),
    )
    device = store.device.hex
    store.close()
    show(
        {"facility": args.facility, "device": device, "recovery_code": code},
        args.json,
        f"已建立 {args.facility_name}（{args.facility}）。\n"
        f"恢复码（只显示一次，请打印后锁好）：{code}\n"
        f"set up; the recovery code above is shown once",
    )
    return DONE


def roles_of(text: str) -> tuple[Role, ...]:
    """Raises:
    BadRoles: naming those that exist.
    """
    try:
        return tuple(Role(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise BadRoles(roles=", ".join(role.value for role in Role)) from error


def rights_of(text: str) -> tuple[str, ...]:
    """Raises:
    BadRoles: naming those that exist.
    """
    rights = tuple(part.strip() for part in text.split(",") if part.strip())
    if set(rights) - set(RIGHTS):
        raise BadRoles(roles=", ".join(RIGHTS))
    return rights
