"""Clinics of a county that runs as a process: a folder each, opened only while a test looks into it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clinic_app.domain.roles import ALL_ROLES
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.store import local
from clinic_app.store.journal import SELF, Store
from clinic_app.store.setup import found
from clinic_app.sync.enrolment import enrol
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN, PASSWORD
from tests.e2e.county_at_work import CountyAtWork
from tests.e2e.townships import Township


@dataclass(frozen=True, slots=True)
class Pc:
    """A clinic's PC; whoever opens it closes it before a process of its own works in the folder."""

    folder: Path

    @contextmanager
    def opened(self) -> Iterator[Township]:
        desk = Township(open_folder(self.folder, ADMIN, PASSWORD))
        try:
            yield desk
        finally:
            desk.clinic.close()

    @contextmanager
    def store(self) -> Iterator[Store]:
        with self.opened() as desk:
            yield desk.clinic.store

    def goes_through(self, url: str) -> None:
        """From now on the county is reached at `url`."""
        with self.store() as store, store.changing() as connection:
            local.write(connection, local.SERVER, url)

    def registers(self, people: int, each: int = 250) -> None:
        """So many new residents in one go, of whom `each` bytes cannot be packed."""
        with self.opened() as desk, desk.clinic.store.writing(desk.clinic.on_duty.author) as work:
            for number in range(people):
                note = secrets.token_hex(each)
                work.append(
                    ResidentRegistered(
                        name=f"张{number}", sex="1", note=note, salt=new_salt(), source="typed"
                    ),
                    SELF,
                )

    def settles(self, bills: int, psn_no: str = "P1") -> None:
        with self.opened() as desk:
            for _ in range(bills):
                desk.settle(psn_no, 1_234)


def enrolled(
    folder: Path, county: CountyAtWork, facility: str, inst_lv: str = "township", *, syncs: bool = True
) -> Pc:
    """A clinic's first PC, which knows what the county has said so far, unless it never `syncs`."""
    store, holder, _ = found(
        folder,
        facility=facility,
        name=facility,
        inst_lv=inst_lv,
        credit_code="",
        admin=ADMIN,
        admin_name="王敏",
        roles=ALL_ROLES,
        password=PASSWORD,
    )
    enrol(store, holder, county.url, county.code(facility))
    store.close()
    pc = Pc(folder)
    if syncs:
        with pc.opened() as desk:
            desk.sync()
    return pc
