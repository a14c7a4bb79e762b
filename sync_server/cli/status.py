"""``status``: how the county stands."""

import argparse
from dataclasses import asdict

from clinic_app.domain.time import wall_clock
from sync_server.cli.parts import Verbs, database_of, show, verb
from sync_server.reports.devices import devices, silent
from sync_server.store.county import county_of
from sync_server.store.queries.state import state_of


def add_to(verbs: Verbs) -> None:
    parser = verb(verbs, "status", "how the county stands", "status --database sqlite:///county.db --json")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with database_of(options).reading() as connection:
        county = county_of(connection)
        values = asdict(state_of(connection))
        values["silent_devices"] = len(silent(devices(connection), wall_clock()))
    text = ", ".join(f"{name} {value}" for name, value in values.items())
    show(options, f"{county.name}: {text}", county=county.name, epoch=county.epoch.hex, **values)
    return 0
