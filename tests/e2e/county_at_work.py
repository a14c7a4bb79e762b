"""The real county server on a port of its own, in a thread of the test's process."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import uvicorn

from clinic_app.store.journal import Store
from sync_server.asgi import application
from sync_server.publish.enrolments import new_code
from sync_server.publish.founding import authority_of
from sync_server.settings import ServerSettings
from sync_server.store.engine import Database
from sync_server.store.tables import journal_entry
from sync_server.tls import ssl_files
from tests.server.county import founded


@dataclass
class CountyAtWork:
    url: str
    database_url: str
    ca_pem: bytes

    def database(self) -> Database:
        return Database(self.database_url)

    def code(self, facility: str) -> str:
        return new_code(self.database(), facility)

    def journal_of(self, store: Store) -> dict[str, list[bytes]]:
        """What the county holds of one device, run by run: headers and bodies."""
        from sync_server.store.queries.entries import all_entries

        found: dict[str, list[bytes]] = {}
        with self.database().reading() as connection:
            for arrived in all_entries(connection):
                entry = arrived.entry
                if entry.device == store.device:
                    whole = entry.header() + (entry.body or b"")
                    found.setdefault(str(entry.incarnation), []).append(whole)
        return found

    def count(self) -> int:
        with self.database().reading() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(journal_entry)) or 0


@contextmanager
def at_work(folder: Path, *, tls: bool = False, database_url: str = "") -> Iterator[CountyAtWork]:
    """A county with the facilities of `tests.server.county.founded`, or an earlier one's database again."""
    url = database_url or f"sqlite:///{folder / 'county.db'}"
    database = Database(url) if database_url else founded(url)
    authority = authority_of(database)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = ServerSettings(database=url, port=port, tls=tls)
    files = ssl_files(folder / "tls", authority, ("127.0.0.1",)) if tls else None
    config = uvicorn.Config(
        application(settings, database),
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=1,  # a long poll does not hold the end up
        ssl_certfile=str(files.certificate) if files else None,
        ssl_keyfile=str(files.key) if files else None,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < end, "the county did not start"
        time.sleep(0.02)
    try:
        yield CountyAtWork(f"{'https' if tls else 'http'}://127.0.0.1:{port}", url, authority.cert_pem)
    finally:
        server.should_exit = True
        thread.join(20)
