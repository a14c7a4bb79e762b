"""仪器结果: HL7 v2 ORU^R01 as the middleware of an analyser writes it into a file.

Read leniently, because no two analysers write alike: UTF-8 or GB 18030, any line end, MLLP frames or none, several
messages a file, segments of their own.  What is read is proposed to a person and never filed by itself.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.examinations.person import NOBODY, SEXES, Patient

MAX_BYTES: Final = 1 << 20  # of a file; histograms are in it
MOST_VALUES: Final = 500  # of a file

_TEXTS: Final = frozenset({"NM", "ST", "TX", "FT", "CE", "CWE", "SN", "IS"})  # what a value can be read from
_ID_NUMBER: Final = re.compile(r"[1-9]\d{16}[\dXx]")
_WITHDRAWN: Final = ("D", "W", "X")
_ESCAPED: Final = re.compile(r"\\([FSTRE])\\")
_ESCAPES: Final = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\"}
_FRAMES: Final = str.maketrans({"\x0b": None, "\x1c": None, "\n": "\r"})


class BadMessage(RuleBroken):
    """No HL7 result message; `why`: size, text, structure, kind, empty."""

    code = "results.bad_message"


@dataclass(frozen=True, slots=True)
class Value:
    """OBX: one value in the instrument's own words."""

    code: str  # OBX-3.1
    name: str  # OBX-3.2
    value: str  # OBX-5: 12.41, >120, 阴性
    unit: str = ""  # OBX-6
    range: str = ""  # OBX-7
    flags: str = ""  # OBX-8
    corrected: bool = False  # OBX-11 = C
    withdrawn: bool = False  # OBX-11 = D, W, X: taken back, or never had
    taken: str = ""  # OBX-14, else OBR-7


@dataclass(frozen=True, slots=True)
class InstrumentReport:
    """OBR with its values."""

    numbers: tuple[str, ...]  # what may be the slip's number: placer, filler, specimen; without doubles
    instrument: str  # MSH-3 and MSH-4
    control: str  # MSH-10
    values: tuple[Value, ...]
    patient: Patient = NOBODY  # PID; the name as it stands there


def read_reports(data: bytes) -> tuple[InstrumentReport, ...]:
    """The reports of a file, in their order; pictures and empty values are left out.

    Raises:
        BadMessage
    """
    if len(data) > MAX_BYTES:
        raise BadMessage(why="size")
    found: list[InstrumentReport] = []
    for text in _messages(_decoded(data)):
        found += _reports(_parsed(text))
    if not any(report.values for report in found):
        raise BadMessage(why="empty")
    if sum(len(report.values) for report in found) > MOST_VALUES:
        raise BadMessage(why="size")
    return tuple(report for report in found if report.values)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadMessage(why="text")


def _messages(text: str) -> list[str]:
    """Each from its MSH on."""
    messages: list[list[str]] = []
    for line in text.translate(_FRAMES).split("\r"):
        if line.startswith("MSH"):
            messages.append([])
        if line.strip() and messages:
            messages[-1].append(line)
    if not messages:
        raise BadMessage(why="structure")
    return ["\r".join(lines) for lines in messages]


def _parsed(text: str) -> list[Any]:
    from hl7apy.consts import VALIDATION_LEVEL
    from hl7apy.parser import parse_message

    try:
        message = parse_message(text, find_groups=False, validation_level=VALIDATION_LEVEL.TOLERANT)
        segments = list(message.children)
    except Exception as error:  # an edge: the library meets what it meets in a stranger's file
        raise BadMessage(why="structure") from error
    if _part(segments[0], "msh_9", 0) != "ORU":
        raise BadMessage(why="kind")
    return segments


def _reports(segments: list[Any]) -> list[InstrumentReport]:
    head = segments[0]
    instrument = " ".join(part for part in (_text(head, "msh_3"), _text(head, "msh_4")) if part)
    control = _whole(head, "msh_10")
    found: list[tuple[list[str], list[Value], Patient]] = []
    common: list[str] = []  # ORC, and SPM where it stands before its OBR
    patient = NOBODY
    taken = ""
    open_ = False  # whether an OBR of this patient has begun
    for segment in segments[1:]:
        if segment.name == "PID":
            patient, open_ = _patient(segment), False
        elif segment.name == "ORC":
            common = [_part(segment, "orc_2", 0), _part(segment, "orc_3", 0)]
        elif segment.name == "OBR":
            taken = _part(segment, "obr_7", 0)
            found.append(([*common, _part(segment, "obr_2", 0), _part(segment, "obr_3", 0)], [], patient))
            open_ = True
        elif segment.name == "SPM" and found:
            found[-1][0].append(_part(segment, "spm_2", 0))
        elif segment.name == "OBX":
            value = _value(segment, taken if open_ else "")
            if not open_:  # without an OBR of its own it is of whom the last PID names
                found.append((list(common), [], patient))
                open_ = True
            if value is not None:
                found[-1][1].append(value)
    return [
        InstrumentReport(
            tuple(dict.fromkeys(one for one in numbers if one)), instrument, control, tuple(values), patient
        )
        for numbers, values, patient in found
    ]


def _patient(segment: Any) -> Patient:
    return Patient(
        name=_text(segment, "pid_5").replace('"', ""),
        born=_day(_whole(segment, "pid_7")),
        sex=SEXES.get(_part(segment, "pid_8", 0).upper(), ""),
        id_number=next(
            (
                one
                for one in (_part(segment, "pid_19", 0), _part(segment, "pid_3", 0))
                if _ID_NUMBER.fullmatch(one)
            ),
            "",
        ),
        number=_part(segment, "pid_3", 0),
    )


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def _value(segment: Any, taken: str) -> Value | None:
    text = _plain(_whole(segment, "obx_5").replace("^", "")) if _whole(segment, "obx_2") in _TEXTS else ""
    if not text.strip():
        return None
    return Value(
        code=_part(segment, "obx_3", 0),
        name=_part(segment, "obx_3", 1) or _part(segment, "obx_3", 0),
        value=text.strip(),
        unit=_part(segment, "obx_6", 0),
        range=_text(segment, "obx_7"),
        flags=_text(segment, "obx_8"),
        corrected=_whole(segment, "obx_11") == "C",
        withdrawn=_whole(segment, "obx_11") in _WITHDRAWN,
        taken=_part(segment, "obx_14", 0) or taken,
    )


def _whole(segment: Any, field: str) -> str:
    """The first repetition of a field, as it stands in the file."""
    try:
        return str(getattr(segment, field)[0].to_er7()).strip()
    except Exception:  # an edge: a field that is not there, in one of the library's several ways to say so
        return ""


def _text(segment: Any, field: str) -> str:
    return _plain(_whole(segment, field))


def _part(segment: Any, field: str, number: int) -> str:
    parts = _whole(segment, field).split("^")
    return _plain(parts[number].strip()) if number < len(parts) else ""


def _plain(text: str) -> str:
    """Without escape sequences: 10\\S\\9/L is 10^9/L."""
    return _ESCAPED.sub(lambda found: _ESCAPES[found[1]], text)
