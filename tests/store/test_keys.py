"""Who can open the folder, and what a stranger sees of it."""

import shutil
import sqlite3

import pytest

from clinic_app.domain.roles import Role
from clinic_app.journal.facts.facility import Person
from clinic_app.services.staff import LastAdministrator
from clinic_app.store.duty import LeftStaff, sign_in
from clinic_app.store.errors import NotOurs, StaffExists, StoreExists
from clinic_app.store.keys import BadKeyFile, Keyring, UnknownStaff, WeakPassword, WrongPassword, new_person
from clinic_app.store.setup import unlock, unlock_with_code
from clinic_app.wiring import open_folder
from tests.clinics import ADMIN, PASSWORD, made_template, resident


def test_a_wrong_password_opens_nothing(clinic):
    with pytest.raises(WrongPassword):
        unlock(clinic.store.folder, ADMIN, PASSWORD + "!")
    with pytest.raises(UnknownStaff):
        unlock(clinic.store.folder, "P999", PASSWORD)


def test_neither_names_nor_keys_stand_in_the_files(clinic):
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(resident("欧阳娜娜", id_number="350881190102030019"), "self")
    clinic.close()
    for file in clinic.store.folder.iterdir():
        data = file.read_bytes()
        assert "欧阳娜娜".encode() not in data
        assert b"350881190102030019" not in data
        assert clinic.store.data_key not in data and clinic.store.data_key.hex().encode() not in data
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(clinic.store.folder / "clinic.db").execute("select * from entry")


def test_a_new_colleague_signs_in_with_her_own_roles(clinic):
    clinic.staff.add(clinic.on_duty, "P002", "李华", frozenset({Role.CASHIER}), "another-pass")
    store, _, duty = sign_in(clinic.store.folder, "P002", "another-pass")
    assert duty.roles == {Role.CASHIER} and duty.name == "李华"
    store.close()
    with pytest.raises(StaffExists):
        clinic.staff.add(clinic.on_duty, "P002", "李华", frozenset({Role.CASHIER}), "another-pass")


def test_a_reset_password_replaces_the_old_one(clinic):
    clinic.staff.add(clinic.on_duty, "P002", "李华", frozenset({Role.DOCTOR}), "first-pass")
    clinic.staff.reset_password(clinic.on_duty, "P002", "second-pass")
    with pytest.raises(WrongPassword):
        unlock(clinic.store.folder, "P002", "first-pass")
    open_folder(clinic.store.folder, "P002", "second-pass").close()


def test_who_left_is_kept_out(clinic):
    clinic.staff.add(clinic.on_duty, "P002", "李华", frozenset({Role.DOCTOR}), "another-pass")
    clinic.staff.change(clinic.on_duty, "P002", frozenset({Role.DOCTOR}), active=False)
    with pytest.raises((UnknownStaff, LeftStaff)):
        sign_in(clinic.store.folder, "P002", "another-pass")


def test_the_last_administrator_cannot_leave(clinic):
    with pytest.raises(LastAdministrator):
        clinic.staff.change(clinic.on_duty, ADMIN, frozenset({Role.DOCTOR}))


def test_the_recovery_code_opens_the_folder_and_gives_a_new_password(clinic, recovery_code):
    from clinic_app.services.staff import StaffService
    from clinic_app.store.duty import duty_of

    store, holder = unlock_with_code(clinic.store.folder, recovery_code.lower().replace("-", " "))
    StaffService(store).reset_password(duty_of(store, holder), ADMIN, "brand-new-pass")
    store.close()
    open_folder(clinic.store.folder, ADMIN, "brand-new-pass").close()
    with pytest.raises(WrongPassword):
        unlock_with_code(clinic.store.folder, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")


def test_a_short_password_is_refused(clinic):
    with pytest.raises(WeakPassword):
        clinic.staff.add(clinic.on_duty, "P003", "赵", frozenset({Role.DOCTOR}), "short")


def test_a_foreign_or_damaged_database_is_told_and_left_alone(clinic):
    clinic.close()
    path = clinic.store.folder / "clinic.db"
    foreign = b"SQLite format 3\0" + bytes(8176)
    path.write_bytes(foreign)
    for beside in clinic.store.folder.glob("clinic.db-*"):
        beside.unlink()
    with pytest.raises(NotOurs):
        open_folder(clinic.store.folder, ADMIN, PASSWORD)
    assert path.read_bytes() == foreign


def test_a_damaged_key_file_is_told(clinic):
    (clinic.store.folder / "keys.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadKeyFile):
        Keyring.load(clinic.store.folder)


def test_a_folder_in_use_is_never_set_up_again(clinic):
    with pytest.raises(StoreExists):
        made_template(clinic.store.folder)


def test_a_set_up_that_was_cut_off_can_be_done_again(tmp_path):
    cut_off = tmp_path / "clinic.part"
    cut_off.mkdir()
    (cut_off / "clinic.db").write_bytes(b"half")
    assert made_template(tmp_path / "clinic")
    shutil.rmtree(tmp_path / "clinic")


@pytest.mark.parametrize("exchange_key", [b"short", bytes(32)], ids=["too short", "of no curve"])
def test_a_colleague_with_a_broken_key_keeps_nobody_else_out(tmp_path, exchange_key):
    _, good = new_person("P002", "another good one")
    broken = Person(public_key=b"x" * 32, exchange_key=exchange_key, salt=b"s" * 16, wrapped=b"w" * 60)
    keyring = Keyring.create(tmp_path)
    keyring.follow([("M001", broken), ("P002", good)], bytes(32))
    assert list(Keyring.load(tmp_path).slots) == ["P002"]


def test_nobody_takes_the_recovery_codes_place(clinic):
    with pytest.raises(StaffExists):
        clinic.staff.add(clinic.on_duty, "recovery", "某人", frozenset({Role.DOCTOR}), "a good password")
