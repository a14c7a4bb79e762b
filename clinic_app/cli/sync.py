"""`sync`: one full round with the county."""

import argparse
import os
import sys

from clinic_app.cli.opening import DONE, REFUSED, UNREACHABLE, open_clinic, show
from clinic_app.domain.errors import ClinicError, Damaged
from clinic_app.settings import FILE, BadSettings, ClinicSettings
from clinic_app.store.journal import Store
from clinic_app.sync.courier_key import learn_key
from clinic_app.sync.engine import Round, last_round, sync_once
from clinic_app.sync.enrolment import county_of, pace_of
from clinic_app.sync.errors import BadAnswer

_EPILOG = """example: clinic-app sync --json

pushed, pulled (entries), quarantined (entries here that count nowhere), safe (the county holds everything
durably), bytes_up, bytes_down, requests, seconds; exit 4 when the line fails before that: what was done stays
done, and the next round goes on there"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "sync",
        help="push and pull until both sides have everything",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        return sync(clinic.store, args.json)


def sync(store: Store, as_json: bool) -> int:
    from clinic_app.cli import exit_code, told  # the package imports this module

    try:
        done = round_with(store)
    except ClinicError as error:
        if as_json:
            show({**last_round(store), "error": error.code}, True)
        print(told(error), file=sys.stderr)
        if isinstance(error, BadAnswer):
            return UNREACHABLE
        return REFUSED if isinstance(error, Damaged) else exit_code(error)
    show(done.plain(), as_json, _in_words(done))
    return DONE


def round_with(store: Store) -> Round:
    """One round with the county that the store is enrolled with.

    Raises:
        Unavailable: later; the rest as `sync_once`.
    """
    county = county_of(store, pace=pace_of(store, _line_kbit(store)))
    try:
        done = sync_once(store, county)
        learn_key(store, county)
        return done
    finally:
        county.close()


def _line_kbit(store: Store) -> int | None:
    """Of the settings; a file with a mistake stops no round."""
    try:
        return ClinicSettings.load(store.folder / FILE, os.environ).line_kbit
    except BadSettings:
        return None


def _in_words(done: Round) -> str:
    state = "全部已到县里" if done.safe else "还有未到县里的记录"
    flagged = f"，{done.quarantined} 条被退回" if done.quarantined else ""
    return f"已上传 {done.pushed} 条，已下载 {done.pulled} 条{flagged}；{state}（{done.seconds:.1f} 秒）。"
