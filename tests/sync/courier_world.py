"""Clinic PCs, a county, and sticks that are carried between them."""

import shutil
from pathlib import Path

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal import sticks
from clinic_app.journal.entry import Entry
from clinic_app.store import epochs, local
from clinic_app.store.exchange import unsent
from clinic_app.store.journal import Store
from clinic_app.store.rebuild import rebuild
from clinic_app.store.setup import NewDevice, build
from clinic_app.store.verify import verify
from clinic_app.sync import courier_in, courier_out
from clinic_app.sync.courier_in import Taken
from clinic_app.sync.courier_key import keep_key
from clinic_app.sync.courier_out import Written
from sync_server.intake.courier import Intake, requests_known, take_in
from sync_server.publish.courier import Answered, answer, answered_later
from sync_server.publish.enrolments import Application, enrol, new_code
from sync_server.store.county import County, county_of
from sync_server.store.engine import Database
from sync_server.store.queries.entries import all_entries
from sync_server.worker import work_off
from tests.server.county import TOWNSHIP, founded
from tests.sync.doings import held
from tests.sync.fake_county import Clock


class CourierWorld:
    """A county without a line: everything goes by files."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.clock = Clock(wall_clock())
        self.database: Database = founded(url or f"sqlite:///{folder / 'county.db'}")
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.stores: list[Store] = []

    @property
    def county(self) -> County:
        with self.database.reading() as connection:
            return county_of(connection)

    @property
    def place(self) -> Path:
        return self.stick / sticks.FOLDER

    def pc(self, name: str, facility: str = TOWNSHIP) -> Store:
        letter = name.upper()[:1]
        store = build(self.folder / name, NewDevice.make(), facility, letter, (), lambda _: None, self.clock)
        enrol_by_hand(self.database, store)
        self.stores.append(store)
        return store

    def out(self, store: Store, stick: Path | None = None) -> Written:
        return courier_out.write(store, stick or self.stick)

    def at_county(self, stick: Path | None = None, *, all_devices: bool = False) -> tuple[Intake, Answered]:
        return carried_to(self.database, stick or self.stick, self.clock, all_devices=all_devices)

    def back(self, store: Store, stick: Path | None = None) -> Taken:
        return courier_in.take(store, stick or self.stick)

    def trip(self, *stores: Store) -> None:
        """One stick to the county and back."""
        for store in stores:
            self.out(store)
        self.at_county()
        for store in stores:
            self.back(store)

    def files(self, way: str) -> list[Path]:
        return sorted(self.place.glob(f"{way}-*"))

    def kept_aside(self, name: str) -> Path:
        """A copy of the stick as it is now."""
        return Path(shutil.copytree(self.stick, self.folder / name))

    def journal_of(self, store: Store) -> dict[str, list[bytes]]:
        found: dict[str, list[bytes]] = {}
        with self.database.reading() as connection:
            for arrived in all_entries(connection):
                entry: Entry = arrived.entry
                if entry.device == store.device:
                    found.setdefault(str(entry.incarnation), []).append(entry.header() + (entry.body or b""))
        return found

    def agree(self, *stores: Store) -> None:
        """Both journals are equal byte for byte, everything is safe, and the tables are what the journals say."""
        for store in stores:
            assert held(store) == self.journal_of(store)
            with store.reading() as connection:
                assert unsent(connection).count == 0
            verify(store)
            assert rebuild(store, check=True).different == ()

    def close(self) -> None:
        for store in self.stores:
            store.close()
        self.database.close()


def enrol_by_hand(database: Database, store: Store) -> None:
    """What an enrolment over the line leaves on both sides."""
    code = new_code(database, store.facility)
    application = Application(
        code=code,
        device_key=store.public_key,
        facility="",
        admin="P001",
        admin_key=store.public_key,
        proof=store.device_key.sign(b"xyt-enrol-1" + code.encode()),
    )
    answer = enrol(database, application)
    with store.changing() as connection:
        local.write(connection, local.SERVER, "http://127.0.0.1:1")
        local.write(connection, local.COUNTY, answer.county)
        local.write(connection, local.COUNTY_KEY, answer.county_key)
        keep_key(connection, answer.courier_key)
        epochs.begin_epoch(connection, answer.epoch)


def carried_to(
    database: Database, stick: Path, wall: Wall = wall_clock, *, all_devices: bool = False
) -> tuple[Intake, Answered]:
    """The county has the stick: what `courier take` does."""
    place = sticks.place_in(stick)
    intake = take_in(database, place, wall)
    work_off(database, wall)
    devices = dict(intake.devices)
    if all_devices:
        devices = answered_later(requests_known(database)) | devices
    return intake, answer(database, place, devices, wall)
