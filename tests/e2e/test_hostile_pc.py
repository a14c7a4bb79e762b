"""A PC of the clinic whose user changes the program: what it says about colleagues, and what stops nobody."""

import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests

from clinic_app.domain.roles import Role
from clinic_app.journal.facts.facility import StaffCertified
from clinic_app.journal.facts.outpatient import PrescriptionIssued
from clinic_app.projections.queries.facility import member
from clinic_app.services.staff import StaffService
from clinic_app.store.duty import duty_of
from clinic_app.store.journal import Author, Store
from clinic_app.store.keys import KeyHolder, UnknownStaff, new_person
from clinic_app.store.rebuild import rebuild
from clinic_app.store.setup import unlock, unlock_with_code
from sync_server.limits import MAX_PUSHES
from sync_server.store.queries import held
from tests.e2e.county_at_work import CountyAtWork
from tests.e2e.test_sync_county import PASSWORD, alone, enrolled, joined, synced

__all__ = ["alone"]


def reasons(county: CountyAtWork) -> list[str]:
    with county.database().reading() as connection:
        return [item.reason for item in held.unreleased(connection)]


def registrars_pc(tmp_path: Path, county: CountyAtWork) -> tuple[Store, KeyHolder, Store, KeyHolder]:
    """An administrator's PC, and another one at which a registrar sits."""
    here, admin, _ = enrolled(tmp_path / "a", county)
    StaffService(here).add(duty_of(here, admin), "R002", "李华", frozenset({Role.REGISTRAR}), "registrar 2")
    synced(here)
    joined(tmp_path / "b", county).close()
    there, registrar = unlock(tmp_path / "b", "R002", "registrar 2")
    return here, admin, there, registrar


def certify(store: Store, by: KeyHolder, staff_id: str, roles: tuple[str, ...]) -> None:
    _, person = new_person(staff_id, "a new password")
    with store.writing(Author.of(by)) as work:
        work.append(StaffCertified(staff_id=staff_id, name="x", roles=roles, person=person))


def test_whom_no_administrator_certified_opens_no_other_pc(tmp_path, alone) -> None:
    here, _, there, registrar = registrars_pc(tmp_path, alone)
    certify(there, registrar, "M666", ("administrator",))
    certify(there, registrar, "R002", ("administrator",))
    certify(there, KeyHolder("P001", bytes(32)), "M667", ("doctor",))
    synced(there)
    synced(here)
    with here.reading() as connection:
        assert member(connection, here.facility, "R002").roles == {Role.REGISTRAR}
    assert rebuild(here, check=True).different == ()
    for store in (here, there):
        store.close()
    for stranger in ("M666", "M667"):
        with pytest.raises(UnknownStaff):
            unlock(tmp_path / "a", stranger, "a new password")
    unlock(tmp_path / "a", "R002", "registrar 2")[0].close()
    assert reasons(alone) == ["staff.not_allowed", "staff.not_allowed", "journal.bad_author_signature"]


def test_whom_an_administrator_certified_opens_every_pc(tmp_path, alone) -> None:
    here, _, there, _ = registrars_pc(tmp_path, alone)
    there.close()
    there, admin = unlock(tmp_path / "b", "P001", PASSWORD)
    certify(there, admin, "D003", ("doctor",))
    synced(there)
    synced(here)
    here.close()
    there.close()
    unlock(tmp_path / "a", "D003", "a new password")[0].close()


def test_what_the_recovery_code_did_counts_at_the_county_and_on_the_other_pcs(tmp_path, alone) -> None:
    store, _, code = enrolled(tmp_path / "a", alone)
    synced(store)
    other = joined(tmp_path / "b", alone)
    store.close()
    store, recovery = unlock_with_code(tmp_path / "a", code)
    StaffService(store).reset_password(duty_of(store, recovery), "P001", "new password")
    store.close()
    store, holder = unlock(tmp_path / "a", "P001", "new password")
    with store.writing(Author.of(holder)) as work:
        work.append(PrescriptionIssued(visit_id=uuid4(), lines=()), uuid4())
    synced(store)
    assert reasons(alone) == []
    synced(other)
    other.close()
    unlock(tmp_path / "b", "P001", "new password")[0].close()
    store.close()


def test_strangers_who_never_finish_a_request_hold_up_nobodys_push(tmp_path, alone) -> None:
    store, _, _ = enrolled(tmp_path / "a", alone)
    server = urlsplit(alone.url)
    head = "POST /v1/journals/{} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\nx"
    with ExitStack() as open_ones:
        for _ in range(MAX_PUSHES):
            line = socket.create_connection((server.hostname, server.port))
            open_ones.enter_context(line)
            line.sendall(head.format(uuid4().hex).encode())
        assert synced(store).safe
    store.close()


def test_a_push_whose_token_has_run_out_hears_so_after_its_whole_body(tmp_path, alone) -> None:
    store, _, _ = enrolled(tmp_path / "a", alone)
    answer = requests.post(f"{alone.url}/v1/journals/{store.device.hex}", data=bytes(6 << 20), timeout=30)
    assert (answer.status_code, answer.json()["error"]) == (401, "server.no_token")
    store.close()
