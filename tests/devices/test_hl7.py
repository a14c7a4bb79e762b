"""Results of analysers: read as they come, refused when they are none, and never an error of the library's own."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic_app.devices.hl7 import MAX_BYTES, BadMessage, read_reports
from clinic_app.domain.examinations.person import Patient

BLOOD = "\r".join(
    [
        r"MSH|^~\&|BC-5390|Mindray|||20261122101500||ORU^R01|42|P|2.3.1||||||UNICODE",
        r"PID|1||P1^^^^MR||^郑阿妹||19600102|女",
        r"OBR|1||261122000017|00001^Automated Count^99MRC||20261122100000",
        r"OBX|1|NM|6690-2^WBC^LN||12.41|10*9/L|4.00-10.00|H|||F",
        r"OBX|2|ST|APTT^活化部分凝血活酶时间^99MRC||>120|s|25-37|HH~A|||C",
        r"OBX|3|ED|15000^Histogram^99MRC||^Image^PNG^Base64^iVBORw0KGgo=||||||F",
        r"OBX|4|NM|718-7^HGB^LN||||||||F",
        r"ZZZ|1|a segment of the maker's own",
        r"OBR|2|261122000018||CRP",
        r"OBX|1|SN|1988-5^CRP^LN||<^0.5|mg/L|0-10||||F",
    ]
)


def test_a_report_is_read_with_its_numbers_values_and_flags():
    first, second = read_reports(BLOOD.encode())
    assert (first.numbers, first.instrument, first.control) == (("261122000017",), "BC-5390 Mindray", "42")
    assert [(one.code, one.value, one.unit, one.range, one.flags) for one in first.values] == [
        ("6690-2", "12.41", "10*9/L", "4.00-10.00", "H"),
        ("APTT", ">120", "s", "25-37", "HH"),
    ]
    assert [one.corrected for one in first.values] == [False, True]
    assert first.patient == second.patient == Patient("^郑阿妹", date(1960, 1, 2), "2", number="P1")
    assert (second.numbers, second.values[0].value) == (("261122000018",), "<0.5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_encodings_line_ends_and_frames_make_no_difference(encoding: str, end: str):
    data = ("\x0b" + BLOOD.replace("\r", end) + "\x1c\r").encode(encoding)
    assert read_reports(data) == read_reports(BLOOD.encode())


def test_several_messages_stand_in_one_file():
    other = BLOOD.replace("261122000017", "261122000099")
    assert [one.numbers[0] for one in read_reports(f"{BLOOD}\r{other}".encode())] == [
        "261122000017",
        "261122000018",
        "261122000099",
        "261122000018",
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "structure"),
        (b"MSH", "structure"),
        (b"a picture", "structure"),
        (b"\xff\xff\x00", "text"),
        (b"MSH" + b"|" * MAX_BYTES, "size"),
        (BLOOD.replace("ORU^R01", "ADT^A01").encode(), "kind"),
        (BLOOD.split("\rOBX", 1)[0].encode(), "empty"),
        (
            BLOOD.replace(
                "OBX|1|NM", "\r".join(f"OBX|{n}|NM|X^X^||1" for n in range(600)) + "\rOBX|1|NM"
            ).encode(),
            "size",
        ),
    ],
)
def test_what_is_no_result_is_refused_with_its_reason(data: bytes, why: str):
    with pytest.raises(BadMessage) as refused:
        read_reports(data)
    assert refused.value.facts["why"] == why


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="MSHOBRXPID|^~\\&\r\n1a张\x0b\x1c ", max_size=200))
@example("MSH|^~\\&|\r")
@example("MSH|^~\\&|A|B|||1||ORU^R01|1|P|9.9\rOBR\rOBX|1")
def test_no_file_makes_the_reader_stumble(text: str):
    for data in (text.encode(), BLOOD.replace("Mindray", text).encode(), (BLOOD + text).encode()):
        try:
            read_reports(data)
        except BadMessage:
            continue
