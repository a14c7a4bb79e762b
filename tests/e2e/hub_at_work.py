"""A real hub on a port of its own, in a thread of the test's process, under a real county."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import uvicorn

from clinic_app.journal.hub import Sighting
from sync_server.hub.application import application
from sync_server.hub.disk import open_locked
from sync_server.hub.enrolment import become_hub
from sync_server.hub.identity import identity_of, move_upstream
from sync_server.settings import ServerSettings
from sync_server.store.county import county_of
from sync_server.store.engine import Database
from sync_server.store.schema import migrate
from sync_server.tls import put_files
from tests.e2e.county_at_work import CountyAtWork
from tests.server.county import TOWNSHIP


@dataclass(frozen=True)
class HubAtWork:
    id: UUID
    url: str
    database_url: str

    @property
    def sighting(self) -> Sighting:
        return Sighting(self.id, self.url)

    def database(self) -> Database:
        return open_locked(self.database_url, {}, new=False)


def made_hub(folder: Path, county: CountyAtWork, facility: str = TOWNSHIP) -> str:
    """The database of a fresh hub."""
    folder.mkdir(parents=True, exist_ok=True)
    database = open_locked(f"sqlite:///{folder / 'hub.db'}", {}, new=True)
    migrate(database)
    become_hub(database, county.url, county.code(facility), county.ca_pem)
    database.close()
    return database.url


@contextmanager
def hub_at_work(
    folder: Path, county: CountyAtWork, *, database_url: str = "", upstream: str = "", tls: bool = False
) -> Iterator[HubAtWork]:
    """A fresh hub, or an earlier one's database again; `upstream`: where it looks for the county."""
    url = database_url or made_hub(folder, county)
    database = open_locked(url, {}, new=False)
    move_upstream(database, upstream or county.url)
    with database.reading() as connection:
        us = county_of(connection)
    port = free_port()
    identity = identity_of(database)
    files = (
        put_files(folder / "tls", identity.certificate, identity.certificate_key, identity.ca_pem)
        if tls
        else None
    )
    config = uvicorn.Config(
        application(ServerSettings(database=url, port=port, tls=tls), database),
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=1,
        ssl_certfile=str(files.certificate) if files else None,
        ssl_keyfile=str(files.key) if files else None,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < end, "the hub did not start"
        time.sleep(0.02)
    try:
        yield HubAtWork(us.device, f"{'https' if tls else 'http'}://127.0.0.1:{port}", url)
    finally:
        server.should_exit = True
        thread.join(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
