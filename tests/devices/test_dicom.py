"""Headers of pictures: what links a study to its order, and nothing that a broken file can do."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from clinic_app.devices.dicom import BadStudy, read_study

STUDY = "1.2.826.0.1.3680043.10.1"


def picture(path: Path, **tags: object) -> Path:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1"
    meta.MediaStorageSOPInstanceUID = f"{STUDY}.1"
    file = FileDataset(path.name, {}, file_meta=meta, preamble=b"\0" * 128)
    for name, value in {"StudyInstanceUID": STUDY, **tags}.items():
        setattr(file, name, value)
    file.save_as(path, enforce_file_format=True)
    return path


def test_the_header_names_order_study_and_person(tmp_path: Path):
    path = picture(
        tmp_path / "1.dcm",
        AccessionNumber="261122000021",
        Modality="CR",
        Manufacturer="Mindray",
        ManufacturerModelName="DigiEye",
        BodyPartExamined="CHEST",
        StudyDate="20261122",
        PatientBirthDate="19600102",
        PatientSex="F",
        PatientName="Zheng^Amei",
    )
    study = read_study(path)
    assert (study.number, study.study_uid, study.modality, study.part) == (
        "261122000021",
        STUDY,
        "CR",
        "CHEST",
    )
    assert (study.instrument, study.day, study.patient.born, study.patient.sex, study.patient.name) == (
        "Mindray DigiEye",
        date(2026, 11, 22),
        date(1960, 1, 2),
        "2",
        "Zheng^Amei",
    )


def test_a_day_that_is_none_is_left_out(tmp_path: Path):
    assert read_study(picture(tmp_path / "1.dcm", Modality="US")).day is None


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "structure"), (b"\0" * 128 + b"DICM", "study"), (b"hello", "structure")]
)
def test_what_is_no_study_is_refused(tmp_path: Path, data: bytes, why: str):
    (tmp_path / "1.dcm").write_bytes(data)
    with pytest.raises(BadStudy) as refused:
        read_study(tmp_path / "1.dcm")
    assert refused.value.facts["why"] == why


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 600), other=st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, at: int, other: bytes):
    data = bytearray(picture(tmp_path / "whole.dcm", AccessionNumber="261122000021").read_bytes())
    data[at : at + len(other)] = other
    (tmp_path / "broken.dcm").write_bytes(data)
    try:
        read_study(tmp_path / "broken.dcm")
    except BadStudy:
        return
