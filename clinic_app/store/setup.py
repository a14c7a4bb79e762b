"""A data folder comes to be, and is opened."""

import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from clinic_app.domain.roles import Role
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.facility import (
    FOUNDER,
    RECOVERY,
    FacilityFounded,
    Person,
    Practice,
    StaffCertified,
)
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.store import local
from clinic_app.store.engine import open_engine, writing
from clinic_app.store.errors import NoStore, StaffExists, StoreExists
from clinic_app.store.journal import DATABASE, Author, Store, open_store, start_run
from clinic_app.store.keys import (
    BadKeyFile,
    KeyHolder,
    Keyring,
    new_person,
    new_recovery_code,
    plain_code,
)
from clinic_app.store.schema import migrate


@dataclass(frozen=True, slots=True)
class NewDevice:
    """What a fresh folder starts with."""

    data_key: bytes
    seed: bytes  # of the device's signing key

    @classmethod
    def make(cls) -> Self:
        return cls(secrets.token_bytes(32), secrets.token_bytes(32))


def build(
    folder: Path,
    device: NewDevice,
    facility: str,
    letter: str,
    people: Iterable[tuple[str, Person]],
    fill: Callable[[Store], None],
    wall: Wall = wall_clock,
    filled_at: Path | None = None,
) -> Store:
    """A folder that is whole or not there: built beside, filled by `fill`, then moved into place.

    `filled_at`: where it is built, if what one try has filled is to stay for the next one of the same device.

    Raises:
        StoreExists: the folder holds something already.
    """
    require_free(folder)
    part = filled_at or folder.with_name(folder.name + ".part")
    goes_on = filled_at is not None and _is_begun(filled_at)
    if not goes_on:
        shutil.rmtree(part, ignore_errors=True)  # left by a set-up that was cut off: nobody has seen it
        part.mkdir(parents=True, mode=0o700)
    engine = open_engine(part / DATABASE, device.data_key)
    try:
        migrate(engine, part, device.data_key)
        if not goes_on:
            _begin(engine, part, device, facility, letter, people)
        fill(Store(part, engine, device.data_key, wall))
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    except BaseException:
        engine.dispose()
        if filled_at is None:
            shutil.rmtree(part, ignore_errors=True)
        raise
    engine.dispose()
    if folder.exists():
        folder.rmdir()
    part.rename(folder)
    return open_store(folder, device.data_key, wall)


def require_free(folder: Path) -> None:
    """Raises:
    StoreExists: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise StoreExists(folder=str(folder))


def _begin(
    engine: sa.Engine,
    part: Path,
    device: NewDevice,
    facility: str,
    letter: str,
    people: Iterable[tuple[str, Person]],
) -> None:
    with writing(engine) as connection:
        local.write(connection, local.DEVICE_SEED, device.seed)
        local.write(connection, local.FACILITY, facility)
        local.write(connection, local.LETTER, letter)
        start_run(connection, public_bytes(private_key(device.seed)), facility)
    keyring = Keyring.create(part)
    keyring.save()  # even without anyone: `fill` may bring the staff by feed
    keyring.follow(people, device.data_key)


def _is_begun(part: Path) -> bool:
    """The keys are written last."""
    try:
        Keyring.load(part)
    except (NoStore, BadKeyFile):
        return False
    return True


def found(
    folder: Path,
    *,
    facility: str,
    name: str,
    inst_lv: str,
    credit_code: str,
    admin: str,
    admin_name: str,
    roles: tuple[Role, ...],
    password: str,
    practice: Practice = FOUNDER,
    wall: Wall = wall_clock,
) -> tuple[Store, KeyHolder, str]:
    """A clinic's first PC: store, device, first administrator; returns the recovery code, shown once.

    Raises:
        StoreExists, WeakPassword
        StaffExists: the id is the recovery code's.
    """
    if admin == RECOVERY:
        raise StaffExists(staff=admin)
    holder, person = new_person(admin, password)
    code = new_recovery_code()
    _, recovery = new_person(RECOVERY, plain_code(code))

    def fill(store: Store) -> None:
        with store.writing(Author.of(holder)) as work:
            work.append(
                FacilityFounded(
                    facility=facility, name=name, inst_lv=inst_lv, credit_code=credit_code, recovery=recovery
                )
            )
            work.append(
                StaffCertified(
                    staff_id=admin,
                    name=admin_name,
                    roles=tuple(role.value for role in roles),
                    person=person,
                    practice=practice,
                )
            )

    people = [(RECOVERY, recovery), (admin, person)]
    return build(folder, NewDevice.make(), facility, "A", people, fill, wall), holder, code


def unlock(folder: Path, staff_id: str, password: str, wall: Wall = wall_clock) -> tuple[Store, KeyHolder]:
    """Open a folder as one of its staff.

    Raises:
        NoStore, UnknownStaff, WrongPassword, BadKeyFile, NotOurs, FileDamaged, NewerStore
    """
    data_key, holder = Keyring.load(folder).open(staff_id, password)
    return open_store(folder, data_key, wall), holder


def unlock_with_code(folder: Path, code: str, wall: Wall = wall_clock) -> tuple[Store, KeyHolder]:
    """Open a folder with the recovery code.

    Raises:
        NoStore, UnknownStaff, WrongPassword, BadKeyFile, NotOurs, FileDamaged, NewerStore
    """
    return unlock(folder, RECOVERY, plain_code(code), wall)
