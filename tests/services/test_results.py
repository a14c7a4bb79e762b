"""仪器结果: what lies in the folder fills a report, is moved when it is reported, and is never filed by itself."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic_app.devices.drop_folder import FolderAway
from clinic_app.domain.examinations.errors import NoExamination
from clinic_app.projections.queries.examinations import Examination
from clinic_app.projections.tables.examinations import examination
from clinic_app.services.examinations import Result
from clinic_app.services.results import Incoming, ResultsService
from clinic_app.store.pinyin import readings
from tests.devices.test_dicom import STUDY, picture
from tests.services.test_examinations import BLOOD, XRAY, ordered, seen
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

VALUES = [("6690-2", "WBC", "12.41", "10*9/L"), ("718-7", "HGB", "131", "g/L")]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def results(day: ClinicDay, inbox: Path) -> ResultsService:
    return ResultsService(day.clinic.store, inbox)


def message(number: str, values: list[tuple[str, str, str, str]] = VALUES, patient: str = "") -> bytes:
    lines = [r"MSH|^~\&|BC-5390|Mindray|||20261122101500||ORU^R01|42|P|2.3.1"]
    lines += [patient] * bool(patient) + [f"OBR|1||{number}|CBC"]
    lines += [f"OBX|{at}|NM|{c}^{n}||{v}|{u}|||||F" for at, (c, n, v, u) in enumerate(values, 1)]
    return "\r".join(lines).encode()


def lay(day: ClinicDay, path: Path, data: bytes, ago_ms: int = 60_000) -> Path:
    """A file as an instrument leaves it, `ago_ms` before now."""
    path.write_bytes(data)
    return aged(day, path, ago_ms)


def aged(day: ClinicDay, path: Path, ago_ms: int = 60_000) -> Path:
    at = (day.clinic.store.wall() - ago_ms) * 1_000_000
    os.utime(path, ns=(at, at))
    return path


def sign(day: ClinicDay, one: Incoming) -> None:
    assert one.order is not None
    lines = day.clinic.examinations.judged(one.order, one.values)
    result = Result(examination_id=one.order.id, lines=lines, source=one.source, study_uid=one.study_uid)
    day.clinic.examinations.report(day.clinic.on_duty, result)


def test_a_file_finds_its_order_by_the_slips_number(day: ClinicDay, inbox: Path, results: ResultsService):
    [order] = ordered(day, seen(day), BLOOD)
    lay(day, inbox / "1.hl7", message(order.number))
    [one] = results.look().incoming
    assert one.order is not None and one.order.id == order.id
    assert one.values == {"wbc": "12.41", "hgb": "131"}
    assert not day.clinic.examinations.reports(order.id)


def test_a_reported_file_goes_to_done_and_the_same_again_too(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    [order] = ordered(day, seen(day), BLOOD)
    lay(day, inbox / "1.hl7", message(order.number))
    sign(day, results.look().incoming[0])
    assert not results.look().incoming and (inbox / "done" / "1.hl7").exists()
    lay(day, inbox / "1.hl7", message(order.number), ago_ms=3_000)
    assert not results.look().incoming and len(list((inbox / "done").glob("1*.hl7"))) == 2


def test_a_later_file_with_another_value_asks_for_a_correction(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    [order] = ordered(day, seen(day), BLOOD)
    lay(day, inbox / "1.hl7", message(order.number))
    sign(day, results.look().incoming[0])
    day.clock.pass_minutes(10)
    lay(day, inbox / "2.hl7", message(order.number, [("6690-2", "WBC", "13.0", "10*9/L")]), ago_ms=3_000)
    [one] = results.look().incoming
    assert one.file == "2.hl7" and one.values == {"wbc": "13.0"}


def test_a_number_that_nobody_has_waits_for_a_person(day: ClinicDay, inbox: Path, results: ResultsService):
    lay(day, inbox / "1.hl7", message("999999999999"))
    [one] = results.look().incoming
    assert (one.order, one.number) == (None, "999999999999")
    results.done(one)
    assert not results.look().incoming and (inbox / "done" / "1.hl7").exists()


def test_what_no_item_stands_against_is_told_and_another_unit_is_not_converted(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    [order] = ordered(day, seen(day), BLOOD)
    odd = [("MXD", "MXD", "0.61", "10*9/L"), ("718-7", "HGB", "8.1", "mmol/L"), *VALUES[:1]]
    lay(day, inbox / "1.hl7", message(order.number, odd))
    [one] = results.look().incoming
    assert one.values == {"wbc": "12.41"} and one.unknown == ("MXD 0.61 10*9/L", "HGB 8.1 mmol/L")


def test_the_laboratorys_own_codes_come_first(day: ClinicDay, inbox: Path, results: ResultsService):
    [order] = ordered(day, seen(day), BLOOD)
    (inbox / "codes.csv").write_text("code,item\nW1,wbc\n", encoding="utf-8")
    lay(day, inbox / "1.hl7", message(order.number, [("W1", "leuko", "5.0", "")]))
    assert results.look().incoming[0].values == {"wbc": "5.0"}


def test_what_is_no_result_goes_to_refused_with_its_reason(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    lay(day, inbox / "1.hl7", b"not a message")
    found = results.look()
    assert (found.incoming, found.refused) == ((), 1)
    assert "structure" in (inbox / "refused" / "1.hl7.txt").read_text(encoding="utf-8")


def test_a_file_that_may_still_be_written_is_left_alone(day: ClinicDay, inbox: Path, results: ResultsService):
    lay(day, inbox / "1.hl7", b"MSH", ago_ms=500)
    lay(day, inbox / "2.hl7.tmp", b"MSH")
    assert results.look() == type(results.look())() and (inbox / "1.hl7").exists()


def told(order: Examination, **other: str) -> str:
    """PID of the order's person, but for what is said to be another's."""
    born = f"{order.birth_date:%Y%m%d}" if order.birth_date else ""
    said = {"name": f"^{order.name}", "born": born, "sex": "MF"[int(order.sex) - 1], "id": order.id_number}
    said |= other
    return f"PID|1||P1^^^^MR||{said['name']}||{said['born']}|{said['sex']}|||||||||||{said['id']}"


def test_a_file_that_names_the_orders_person_fills_it_in(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    [order] = ordered(day, seen(day), BLOOD)
    lay(day, inbox / "1.hl7", message(order.number, patient=told(order)))
    assert [one.order.id for one in results.look().incoming if one.order] == [order.id]


@pytest.mark.parametrize(
    ("other", "part"),
    [
        pytest.param({"name": "陈^冬生"}, "姓名", id="name"),
        pytest.param({"born": "19010101"}, "出生日期", id="day of birth"),
        pytest.param({"sex": "other"}, "性别", id="sex"),
        pytest.param({"id": "110101190101010004"}, "身份证号", id="identity number"),
    ],
)
def test_the_result_of_another_person_is_refused_with_a_sentence(
    day: ClinicDay, inbox: Path, results: ResultsService, other: dict[str, str], part: str
):
    [order] = ordered(day, seen(day), BLOOD)
    if "sex" in other:
        other = {"sex": "男" if order.sex == "2" else "女"}
    lay(day, inbox / "1.hl7", message(order.number, patient=told(order, **other)))
    found = results.look()
    assert (found.incoming, found.refused, found.others) == ((), 0, (order.number,))
    why = (inbox / "refused" / "1.hl7.txt").read_text(encoding="utf-8")
    assert part in why and order.number in why and order.name not in why


def test_a_picture_finds_its_order_and_another_persons_is_refused(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    [order] = ordered(day, seen(day), XRAY)
    born = order.birth_date or date(1960, 1, 1)
    spelled = "^".join(readings(order.name)[0])
    of_them = {"AccessionNumber": order.number, "PatientBirthDate": f"{born:%Y%m%d}", "PatientName": spelled}
    aged(day, picture(inbox / "1.dcm", **of_them))
    [one] = results.look().incoming
    assert (one.source, one.study_uid) == ("dicom", STUDY)
    aged(day, picture(inbox / "1.dcm", **of_them | {"PatientBirthDate": "19010101"}))
    assert results.look().others == (order.number,) and (inbox / "refused" / "1.dcm.txt").exists()
    aged(day, picture(inbox / "2.dcm", **of_them | {"PatientName": "Chen^Dongsheng"}))
    assert results.look().others == (order.number,)


def test_the_slip_of_another_institution_is_nobodys_here(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    [order] = ordered(day, seen(day), BLOOD)
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.connection.execute(sa.update(examination).values(facility="H35088199001"))
    lay(day, inbox / "1.hl7", message(order.number))
    assert results.look().incoming[0].order is None
    with pytest.raises(NoExamination):
        day.clinic.examinations.find(order.number)


def test_a_folder_that_is_gone_is_told_and_none_is_nothing(
    day: ClinicDay, inbox: Path, results: ResultsService
):
    inbox.rmdir()
    with pytest.raises(FolderAway):
        results.look()
    assert not ResultsService(day.clinic.store, None).look().incoming
