"""`policy`: check and explain a file; install one at a clinic without a county."""

import argparse
from pathlib import Path

from clinic_app.cli import policy_check
from clinic_app.cli.opening import DONE, open_clinic, text_of_file


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("policy", help="医保政策: check, explain, install")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    policy_check.add_verbs(verbs)
    install = verbs.add_parser(
        "install",
        help="use a policy here (only a clinic that is not enrolled)",
        epilog="example: clinic-app policy install policy.toml",
    )
    install.add_argument("file", type=Path)
    install.set_defaults(run=run_install)


def run_install(args: argparse.Namespace) -> int:
    text = text_of_file(args.file)
    with open_clinic(args) as clinic:
        policy_id = clinic.insurance.install_policy(clinic.on_duty, text)
    print(f"政策 {policy_id} 已启用。")
    return DONE
