"""`status`: how this PC stands."""

import argparse
import json
import shutil

from clinic_app import __version__
from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.devices.pcsc import Context
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.time import iso
from clinic_app.store import local
from clinic_app.store.exchange import unsent
from clinic_app.store.rows import own_runs
from clinic_app.store.schema import head
from clinic_app.store.snapshot import filling


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "status", help="entries, unsent, last sync, readers, disk", epilog="example: clinic-app status --json"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        store = clinic.store
        with store.reading() as connection:
            waiting = unsent(connection)
            entries = sum(run.head_seq for run in own_runs(connection))
            last_sync = local.read_text(connection, local.LAST_SYNC)
            backup = local.read_text(connection, local.LAST_BACKUP)
            fills = filling(connection)
    disk = shutil.disk_usage(store.folder)
    last = json.loads(last_sync) if last_sync else None
    result = {
        "version": __version__,
        "schema": head(),
        "facility": store.facility,
        "device": store.device.hex,
        "entries": entries,
        "unsent": waiting.count,
        "oldest_unsent": None if waiting.oldest_ms is None else iso(waiting.oldest_ms),
        "last_sync": last,
        "snapshot": None if fills is None else {"done": fills.done, "of": fills.of},
        "clock_skew": None if last is None else last.get("skew_ms"),
        "last_backup": backup or None,
        "readers": readers(),
        "disk": {"free": disk.free, "total": disk.total},
    }
    show(result, args.json, "\n".join(f"{name}: {value}" for name, value in result.items()))
    return DONE


def readers() -> dict[str, object]:
    """The card readers, or why there are none."""
    try:
        with Context() as context:
            return {"names": list(context.readers()), "error": None}
    except ClinicError as error:
        return {"names": [], "error": error.code}
