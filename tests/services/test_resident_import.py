"""A clinic's own register taken over: good rows by hundreds, the others reported, twice does no harm."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from openpyxl import Workbook

from clinic_app.domain.made_up import made_up_people
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.services.register_import import read_register
from clinic_app.services.resident_import import ROWS_AT_ONCE
from clinic_app.store.setup import found
from clinic_app.wiring import Clinic, open_folder

PASSWORD = "xinqiao-2026"
HEADER = ("姓名", "性别", "身份证号", "出生日期", "联系电话", "住址", "社保卡号")
PEOPLE = tuple(islice(made_up_people(5, date(2026, 1, 1)), 450))


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    store, _, _ = found(
        tmp_path / "data",
        facility="350881001",
        name="新桥卫生院",
        inst_lv="township",
        credit_code="",
        admin="P001",
        admin_name="王晓明",
        roles=(Role.ADMINISTRATOR, Role.REGISTRAR),
        password=PASSWORD,
    )
    store.close()
    clinic = open_folder(tmp_path / "data", "P001", PASSWORD)
    yield clinic
    clinic.close()


def sheet(path: Path, rows) -> Path:
    book = Workbook()
    book.active.append(HEADER)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def row(one, **given):
    values = {
        "name": one.name,
        "sex": "男" if one.sex == "1" else "女",
        "id_number": one.id_number,
        "birth": one.birth_date.isoformat(),
        "phone": one.phone,
        "address": one.address,
        "card": one.card_number,
    }
    return tuple((values | given).values())


def take_over(clinic: Clinic, path: Path, progress=lambda _: None):
    rows = read_register(path, {}, clinic.residents.today())
    return clinic.resident_import.import_register(clinic.on_duty, rows, progress)


def test_good_rows_are_registered_with_their_cards(clinic, tmp_path):
    done = take_over(clinic, sheet(tmp_path / "a.xlsx", map(row, PEOPLE[:3])))
    assert (done.rows, done.registered, done.known, done.left) == (3, 3, 0, ())
    (found_one,) = clinic.residents.of_card(PEOPLE[0].id_number, "")
    assert (found_one.name, found_one.id_verified) == (PEOPLE[0].name, "typed")
    assert found_one.cards[0].number == PEOPLE[0].card_number
    assert [one.id for one in clinic.residents.find(PEOPLE[0].id_number[-4:])] == [found_one.id]


def test_doubtful_and_bad_rows_are_reported_and_left(clinic, tmp_path):
    wrong = PEOPLE[1].id_number[:-1] + ("1" if PEOPLE[1].id_number[-1] != "1" else "2")
    rows = [row(PEOPLE[0]), row(PEOPLE[1], id_number=wrong), ("", "", "", "", "139", "", ""), row(PEOPLE[0])]
    done = take_over(clinic, sheet(tmp_path / "a.xlsx", rows))
    assert done.registered == 1
    assert [(one.line, one.state) for one in done.left] == [(3, "doubtful"), (4, "bad"), (5, "doubtful")]
    assert done.left[2].same_as_line == 2
    assert clinic.residents.of_card(wrong, "") == []


def test_the_same_file_again_changes_nothing(clinic, tmp_path):
    nameless_number = row(PEOPLE[9], id_number="")
    path = sheet(tmp_path / "a.xlsx", [*map(row, PEOPLE[:3]), nameless_number])
    first = take_over(clinic, path)
    entries = clinic.status.standing().unsent
    again = take_over(clinic, path)
    assert (first.registered, again.registered, again.known) == (4, 0, 4)
    assert clinic.status.standing().unsent == entries


def test_a_long_register_goes_in_by_hundreds(clinic, tmp_path):
    heard: list[int] = []
    done = take_over(clinic, sheet(tmp_path / "a.xlsx", map(row, PEOPLE)), heard.append)
    assert heard == [ROWS_AT_ONCE, 2 * ROWS_AT_ONCE, len(PEOPLE)]
    assert done.registered == len(PEOPLE)


def test_a_failing_file_keeps_what_was_written(clinic):
    def rows():
        from clinic_app.domain.register import RegisterRow

        for at, one in enumerate(PEOPLE[: ROWS_AT_ONCE + 1]):
            yield RegisterRow(
                line=at + 2, name=one.name, sex=one.sex, birth_date=one.birth_date, id_number=one.id_number
            )
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="stick"):
        clinic.resident_import.import_register(clinic.on_duty, rows())
    assert clinic.residents.of_card(PEOPLE[0].id_number, "")
    assert not clinic.residents.of_card(PEOPLE[ROWS_AT_ONCE].id_number, "")


def test_a_cashier_may_not(clinic, tmp_path):
    clinic.staff.add(clinic.on_duty, "P002", "收费员", frozenset({Role.CASHIER}), PASSWORD)
    by, _ = clinic.duty.sign_in("P002", PASSWORD)
    with pytest.raises(NotAllowed):
        clinic.resident_import.import_register(by, [])
