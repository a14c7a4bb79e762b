"""``courier take``: what clinics wrote on a stick or a share, and the answers to it."""

import argparse
from pathlib import Path

from clinic_app.journal import sticks
from sync_server.cli.parts import Verbs, database_of, show, verb, warn
from sync_server.intake.courier import requests_known, take_in
from sync_server.publish.courier import answer, answered_later
from sync_server.worker import work_off


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("courier", help="摆渡: sync by stick or share").add_subparsers(
        required=True, metavar="take"
    )
    parser = verb(
        group,
        "take",
        "take in what clinics wrote into a folder, and write the answers there; safe beside a running server",
        "courier take /media/usb --database sqlite:///county.db",
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="the stick or the share")
    parser.add_argument(
        "--all", action="store_true", help="answers also for devices that came by a stick before"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    place = sticks.place_in(options.folder)
    database = database_of(options)
    intake = take_in(database, place)
    work_off(database)
    devices = dict(intake.devices)
    if options.all:
        devices = answered_later(requests_known(database)) | devices
    done = answer(database, place, devices)
    for name, code in sorted({**intake.refused, **done.refused}.items()):
        warn(f"{name}: {code}")
    entries = sum(brought.entries for brought in intake.devices.values())
    show(
        options,
        f"收到 {len(intake.devices)} 台电脑的 {entries} 条新记录；为 {done.devices} 台电脑写好 {done.files} 个文件。",
        devices=len(intake.devices),
        entries=entries,
        answered=done.devices,
        files=done.files,
        feed_entries=done.entries,
        bytes=done.bytes,
        refused={**intake.refused, **done.refused},
    )
    return 3 if (intake.refused or done.refused) and not done.files else 0
