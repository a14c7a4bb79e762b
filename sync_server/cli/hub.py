"""``hub init``: this PC becomes its clinic's hub.  ``serve --role hub`` then runs it."""

import argparse
import os
from pathlib import Path

import sqlalchemy as sa
import uvicorn

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.hub import host_name_of
from sync_server.cli.parts import Verbs, WrongUse, show, verb, warn
from sync_server.hub.application import application, open_hub
from sync_server.hub.disk import open_locked
from sync_server.hub.enrolment import become_hub, certify
from sync_server.hub.identity import identity_of, move_upstream, require_new
from sync_server.hub.upstream import Upstream, address_of
from sync_server.logs import begin_logging
from sync_server.settings import LOOPBACK, ServerSettings
from sync_server.store.county import County, county_of
from sync_server.store.engine import BadDatabaseUrl, Database
from sync_server.store.schema import migrate
from sync_server.tls import Files, due_for_renewal, put_files


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("hub", help="the hub of a clinic with many PCs").add_subparsers(
        required=True, metavar="init"
    )
    init = verb(
        group,
        "init",
        "enrol this PC as its clinic's hub with a one-time code of the county",
        "hub init --server https://sync.zhangping.example:8443 --code ABCD…-0123456789ab --database sqlite:///hub.db",
    )
    init.add_argument("--server", required=True, metavar="URL", help="the county's address")
    init.add_argument("--code", required=True, help="from the county: device code FACILITY")
    init.add_argument(
        "--ca", metavar="FILE", help="the county's authority (PEM), where it cannot be asked for"
    )
    init.add_argument("--json", action="store_true")
    init.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    database = hub_database(options, new=True)
    migrate(database)
    require_new(database)
    ca_pem = Path(options.ca).read_bytes() if options.ca else None
    hub, identity = become_hub(database, options.server, options.code, ca_pem)
    show(
        options,
        f"{hub.name} {identity.facility}: hub {hub.device.hex}",
        hub=hub.device.hex,
        facility=identity.facility,
        name=hub.name,
        upstream=identity.upstream,
    )
    return 0


def hub_database(options: argparse.Namespace, *, new: bool = False) -> Database:
    """The hub's encrypted database: one file beside its server, for one process; only a `new` one gets a key.

    Raises:
        BadDatabaseUrl: not SQLite.
        NoHubKey
    """
    url = options.database or "sqlite:///hub.db"
    if not url.startswith("sqlite"):
        raise BadDatabaseUrl(url=url)
    return open_locked(url, os.environ, new=new)


def serve(options: argparse.Namespace) -> int:
    """``serve --role hub``."""
    from sync_server.hub.announce import Announcement

    if options.workers != 1:
        raise WrongUse("a hub is one process: --workers 1")
    database = hub_database(options)
    open_hub(database)
    if options.upstream:
        move_upstream(database, address_of(options.upstream))
    with database.reading() as connection:
        hub = county_of(connection)
    settings = ServerSettings(
        database=database.url, host=options.host, port=options.port, tls=not options.plain
    )
    files = _files(database, hub, options) if settings.tls else None
    announcement = Announcement(
        hub.device,
        options.host,
        options.port,
        plain=options.plain,
        interfaces=("127.0.0.1",) if options.host in LOOPBACK else (),
    )
    warn(f"{settings.public_address()}  hub {hub.device.hex}")
    begin_logging()
    announcement.begin()
    try:
        uvicorn.run(
            application(settings, database),
            host=options.host,
            port=options.port,
            ssl_certfile=str(files.certificate) if files else None,
            ssl_keyfile=str(files.key) if files else None,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=64 << 10,
        )
    finally:
        announcement.end()
    return 0


def _files(database: Database, hub: County, options: argparse.Namespace) -> Files:
    """The certificate that the county gave; a new one when there is none yet or it ends soon."""
    identity = identity_of(database)
    if not identity.certificate or due_for_renewal(identity.certificate, (host_name_of(hub.device),)):
        upstream = Upstream(identity.upstream, identity.ca_pem, hub.device, hub.key)
        try:
            certify(database, upstream, hub)
        except ClinicError as error:
            if not identity.certificate:
                raise
            warn(f"the certificate could not be renewed: {error.code}")
        finally:
            upstream.close()
        identity = identity_of(database)
    path = Path(sa.make_url(database.url).database or "hub.db")
    folder = Path(options.tls_dir) if options.tls_dir else path.parent / f"{path.stem}-tls"
    return put_files(folder, identity.certificate, identity.certificate_key, identity.ca_pem)
