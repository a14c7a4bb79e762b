"""`courier write|take`: 摆渡, data to and from the county by stick or share."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from clinic_app.cli.opening import DONE, REFUSED, open_clinic, show
from clinic_app.services.courier import Taken, Written

_WRITE = """example: clinic-app courier write /media/usb --json

files, entries (not yet safe at the county, now on the stick), left (found no room: the next stick's), bytes"""
_TAKE = """example: clinic-app courier take /media/usb --json

files, confirmed (entries that the county holds), pulled (new ones of others), waiting (not safe yet), again (write
another stick: something is missing), refused (files that were not taken in, with the reason); exit 3 when nothing
could be taken in"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("courier", help="摆渡: sync by stick or share").add_subparsers(
        required=True, metavar="write|take"
    )
    for name, text, epilog, run in (
        ("write", "what the county does not hold yet, as sealed files", _WRITE, write),
        ("take", "what the county wrote for this PC", _TAKE, take),
    ):
        parser = group.add_parser(
            name, help=text, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        parser.add_argument("folder", metavar="DIR", type=Path, help="the stick or the share")
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(run=run)


def write(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        done = clinic.courier.write(args.folder, clinic.on_duty, _wrote)
    show(asdict(done), args.json, _written_in_words(done))
    return DONE


def take(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        done = clinic.courier.take(args.folder, clinic.on_duty)
    for name, code in done.refused:
        print(f"{name}: {code}", file=sys.stderr)
    show({**asdict(done), "refused": dict(done.refused)}, args.json, _taken_in_words(done))
    return REFUSED if done.refused and not done.files else DONE


def _wrote(done: Written) -> None:
    print(f"{done.files}: {done.entries}", file=sys.stderr)


def _written_in_words(done: Written) -> str:
    left = f"；还有 {done.left} 条没带上，请再写一个U盘" if done.left else ""
    return f"已写出 {done.files} 个文件，带出 {done.entries} 条{left}。请送到县里。"


def _taken_in_words(done: Taken) -> str:
    state = "本机数据县里都有了" if not done.waiting else f"还有 {done.waiting} 条县里没有"
    again = "；请再写一次U盘送到县里" if done.again or done.waiting else ""
    return f"县里新确认 {done.confirmed} 条，读入 {done.pulled} 条；{state}{again}。"
