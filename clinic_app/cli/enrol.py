"""`enrol` and `init --join`: how this PC comes to belong to a county."""

import argparse
from pathlib import Path

from clinic_app.cli.opening import DONE, Unreadable, folder_of, open_clinic, password_of, show
from clinic_app.domain.errors import RuleBroken
from clinic_app.store import local
from clinic_app.sync import enrolment


class NoCode(RuleBroken):
    """Joining needs the county's address and a code."""

    code = "cli.no_code"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "enrol",
        help="enrol this PC with the county",
        epilog="example: clinic-app enrol --server https://county.example:8443 "
        "--code ABCDEFGHIJKLMNOP-0123456789ab",
    )
    parser.add_argument("--server", metavar="URL", required=True)
    parser.add_argument("--code", required=True, help="one-time code from the county")
    parser.add_argument(
        "--ca", metavar="FILE", type=Path, help="the county's authority (PEM); else it is asked"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        clinic.on_duty.must("facility")
        joined = enrolment.enrol(clinic.store, clinic.holder, args.server, args.code, authority_in(args.ca))
    show(
        {
            "facility": joined.facility,
            "name": joined.name,
            "county": joined.county,
            "letter": joined.letter,
            "first_device": joined.first_device,
            "moved": joined.moved,
        },
        args.json,
        f"已登记到 {joined.county}：{joined.name}（{joined.facility}），本机字母 {joined.letter}。",
    )
    return DONE


def join(args: argparse.Namespace) -> int:
    """`init --join`: a further PC of a clinic that exists."""
    if not args.server or not args.code:
        raise NoCode()
    store = enrolment.join(
        folder_of(args),
        args.server,
        args.code,
        authority_in(args.ca),
        getattr(args, "staff", None) or "",
        password_of(args),
    )
    with store.reading() as connection:
        letter = local.read_text(connection, local.LETTER)
    result = {"facility": store.facility, "device": store.device.hex, "letter": letter}
    store.close()
    show(result, args.json, f"本机已加入 {result['facility']}，字母 {letter}。")
    return DONE


def authority_in(file: Path | None) -> bytes | None:
    """Raises:
    Unreadable
    """
    if file is None:
        return None
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(file=str(file)) from error
