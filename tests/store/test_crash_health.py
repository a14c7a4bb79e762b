"""Killed while a household signs, a form is filed with its photograph, a pack is made and pictured, a file of doses
or of readings comes in: nothing is half, nothing that was confirmed is missing, nothing is there twice."""

import random
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.journal.facts.contracts import ContractSigned
from clinic_app.projections.tables.contracts import contract
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.immunization import vaccination
from clinic_app.projections.tables.readings import reading
from clinic_app.projections.tables.rounds import round_sheet, sheet_picture
from clinic_app.store.pictures import kept
from clinic_app.store.rebuild import rebuild
from clinic_app.store.tables import entry
from clinic_app.store.verify import verify
from clinic_app.wiring import Clinic, open_folder
from tests.clinics import ADMIN, PASSWORD
from tests.store import crash_worker_health
from tests.store.crash_worker_health import HOUSEHOLD, look
from tests.store.test_crash import start

ROUNDS = 6


def require_whole(clinic: Clinic) -> None:
    with clinic.store.reading() as connection:

        def counted(column: sa.Column[UUID]) -> Counter[object]:
            return Counter(connection.scalars(sa.select(column)))

        signed = connection.scalar(
            sa.select(sa.func.count()).select_from(entry).where(entry.c.type == ContractSigned.type)
        )
        assert signed == sum(counted(contract.c.resident).values())
        assert signed and signed % HOUSEHOLD == 0, "a household signed by halves"
        for whose in (contract.c.resident, vaccination.c.resident, reading.c.resident):
            assert set(counted(whose).values()) == {1}
        doses = connection.scalar(sa.select(sa.func.count()).select_from(vaccination))
        assert doses and doses % HOUSEHOLD == 0, "a file of doses was booked by halves"
        assert set(counted(round_sheet.c.pack).values()) == {HOUSEHOLD}
        references = connection.scalars(
            sa.select(form_record.c.filled).where(form_record.c.form == "tele_order")
        )
        digests = [text.partition("sha256:")[2][:64] for text in references]
        pictures = list(connection.scalars(sa.select(sheet_picture.c.digest)))
        assert digests and pictures
        assert [one for one in (*digests, *pictures) if kept(connection, one) is None] == []


@pytest.mark.slow
def test_public_health_killed_at_any_moment_is_whole(clinic: Clinic, tmp_path: Path) -> None:
    folder, hut, dice = clinic.store.folder, tmp_path / "hut", random.Random(20261123)
    hut.mkdir()
    clinic.close()
    confirmed: set[UUID] = set()
    for turn in range(ROUNDS):
        worker = start(crash_worker_health.main, folder, hut, turn)
        assert worker.line.recv_bytes() == b""
        heard = [
            worker.line.recv_bytes() for _ in range(dice.randrange(8, 24))
        ]  # acts, however slow the machine
        worker.process.kill()
        confirmed |= {UUID(bytes=one) for one in (*heard, *worker.hear())}
        worker.process.join()
        assert worker.process.exitcode == -9
        reopened = open_folder(folder, ADMIN, PASSWORD)
        try:
            verify(reopened.store)
            assert rebuild(reopened.store, check=True).different == ()
            assert [one for one in confirmed if reopened.store.entry(one) is None] == []
            while look(reopened, hut):
                pass
            for doses in tmp_path.glob("doses-*.csv"):
                reopened.vaccine_exchange.take_in(reopened.on_duty, doses)
            require_whole(reopened)
        finally:
            reopened.close()
