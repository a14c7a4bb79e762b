"""既有登记表: a clinic's spreadsheet, as clinics keep them."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from clinic_app.domain.register import Doubt, NoNameColumn, RegisterRow, State
from clinic_app.services.register_import import BadMapping, UnreadableRegister, read_mapping, read_register

TODAY = date(2026, 1, 1)
HEADER = ("姓名", "性别", "身份证号", "出生日期", "联系电话", "民族")
ZHANG = ("张三丰", "男", "350881190102030019", "1901-02-03", "10012345678", "汉")


def sheet(folder: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    path = folder / "register.xlsx"
    book.save(path)
    return path


def read(path: Path, mapping: dict[str, str] | None = None) -> list[RegisterRow]:
    return list(read_register(path, mapping or {}, TODAY))


def only(path: Path) -> RegisterRow:
    [row] = read(path)
    return row


def test_a_good_row(tmp_path: Path) -> None:
    row = only(sheet(tmp_path, HEADER, ZHANG))
    assert row == RegisterRow(
        line=2,
        name="张三丰",
        sex="1",
        birth_date=date(1901, 2, 3),
        id_number="350881190102030019",
        phone="10012345678",
        ethnic="01",
    )
    assert row.state is State.GOOD


def test_sex_and_birth_date_come_from_the_number(tmp_path: Path) -> None:
    row = only(sheet(tmp_path, ("姓名", "身份证号码"), ("张三丰", "350881010203001")))
    assert (row.sex, row.birth_date, row.id_number) == ("1", date(1901, 2, 3), "350881190102030019")
    assert row.state is State.GOOD


@pytest.mark.parametrize(
    ("change", "doubts"),
    [
        pytest.param({"身份证号": "350881190102030011"}, (Doubt.ID_INVALID,), id="wrong number"),
        pytest.param({"身份证号": 350881190102030019}, (Doubt.ID_PRECISION_LOST,), id="number cell"),
        pytest.param({"身份证号": 3.50881190102030e17}, (Doubt.ID_PRECISION_LOST,), id="scientific number"),
        pytest.param({"身份证号": "3.50881E+17"}, (Doubt.ID_PRECISION_LOST,), id="scientific text"),
        pytest.param({"身份证号": "350881190102030000"}, (Doubt.ID_PRECISION_LOST,), id="zeros at the end"),
        pytest.param({"身份证号": "350881190102031000"}, (Doubt.ID_PRECISION_LOST,), id="three zeros, wrong"),
        pytest.param({"身份证号": 350881010203001}, (), id="15 digits fit into a number cell"),
        pytest.param({"身份证号": "'350881190102030019"}, (), id="an apostrophe before it"),
        pytest.param({"身份证号": ""}, (Doubt.NO_ID_NUMBER,), id="no number"),
        pytest.param({"性别": "女"}, (Doubt.SEX_DIFFERS,), id="another sex"),
        pytest.param({"性别": "?"}, (Doubt.SEX_UNREADABLE,), id="no sex at all"),
        pytest.param({"出生日期": "1901-02-04"}, (Doubt.BIRTH_DIFFERS,), id="another birth date"),
        pytest.param({"出生日期": datetime(1901, 2, 3)}, (), id="a date cell"),  # noqa: DTZ001
        pytest.param({"出生日期": "1901年2月3日"}, (), id="a Chinese date"),
        pytest.param({"出生日期": "1901/2/3"}, (), id="with strokes"),
        pytest.param({"出生日期": 19010203}, (), id="eight digits"),
        pytest.param({"出生日期": 400}, (), id="days since 1900"),
        pytest.param({"出生日期": "去年"}, (Doubt.BIRTH_UNREADABLE,), id="no date"),
        pytest.param({"出生日期": "1901-02-30"}, (Doubt.BIRTH_UNREADABLE,), id="no real day"),
        pytest.param({"民族": "崩龙族"}, (), id="the spelling of 1991"),
        pytest.param({"民族": 1}, (), id="code of a people"),
        pytest.param({"民族": "火星"}, (Doubt.ETHNIC_UNKNOWN,), id="no people"),
        pytest.param({"姓名": None}, (Doubt.NO_NAME,), id="no name"),
    ],
)
def test_every_doubt_has_its_reason(
    tmp_path: Path, change: dict[str, object], doubts: tuple[Doubt, ...]
) -> None:
    values = dict(zip(HEADER, ZHANG, strict=True)) | change
    row = only(sheet(tmp_path, HEADER, list(values.values())))
    assert row.doubts == doubts
    serious = set(doubts) - {Doubt.NO_ID_NUMBER}
    assert row.state is (State.DOUBTFUL if serious else State.GOOD)


@pytest.mark.parametrize("number", ["", "350881190102030011"])
def test_a_row_that_names_nobody_is_bad(tmp_path: Path, number: str) -> None:
    assert only(sheet(tmp_path, HEADER, ("", "男", number, "", "10012345678", ""))).state is State.BAD


def test_the_second_of_two_is_a_duplicate(tmp_path: Path) -> None:
    without = ("张三丰", "男", "", "1901-02-03", "", "")
    namesake = ("张三丰", "男", "350881190102030035", "1901-02-03", "", "")
    rows = read(sheet(tmp_path, HEADER, ZHANG, ZHANG, without, namesake))
    assert [(row.state, row.same_as_line) for row in rows] == [
        (State.GOOD, None),
        (State.DOUBTFUL, 2),
        (State.DOUBTFUL, 2),
        (State.GOOD, None),
    ]


def test_titles_blank_rows_and_odd_headings(tmp_path: Path) -> None:
    header = ("序号", "*姓 名", "身份证号（必填）", "家庭住址:", "档案编号")
    path = sheet(
        tmp_path,
        ("永福镇卫生院登记表",),
        (),
        header,
        (1, "张三丰", "350881190102030019", "永福镇", "35088110210100001"),
        (None, None, "  ", None, None),
        (2, "李四", None, None, "123"),
    )
    first, second = read(path)
    assert (first.line, first.address, first.record_number) == (4, "永福镇", "35088110210100001")
    assert (second.line, second.doubts) == (6, (Doubt.NO_ID_NUMBER, Doubt.RECORD_NUMBER_INVALID))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_chinese_computers_write_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "register.csv"
    lines = (delimiter.join(HEADER), delimiter.join(ZHANG))
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert only(path).state is State.GOOD


def test_a_map_file_names_other_headings(tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('[columns]\n"病人" = "name"\n"ID卡" = "id_number"\n', encoding="utf-8")
    path = sheet(tmp_path, ("病人", "ID卡"), ("张三丰", "350881190102030019"))
    [row] = read(path, read_mapping(mapping))
    assert (row.name, row.state) == ("张三丰", State.GOOD)


@pytest.mark.parametrize("text", ["[columns]\n姓名 = name", '[columns]\n"病人" = "colour"'])
def test_a_wrong_map_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadMapping):
        read_mapping(path)


def test_a_sheet_without_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoNameColumn):
        read(sheet(tmp_path, ("编号", "金额"), (1, 2)))


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("register.xls", b"", "kind"),
        ("register.xlsx", b"not a zip", "damaged"),
        ("register.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("register.csv", b"\xff\xff\xff", "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableRegister) as caught:
        read(tmp_path / name)
    assert caught.value.facts["why"] == why


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRegister) as caught:
        read(tmp_path / "none.xlsx")
    assert caught.value.facts["why"] == "missing"
