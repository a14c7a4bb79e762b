"""影像检查: what the header of a DICOM file says; the picture itself is not read."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.examinations.person import SEXES, Patient

MAX_BYTES: Final = 512 << 20  # a series in one file; only its beginning is read
_WANTED: Final = [
    "AccessionNumber",
    "BodyPartExamined",
    "Manufacturer",
    "ManufacturerModelName",
    "Modality",
    "PatientBirthDate",
    "PatientID",
    "PatientName",
    "PatientSex",
    "StudyDate",
    "StudyInstanceUID",
]


class BadStudy(RuleBroken):
    """No DICOM file, or one that names no study; `why`: size, structure, study."""

    code = "results.bad_study"


@dataclass(frozen=True, slots=True)
class Study:
    """One file's header."""

    number: str  # accession number: the slip's
    study_uid: str
    modality: str  # CR, DX, US, ECG …
    instrument: str
    part: str
    day: date | None
    patient: Patient


def read_study(path: Path) -> Study:
    """The header of a file.

    Raises:
        BadStudy
        OSError: it cannot be opened.
    """
    from pydicom import dcmread
    from pydicom.config import IGNORE, settings

    if path.stat().st_size > MAX_BYTES:
        raise BadStudy(why="size")
    settings.reading_validation_mode = IGNORE  # what an old machine writes is shown, not judged
    try:
        header = dcmread(path, stop_before_pixels=True, specific_tags=list(_WANTED), defer_size=1 << 16)
        found = Study(
            number=_text(header, "AccessionNumber"),
            study_uid=_text(header, "StudyInstanceUID"),
            modality=_text(header, "Modality"),
            instrument=" ".join(
                part
                for part in (_text(header, "Manufacturer"), _text(header, "ManufacturerModelName"))
                if part
            ),
            part=_text(header, "BodyPartExamined"),
            day=_day(_text(header, "StudyDate")),
            patient=Patient(
                name=_text(header, "PatientName"),
                born=_day(_text(header, "PatientBirthDate")),
                sex=SEXES.get(_text(header, "PatientSex").upper(), ""),
            ),
        )
    except OSError:
        raise
    except Exception as error:  # an edge: the library meets what it meets in a stranger's file
        raise BadStudy(why="structure") from error
    if not found.study_uid:
        raise BadStudy(why="study")
    return found


def _text(header: Any, name: str) -> str:
    return str(header.get(name) or "").strip()[:64]


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
