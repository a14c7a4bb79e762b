"""Files of the immunization client: matched, booked once, doubtful and refused rows told; what goes out."""

import csv
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.immunization.giving import NewDose
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.services.vaccine_exchange import NothingToSend, UnreadableFile, read_rows
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy, resident

NOON = datetime(2026, 11, 22, 12, tzinfo=BEIJING)
BORN = date(2025, 11, 1)
HEAD = "受种者编码,身份证号,姓名,性别,出生日期,联系电话,疫苗名称,接种日期,批号"


class Clock:
    def __init__(self) -> None:
        self.ms = ms_of(NOON)

    def __call__(self) -> int:
        return self.ms


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exchange") / "template"
    made_template(folder, lambda: ms_of(NOON))
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def clinic(template: Path, tmp_path: Path, clock: Clock) -> Iterator[Clinic]:
    opened = opened_copy(template, tmp_path / "data", clock)
    yield opened
    opened.close()


def child(clinic: Clinic, name: str = "陈小宝", **details: object) -> UUID:
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(resident(name, birth_date=BORN, **details)).id


def written(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    file = folder / "doses.csv"
    file.write_text("\n".join([HEAD, *rows]) + "\n", encoding=encoding)
    return file


def taken(clinic: Clinic, file: Path) -> list[tuple[str, str]]:
    return [(one.state, one.why) for one in clinic.vaccine_exchange.take_in(clinic.on_duty, file)]


def doses(clinic: Clinic, who: UUID) -> list[tuple[str, date, str]]:
    card = clinic.immunization.card(clinic.on_duty, who)
    return [(one.vaccine, one.on, one.batch) for line in card.lines for one in line.doses]


def test_the_case_number_of_a_first_file_finds_the_child_in_the_next(clinic: Clinic, tmp_path: Path) -> None:
    who = child(clinic, phone="13900000001")
    first = written(tmp_path, "C77,,陈小宝,男,2025-11-01,13900000001,乙肝疫苗,2025-11-01,B1")
    assert taken(clinic, first) == [("booked", "")]
    assert clinic.immunization.card(clinic.on_duty, who).case_no == "C77"
    second = written(tmp_path, "C77,,,,,,卡介苗,20251101,B2", encoding="gb18030")
    assert taken(clinic, second) == [("booked", "")]
    assert doses(clinic, who) == [("HepB", BORN, "B1"), ("BCG", BORN, "B2")]


def test_a_file_that_comes_again_books_nothing(clinic: Clinic, tmp_path: Path) -> None:
    who = child(clinic, phone="13900000001")
    row = ",,陈小宝,男,2025-11-01,13900000001,HepB,2025-11-01,B1"
    assert taken(clinic, written(tmp_path, row, row)) == [("booked", ""), ("known", "")]
    assert taken(clinic, written(tmp_path, row)) == [("known", "")]
    assert taken(clinic, written(tmp_path, row[:-2] + "B9")) == [("differs", "batch")]
    assert doses(clinic, who) == [("HepB", BORN, "B1")]


def test_who_is_not_surely_one_child_is_left_to_people(clinic: Clinic, tmp_path: Path) -> None:
    child(clinic, "甲", phone="13900000001")
    child(clinic, "乙")
    child(clinic, "乙")
    rows = (
        ",,甲,男,2025-11-01,13900000002,HepB,2025-11-01,B1",  # another telephone
        ",,乙,男,2025-11-01,,HepB,2025-11-01,B1",
        ",,丙,男,2025-11-01,,HepB,2025-11-01,B1",
    )
    assert taken(clinic, written(tmp_path, *rows)) == [
        ("doubtful", "phone"),
        ("doubtful", "several"),
        ("doubtful", "nobody"),
    ]


def test_what_cannot_be_read_is_refused_with_its_reason(clinic: Clinic, tmp_path: Path) -> None:
    child(clinic)
    rows = (
        ",,陈小宝,男,2025-11-01,,万能疫苗,2025-11-01,B1",
        ",,陈小宝,男,2025-11-01,,HepB,2025-13-01,B1",
        ",,陈小宝,男,昨天,,HepB,2025-11-01,B1",
        ",,,男,2025-11-01,,HepB,2025-11-01,B1",
        ",,陈小宝,男,2025-11-01,,HepB,2026-11-23,B1",
    )
    assert taken(clinic, written(tmp_path, *rows)) == [
        ("refused", "vaccine"),
        ("refused", "on"),
        ("refused", "birth_date"),
        ("refused", "name"),
        ("refused", "on"),
    ]


def test_xml_says_the_same_and_a_document_type_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    who = child(clinic, phone="13900000001")
    row = "<dose><name>陈小宝</name><sex>1</sex><birth_date>2025-11-01</birth_date><phone>13900000001</phone>"
    row += "<vaccine>BCG</vaccine><on>2025-11-01T09:00</on><batch>B1</batch></dose>"
    file = tmp_path / "doses.xml"
    file.write_text(f"<doses>{row}</doses>", encoding="utf-8")
    assert taken(clinic, file) == [("booked", "")]
    assert doses(clinic, who) == [("BCG", BORN, "B1")]
    file.write_text(f'<!DOCTYPE a [<!ENTITY b "c">]><doses>{row}</doses>', encoding="utf-8")
    with pytest.raises(UnreadableFile):
        taken(clinic, file)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_a_file_of_another_kind_is_refused(clinic: Clinic, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "other.csv"
    file.write_bytes(data)
    with pytest.raises(UnreadableFile):
        taken(clinic, file)


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    (file,) = sorted(folder.glob(f"*-{name}.csv"))[-1:]
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_message_carries_what_was_given_here_and_not_what_was_told(
    clinic: Clinic, clock: Clock, tmp_path: Path
) -> None:
    who = child(clinic, phone="13900000001")
    told = written(tmp_path, "C77,,陈小宝,男,2025-11-01,13900000001,BCG,2025-11-01,B1")
    taken(clinic, told)
    new = NewDose(
        vaccine="HepB", batch="H1", maker="某厂", expiry=date(2027, 1, 1), screened=True, consent=True
    )
    given = clinic.immunization.give(clinic.on_duty, who, new)
    with clinic.store.writing(clinic.on_duty.author) as writing:
        fact = FormRecorded(form="aefi", version=1, day=date(2026, 11, 22), values={"temp": "38.6"}, salt="s")
        writing.append(fact, who)
    out = tmp_path / "out"
    sent = clinic.vaccine_exchange.send(clinic.on_duty, out)
    assert sent.number.endswith("000001") and dict(sent.rows) == {"children": 1, "doses": 1, "aefi": 1}
    (row,) = rows_of(out, "doses")
    assert (row["vaccine"], row["batch"], row["case_no"], row["state"]) == ("HepB", "H1", "C77", "given")
    assert rows_of(out, "children")[0]["name"] == "陈小宝"
    assert "38.6" in rows_of(out, "aefi")[0]["values"]
    clock.ms += 8 * 24 * 3600 * 1000
    clinic.immunization.withdraw(clinic.on_duty, given.id, "登错人")
    again = clinic.vaccine_exchange.send(clinic.on_duty, out)
    assert again.number.endswith("000002")
    assert [(one["id"], one["state"]) for one in rows_of(out, "doses")] == [(str(given.id), "withdrawn")]


def test_a_number_of_one_child_with_another_childs_name_is_left_to_people(
    clinic: Clinic, tmp_path: Path
) -> None:
    child(clinic, "甲", phone="13900000001")
    who = child(clinic, "乙", id_number="350881202511010010")
    assert taken(clinic, written(tmp_path, "C7,,甲,男,2025-11-01,13900000001,HepB,2025-11-01,B1")) == [
        ("booked", "")
    ]
    rows = (
        "C7,,乙,男,2025-11-01,13900000001,BCG,2025-11-02,B2",  # the case number is another's
        "C7,350881202511010010,,,,,BCG,2025-11-02,B2",
        ",350881202511010010,甲,,,,BCG,2025-11-02,B2",
        ",350881202511010010,乙,,,,BCG,2025-10-30,B2",  # before the birth
    )
    assert [state for state, _ in taken(clinic, written(tmp_path, *rows))] == ["doubtful"] * 4
    assert doses(clinic, who) == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",,陈小宝,男,2025-11-01,,HepB,99999999999999999999-1-1,B1", "on"),
        (",,陈小宝,男,2025-11-01,,HepB,2025-11-01," + "B" * 201, "text"),
        (",,陈小宝\x1b[2J,男,2025-11-01,,HepB,2025-11-01,B1", "text"),
    ],
)
def test_a_hostile_row_is_refused_and_the_others_are_booked(
    clinic: Clinic, tmp_path: Path, row: str, why: str
) -> None:
    child(clinic, phone="13900000001")
    good = ",,陈小宝,男,2025-11-01,13900000001,HepB,2025-11-01,B1"
    assert taken(clinic, written(tmp_path, row, good)) == [("refused", why), ("booked", "")]


def test_a_dose_number_of_thousands_of_digits_is_no_number(clinic: Clinic, tmp_path: Path) -> None:
    child(clinic)
    file = tmp_path / "doses.csv"
    file.write_text(f"姓名,疫苗名称,接种日期,剂次\n陈小宝,HepB,2025-11-01,{'9' * 5_000}\n", encoding="utf-8")
    assert taken(clinic, file) == [("refused", "dose_no")]


BOMB = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><doses><dose><name>&d;</name></dose></doses>'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "gb18030", "utf-8-sig"])
def test_an_entity_is_refused_in_whatever_encoding(clinic: Clinic, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "doses.xml"
    file.write_bytes(BOMB.encode(encoding))
    with pytest.raises(UnreadableFile):
        taken(clinic, file)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "疫苗名称\n" + "x\n" * 3_000_000), ("a.xml", "<r>" + "<d><a/></d>" * 400_000 + "</r>")],
    ids=["csv", "xml"],
)
def test_a_file_of_millions_of_rows_is_refused_before_they_fill_the_memory(
    tmp_path: Path, name: str, text: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    tracemalloc.start()
    with pytest.raises(UnreadableFile):
        read_rows(file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 80_000_000


def test_xml_in_chinese_encoding_is_read(clinic: Clinic, tmp_path: Path) -> None:
    child(clinic, phone="13900000001")
    file = tmp_path / "doses.xml"
    row = "<name>陈小宝</name><sex>1</sex><birth_date>2025-11-01</birth_date><phone>13900000001</phone>"
    row += "<vaccine>BCG</vaccine><on>2025-11-01</on>"
    text = f'<?xml version="1.0" encoding="GB18030"?><doses><dose>{row}</dose></doses>'
    file.write_bytes(text.encode("gb18030"))
    assert taken(clinic, file) == [("booked", "")]


def given(clinic: Clinic, who: UUID, vaccine: str = "HepB", batch: str = "H1") -> UUID:
    new = NewDose(
        vaccine=vaccine, batch=batch, maker="某厂", expiry=date(2027, 1, 1), screened=True, consent=True
    )
    return clinic.immunization.give(clinic.on_duty, who, new).id


def test_what_a_spreadsheet_would_run_is_quoted_and_comes_back_as_it_was(
    clinic: Clinic, tmp_path: Path
) -> None:
    name, batch = '=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0"
    who = child(clinic, name, phone="13900000001", address="@SUM(A1)", village="-2村")
    given(clinic, who, batch=batch)
    out = tmp_path / "out"
    clinic.vaccine_exchange.send(clinic.on_duty, out)
    for name_of in ("children", "doses"):
        cells = [cell for row in rows_of(out, name_of) for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert rows_of(out, "children")[0]["name"] == f"'{name}"
    (file,) = out.glob("*-doses.csv")
    assert taken(clinic, file) == [("known", "")]  # the same child and the same batch


def test_nothing_to_send_takes_no_number_and_writes_nothing(
    clinic: Clinic, clock: Clock, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(NothingToSend):
        clinic.vaccine_exchange.send(clinic.on_duty, out)
    assert not out.exists()
    given(clinic, child(clinic))
    assert clinic.vaccine_exchange.send(clinic.on_duty, out).number.endswith("000001")
    assert sorted(file.name.split("-")[-1] for file in out.iterdir()) == ["children.csv", "doses.csv"]
    clock.ms += 8 * 24 * 3600 * 1000
    with pytest.raises(NothingToSend):
        clinic.vaccine_exchange.send(clinic.on_duty, out)
    given(clinic, child(clinic, "陈二宝"))
    assert clinic.vaccine_exchange.send(clinic.on_duty, out).number.endswith("000002")


def test_a_report_alone_goes_out_with_its_child_and_not_again_for_ever(
    clinic: Clinic, clock: Clock, tmp_path: Path
) -> None:
    who, out = child(clinic), tmp_path / "out"
    with clinic.store.writing(clinic.on_duty.author) as writing:
        fact = FormRecorded(form="aefi", version=1, day=date(2026, 11, 22), values={"temp": "38.6"}, salt="s")
        writing.append(fact, who)
    sent = clinic.vaccine_exchange.send(clinic.on_duty, out)
    assert dict(sent.rows) == {"children": 1, "doses": 0, "aefi": 1}
    clock.ms += 8 * 24 * 3600 * 1000
    with pytest.raises(NothingToSend):
        clinic.vaccine_exchange.send(clinic.on_duty, out)


def test_a_dose_that_was_withdrawn_over_there_is_not_booked(clinic: Clinic, tmp_path: Path) -> None:
    who = child(clinic, phone="13900000001")
    file = tmp_path / "doses.csv"
    head = "姓名,性别,出生日期,联系电话,疫苗名称,接种日期,批号,状态"
    row = "陈小宝,男,2025-11-01,13900000001,HepB,2025-11-01,B1"
    for state, became in (
        ("withdrawn", ("known", "withdrawn")),
        ("given", ("booked", "")),
        ("withdrawn", ("differs", "withdrawn")),
    ):
        file.write_text(f"{head}\n{row},{state}\n", encoding="utf-8")
        assert taken(clinic, file) == [became]
    assert doses(clinic, who) == [("HepB", BORN, "B1")]
