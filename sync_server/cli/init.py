"""``init``: a new county."""

import argparse

from sync_server.cli.parts import Verbs, WrongUse, database_of, password_of, show, verb
from sync_server.console import tables as console_tables
from sync_server.console import users
from sync_server.publish.founding import authority_of, found, require_new
from sync_server.store.engine import Database
from sync_server.tls import fingerprint


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "init",
        "make a county: tables, journal and key, certificate authority, the first console user",
        "init --database sqlite:///county.db --county 漳平市 --admin chen --password-file pw.txt",
    )
    parser.add_argument("--county", required=True, metavar="NAME")
    parser.add_argument("--admin", required=True, metavar="ID", help="the first user of the console")
    parser.add_argument("--admin-name", default="", metavar="NAME")
    parser.add_argument(
        "--host-name",
        action="append",
        default=[],
        metavar="NAME",
        help="a DNS name or address under which clinics reach the server; may be repeated",
    )
    parser.add_argument("--password-file", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if not options.county.strip():
        raise WrongUse("--county is empty")
    password = password_of(options)
    database = database_of(options, new=True)
    require_new(database)
    _first_user(database, options.admin, options.admin_name or options.admin, password)
    county = found(database, options.county.strip(), tuple(options.host_name))
    mark = fingerprint(authority_of(database).cert_pem)
    show(
        options,
        f"{county.name}: authority {mark}",
        county=county.name,
        device=county.device.hex,
        epoch=county.epoch.hex,
        authority=mark,
    )
    return 0


def _first_user(database: Database, user_id: str, name: str, password: str) -> None:
    with database.writing() as connection:
        console_tables.create_tables(connection)
        users.add_user(connection, user_id, name, frozenset({users.Role.ADMINISTRATOR}), password)
