"""`day`: plays a clinic's day through the same services as the screens."""

import argparse
import json
from datetime import date

from clinic_app.cli.opening import DONE, folder_of, password_of, staff_of
from clinic_app.day.clock import clock_of
from clinic_app.day.play import Played, play
from clinic_app.wiring import open_folder

_MOST = 5_000  # patients: queue numbers and receipts of a day have their widths


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "day",
        help="play a made-up day: demonstration, load and tests; refuses a store in real use",
        description="模拟日: made-up staff, residents, insured people and, where none is in force, a sample policy; "
        "then cards, visits, records, prescriptions, settlements and refunds through the services of the screens.",
        epilog="example: clinic-app --data ./demo day --patients 60 --seed 1 --json",
    )
    parser.add_argument("--patients", metavar="N", type=_patients, required=True, help=f"1 to {_MOST}")
    parser.add_argument(
        "--seed", metavar="S", type=int, required=True, help="the same seed plays the same day"
    )
    parser.add_argument("--date", metavar="D", type=date.fromisoformat, help="YYYY-MM-DD (default: today)")
    parser.add_argument(
        "--follow-ups", action="store_true", help="open health records and sign follow-ups too"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    folder = folder_of(args)
    clinic = open_folder(folder, staff_of(args, folder), password_of(args), clock_of(args.date))
    try:
        played = play(clinic, args.patients, args.seed, follows=args.follow_ups)
    finally:
        clinic.close()
    print(json.dumps(played.as_json()) if args.json else told(played))
    return DONE


def told(played: Played) -> str:
    return (
        f"{played.patients} 位患者：挂号 {played.visits}，退号 {played.cancelled}，就诊 {played.encounters}，"
        f"结算 {played.settlements}，退费 {played.refunds}{f'，日结 {played.closing}' if played.closing else ''}。\n"
        f"医保基金 {_yuan(played.fund_fen)}，个人账户 {_yuan(played.acct_fen)}，现金 {_yuan(played.cash_fen)}。\n"
        f"日志 {played.entries} 条，{played.seconds} 秒，每秒 {played.entries_per_second} 条。"
    )


def _yuan(fen: int) -> str:
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d} 元"


def _patients(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST:
        raise argparse.ArgumentTypeError(f"1 … {_MOST}")
    return number
