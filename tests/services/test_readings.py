"""自测: files of self-service devices become readings once, of the right person, and count when confirmed."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from clinic_app.devices.hl7 import MAX_BYTES
from clinic_app.devices.self_service import BadReadings, moment, read_told
from clinic_app.domain.readings import BadReading, Told, reading, waiting_days
from clinic_app.domain.roles import Role, may
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.residents import Card
from clinic_app.services.readings import NoRejection, NotAlarming, NothingDone, ReadingService, Reviewed
from clinic_app.services.residents import NewResident
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

ID = "350881198005010020"
HEAD = "设备编号,身份证号,检测时间,检测项目,结果,单位\n"
LINE = f"H-1,{ID},2026-11-18 08:10,sbp,{{}},mmHg\n"
NOW = moment("2026-11-22 12:00") or 0


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
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "hut"
    made.mkdir()
    return made


@pytest.fixture
def service(day, folder):
    return ReadingService(day.clinic.store, folder)


@pytest.fixture
def woman(day):
    new = NewResident(name="林秀英", sex="2", birth_date=date(1980, 5, 1), id_number=ID)
    return day.clinic.residents.register(day.clinic.on_duty, new).id


def drop(day, folder, text, name="a.csv", days=0):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    at = day.clinic.store.wall() / 1000 - 60 - days * 86_400
    os.utime(path, (at, at))
    return path


def told(**parts):
    said = {"device": "H-1", "taken_ms": NOW - 1, "item": "sbp", "value": "120", "unit": "mmHg"}
    return Told(**{**said, **parts})


def test_a_file_with_an_identity_is_received_once_however_often_it_is_uploaded(day, folder, service, woman):
    drop(day, folder, HEAD + LINE.format(128))
    assert service.look(day.clinic.on_duty).received == 1
    assert (folder / "done" / "a.csv").exists()
    drop(day, folder, HEAD + LINE.format(128), "again.csv")
    assert service.look(day.clinic.on_duty).received == 0
    assert [one.resident_id for one in service.unreviewed(day.clinic.on_duty)] == [woman]


def test_a_reading_joins_the_chart_when_a_doctor_confirms_it_and_not_before(day, folder, service, woman):
    drop(day, folder, HEAD + LINE.format(128))
    service.look(day.clinic.on_duty)
    assert "sbp" not in {k for k, v in day.clinic.chart.read(day.clinic.on_duty, woman).trends.items() if v}
    (one,) = service.unreviewed(day.clinic.on_duty)
    service.confirm(day.clinic.on_duty, [one.id])
    (point,) = day.clinic.chart.read(day.clinic.on_duty, woman).trends["sbp"]
    assert point.taken_ms == moment("2026-11-18 08:10")
    with pytest.raises(Reviewed):
        service.reject(day.clinic.on_duty, one.id, "重复")


def test_a_rejected_reading_has_a_reason_and_never_joins_the_chart(day, folder, service, woman):
    drop(day, folder, HEAD + LINE.format(128))
    service.look(day.clinic.on_duty)
    (one,) = service.unreviewed(day.clinic.on_duty)
    with pytest.raises(NoRejection):
        service.reject(day.clinic.on_duty, one.id, " ")
    service.reject(day.clinic.on_duty, one.id, "不是本人")
    assert not service.unreviewed(day.clinic.on_duty)
    assert not day.clinic.chart.read(day.clinic.on_duty, woman).trends.get("sbp")


def test_emergency_values_stand_first(day, folder, service, woman):
    later = LINE.replace("08:10", "09:10")
    drop(day, folder, HEAD + LINE.format(185) + later.format(120))
    assert service.look(day.clinic.on_duty).urgent == 1
    assert [one.urgent for one in service.unreviewed(day.clinic.on_duty)] == [True, False]


def test_without_a_person_nothing_is_stored_until_somebody_says_whose_it_is(day, folder, service, woman):
    drop(day, folder, HEAD + LINE.replace(ID, "").format(128))
    (waiting,) = service.look(day.clinic.on_duty).waiting
    assert not service.unreviewed(day.clinic.on_duty)
    service.match(day.clinic.on_duty, waiting, woman)
    assert not service.look(day.clinic.on_duty).waiting
    assert (folder / "done" / "a.csv").exists()
    assert len(service.unreviewed(day.clinic.on_duty)) == 1


def test_what_is_nobodys_for_too_long_is_set_aside(day, folder, service):
    drop(day, folder, HEAD + LINE.replace(ID, "").format(128), days=waiting_days() + 1)
    assert not service.look(day.clinic.on_duty).waiting
    assert "过期" in (folder / "refused" / "a.csv.txt").read_text(encoding="utf-8")


def test_a_bad_line_is_refused_with_a_sentence_and_the_others_are_taken(day, folder, service, woman):
    drop(day, folder, HEAD + LINE.format(128) + LINE.replace("08:10", "09:10").format(999))
    looked = service.look(day.clinic.on_duty)
    assert (looked.received, looked.refused) == (1, 1)
    assert "第 2 条" in (folder / "refused" / "a.csv.txt").read_text(encoding="utf-8")


def test_a_file_of_something_else_is_set_aside(day, folder, service):
    drop(day, folder, "a,b\n1,2\n")
    assert service.look(day.clinic.on_duty).refused == 1
    assert (folder / "refused" / "a.csv").exists()


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"unit": "cmH2O"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"value": "29"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e999999"}, "value"),
        ({"item": "aura"}, "item"),
        ({"item": "u_protein"}, "item"),
        ({"device": ""}, "device"),
        ({"taken_ms": None}, "time"),
        ({"taken_ms": NOW + 11 * 60_000}, "ahead"),
        ({"taken_ms": 0}, "old"),
        ({"flaw": "withdrawn"}, "withdrawn"),
        ({"value": "1,200"}, "value"),
        ({"value": "=120"}, "value"),
        ({"item": "weight", "unit": "kg", "value": "Hi"}, "value"),
    ],
)
def test_what_cannot_be_is_refused(parts, why):
    with pytest.raises(BadReading) as caught:
        reading(told(**parts), NOW)
    assert caught.value.facts["why"] == why


def test_glucose_in_milligrams_is_kept_in_millimoles():
    read = reading(told(item="fpg_poc", value="180", unit="mg/dL"), NOW)
    assert read.value_e4 == 100_000


def test_a_message_of_a_device_tells_person_time_and_value():
    message = (
        "MSH|^~\\&|HUT|A1|||20261118081000||ORU^R01|1|P|2.5\r"
        f"PID|1||{ID}||林秀英\rOBR|1||||||20261118081000\rOBX|1|NM|8480-6^sbp||128|mm[Hg]\r"
    )
    (one,) = read_told(message.encode())
    assert (one.device, one.item, one.value, one.unit, one.id_number) == (
        "HUT A1",
        "8480-6",
        "128",
        "mm[Hg]",
        ID,
    )
    assert one.taken_ms == moment("2026-11-18 08:10")


def test_a_bundle_tells_both_blood_pressures_of_its_person():
    def part(loinc, value):
        return {"code": {"coding": [{"code": loinc}]}, "valueQuantity": {"value": value, "code": "mm[Hg]"}}

    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": {"resourceType": "Patient", "id": "p", "identifier": [{"value": ID}]}},
            {"resource": {"resourceType": "Device", "id": "d", "identifier": [{"value": "H-1"}]}},
            {
                "resource": {
                    "resourceType": "Observation",
                    "subject": {"reference": "Patient/p"},
                    "device": {"reference": "Device/d"},
                    "effectiveDateTime": "2026-11-18T00:10:00Z",
                    "code": {"coding": [{"code": "85354-9"}]},
                    "component": [part("8480-6", 128), part("8462-4", 82)],
                }
            },
        ],
    }
    read = [reading(one, NOW) for one in read_told(json.dumps(bundle).encode())]
    assert [(one.item, one.value_e4) for one in read] == [("sbp", 1_280_000), ("dbp", 820_000)]


@pytest.mark.parametrize("text", ["{", "{}", '{"resourceType": "Bundle", "entry": [1]}', "", "项目\n1"])
def test_a_broken_file_is_named_as_such(text):
    with pytest.raises(BadReadings):
        read_told(text.encode())


def test_nurses_look_and_match_but_only_doctors_confirm():
    assert may({Role.NURSE}, "readings")
    assert not may({Role.NURSE}, "reading_review")
    assert may({Role.VILLAGE_DOCTOR}, "reading_review")


def test_a_card_of_one_and_the_identity_of_another_is_nobodys(day, folder, service, woman):
    clinic = day.clinic
    other = NewResident(name="张三", sex="1", birth_date=date(1970, 1, 1), temp_reason="F")
    who = clinic.residents.register(clinic.on_duty, other).id
    clinic.residents.link_card(clinic.on_duty, who, Card(kind="ssc3", number="A12345678"))
    head, line = HEAD.replace("设备编号", "设备编号,卡号"), LINE.replace("H-1", "H-1,A12345678").format(128)
    drop(day, folder, head + line)
    (waiting,) = service.look(clinic.on_duty).waiting
    assert {one.id for one in service.candidates(clinic.on_duty, waiting)} == {woman, who}


def test_not_ours_waits_no_longer_and_the_others_of_the_file_do(day, folder, service, woman):
    nobody = LINE.replace(ID, "")
    drop(day, folder, HEAD + nobody.format(128) + nobody.replace("08:10", "09:10").format(129))
    first, second = service.look(day.clinic.on_duty).waiting
    service.not_ours(day.clinic.on_duty, [first])
    assert service.look(day.clinic.on_duty).waiting == (second,)
    service.not_ours(day.clinic.on_duty, [second])
    assert not service.look(day.clinic.on_duty).waiting
    assert (folder / "done" / "a.csv").exists()


def test_an_emergency_value_rings_until_somebody_answers_even_when_it_was_confirmed(
    day, folder, service, woman
):
    by = day.clinic.on_duty
    drop(day, folder, HEAD + LINE.format(185))
    service.look(by)
    (alarm,) = service.alarms(by)
    assert (alarm.kept.name, alarm.kept.value_e4) == ("林秀英", 1_850_000)
    service.confirm(by, [alarm.kept.id])
    assert service.alarms(by)
    with pytest.raises(NothingDone):
        service.answer(by, alarm.kept.id, "本人", " ")
    service.answer(by, alarm.kept.id, "本人", "已转诊")
    assert not service.alarms(by)
    with pytest.raises(NotAlarming):
        service.answer(by, alarm.kept.id, "本人", "已转诊")


def test_a_rejected_emergency_value_rings_no_more(day, folder, service, woman):
    by = day.clinic.on_duty
    drop(day, folder, HEAD + LINE.format(185))
    service.look(by)
    (alarm,) = service.alarms(by)
    service.reject(by, alarm.kept.id, "袖带没绑好")
    assert not service.alarms(by)


HOSTILE = {
    "endless-field": ("x" * 200_000 + "\n1\n").encode(),
    "endless-value": (HEAD + f"H-1,{ID},2026-11-18 08:10,sbp,{'9' * 140_000},mmHg\n").encode(),
    "nulls": b"\0" * 5_000,
    "half-a-bundle": b'{"resourceType": "Bundle", "entry": [{"resource": ',
    "deep": b'{"resourceType": "Bundle", "entry": ' + b"[" * 100_000,
    "no-text": bytes(range(128, 256)) * 20,
    "hl7-cut": b"MSH|^~\\&|HUT",
    "too-big": b"a" * (MAX_BYTES + 10),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_damaged_or_hostile_file_is_set_aside_and_stops_no_other(day, folder, service, woman, name):
    bad = folder / "a.csv"
    bad.write_bytes(HOSTILE[name])
    at = day.clinic.store.wall() / 1000 - 90
    os.utime(bad, (at, at))
    drop(day, folder, HEAD + LINE.format(128), "b.csv")
    looked = service.look(day.clinic.on_duty)
    assert looked.received == 1
    assert looked.refused
    (refused,) = service.refused(day.clinic.on_duty)
    assert refused.file == "a.csv" and refused.why
    assert not list(folder.glob("*.csv"))


@pytest.mark.parametrize(
    "parts",
    [
        {"device": "\ud800"},
        {"device": "H" * 65},
        {"id_number": "1\n2"},
        {"card": "\ud800"},
        {"taken_ms": -62_000_000_000_000},
    ],
)
def test_numbers_and_times_that_no_store_should_keep_are_refused(parts):
    with pytest.raises(BadReading) as caught:
        reading(told(**parts), NOW)
    str(caught.value).encode()


def test_what_a_file_says_is_cut_and_printable_in_the_sentence():
    with pytest.raises(BadReading) as caught:
        reading(told(item="\ud800" + "x" * 10_000), NOW)
    assert len(str(caught.value)) < 400
    str(caught.value).encode()


def test_a_file_of_an_old_device_in_gb18030_is_read(day, folder, service, woman):
    path = drop(day, folder, "")
    path.write_bytes((HEAD + LINE.replace("sbp", "收缩压").format(128)).encode("gb18030"))
    at = day.clinic.store.wall() / 1000 - 60
    os.utime(path, (at, at))
    assert service.look(day.clinic.on_duty).received == 1


def test_a_file_still_being_written_is_left_for_the_next_look(day, folder, service, woman):
    path = drop(day, folder, HEAD + LINE.format(128))
    now = day.clinic.store.wall() / 1000
    os.utime(path, (now, now))
    assert service.look(day.clinic.on_duty).received == 0
    assert path.exists()
    drop(day, folder, HEAD + LINE.format(128), "b.csv.part")
    assert service.look(day.clinic.on_duty).received == 0


def test_ten_thousand_rows_of_one_file_are_each_read_once(day, folder, service, woman):
    lines = [LINE.replace("08:10", f"{n // 60:02}:{n % 60:02}").format(100 + n % 50) for n in range(1_000)]
    drop(day, folder, HEAD + "".join(lines) * 10)
    assert service.look(day.clinic.on_duty).received == 1_000
    assert (folder / "done" / "a.csv").exists()


def test_what_was_confirmed_today_is_offered_to_the_visits_forms_and_what_was_not_is_not(
    day, folder, service
):
    clinic, person = day.clinic, day.adults[0]
    visit = day.arrives(person)
    taken = beijing(clinic.store.wall() - 3_600_000).strftime("%Y-%m-%d %H:%M")
    drop(
        day,
        folder,
        HEAD
        + "".join(
            f"H-1,{person.id_number},{taken},{item},{value},mmHg\n"
            for item, value in (("sbp", 146), ("dbp", 88))
        ),
    )
    assert service.look(clinic.on_duty).received == 2

    def offered():
        return clinic.forms.start(clinic.on_duty, "htn_followup", visit.resident_id).values

    assert "sbp" not in offered()
    for one in service.unreviewed(clinic.on_duty):
        service.confirm(clinic.on_duty, [one.id])
    assert (offered()["sbp"], offered()["dbp"]) == (146, 88)
