"""``serve``: the server itself."""

import argparse
import os
from dataclasses import replace
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from sync_server.asgi import application, bring_up_to_date
from sync_server.cli import hub
from sync_server.cli.parts import Verbs, WrongUse, database_of, verb, warn
from sync_server.logs import STYLE, STYLES, begin_logging
from sync_server.publish.founding import authority_of, host_names_of
from sync_server.settings import LOOPBACK, ServerSettings, default_tls_folder
from sync_server.store.county import county_of
from sync_server.store.engine import Database
from sync_server.tls import Files, ssl_files
from sync_server.worker import WorkProcess

_DATABASE = "XYT_DATABASE"  # how further worker processes learn what to serve
_TLS = "XYT_TLS_DIR"  # and where the certificate is whose end they tell


def add_to(verbs: Verbs) -> None:
    parser = verb(verbs, "serve", "run the server", "serve --database sqlite:///county.db --port 8443 --tls")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8443)
    line = parser.add_mutually_exclusive_group()
    line.add_argument("--tls", action="store_true", help="the default")
    line.add_argument("--plain", action="store_true", help="without TLS: only on loopback")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="server processes")
    parser.add_argument("--tls-dir", metavar="DIR", help="where certificate and key are kept")
    parser.add_argument("--log", choices=STYLES, default="text", help="json: one object a line")
    parser.add_argument("--role", choices=("county", "hub"), default="county", help="hub: of one clinic")
    parser.add_argument("--upstream", metavar="URL", help="a hub's county, where its address has changed")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.plain and options.host not in LOOPBACK:
        raise WrongUse(f"--plain only on loopback, not on {options.host}")
    if options.workers < 1 or not 0 <= options.port < 65536:
        raise WrongUse("--workers is at least 1, --port at most 65535")
    os.environ[STYLE] = options.log
    if options.role == "hub":
        return hub.serve(options)
    database = database_of(options)
    with database.reading() as connection:
        county_of(connection)
    settings = ServerSettings(
        database=options.database,
        host=options.host,
        port=options.port,
        tls=not options.plain,
        tls_folder=Path(options.tls_dir) if options.tls_dir else None,
        processes=options.workers,
    )
    files = _files(database, settings) if settings.tls else None
    database.close()
    if options.log == "text":
        warn(f"{settings.public_address()}/console/")
    _serve(settings, files)
    return 0


def _serve(settings: ServerSettings, files: Files | None) -> None:
    begin_logging()
    _bring_up_to_date(settings.database)
    worker = WorkProcess(settings.database)
    worker.start()
    try:
        _answer(replace(settings, works=False), files)
    finally:
        worker.end()


def _bring_up_to_date(url: str) -> None:
    """Before anybody answers or works: two of them would do it twice."""
    database = Database(url)
    bring_up_to_date(database)
    database.close()


def _answer(settings: ServerSettings, files: Files | None) -> None:
    many = settings.processes > 1
    if many:
        os.environ[_DATABASE] = settings.database
        os.environ[_TLS] = str(settings.tls_folder or "")
    uvicorn.run(
        "sync_server.cli.serve:from_environment" if many else application(settings),
        factory=many,
        workers=settings.processes if many else None,
        host=settings.host,
        port=settings.port,
        ssl_certfile=str(files.certificate) if files else None,
        ssl_keyfile=str(files.key) if files else None,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=64 << 10,
    )


def from_environment() -> Starlette:
    """What each of several worker processes serves."""
    begin_logging()
    tls = os.environ.get(_TLS, "")
    settings = ServerSettings(
        database=os.environ[_DATABASE], works=False, tls_folder=Path(tls) if tls else None
    )
    return application(settings)


def _files(database: Database, settings: ServerSettings) -> Files:
    names = host_names_of(database) or ("localhost", "127.0.0.1")
    if settings.host not in (*names, "0.0.0.0", "::"):  # noqa: S104  compared, not listened on
        names = (*names, settings.host)
    return ssl_files(
        settings.tls_folder or default_tls_folder(settings.database), authority_of(database), names
    )
