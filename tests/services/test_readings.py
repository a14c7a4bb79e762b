"""自测: files of self-service devices become readings once, of the right person, and count when confirmed."""

import json
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.devices.hl7 import MAX_BYTES
from clinic_app.devices.self_service import BadReadings, moment, read_told
from clinic_app.domain.forms import Context, form, problems, read
from clinic_app.domain.measurements import PressureUpsideDown, measures
from clinic_app.domain.readings import BadReading, Told, reading, sheet, waiting_days
from clinic_app.domain.roles import Role, may
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.residents import Card
from clinic_app.services.readings import (
    Looked,
    NoRejection,
    NotAlarming,
    NothingDone,
    OffTheScale,
    ReadingService,
    Reviewed,
    intake,
)
from clinic_app.services.residents import NewResident
from clinic_app.services.rounds import Stop
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


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param(HEAD + LINE.format(999), 0, id="a value"),
        pytest.param(HEAD + LINE.replace(ID, "").format(128), waiting_days() + 1, id="nobody's"),
        pytest.param("%PDF-1.4\n", 0, id="another file"),
    ],
)
def test_a_sentence_can_be_had_in_one_language(day, folder, service, text, days):
    drop(day, folder, text, days=days)
    service.look(day.clinic.on_duty)
    (refused,) = service.refused(day.clinic.on_duty)
    chinese, english = refused.said("zh").splitlines(), refused.said("en").splitlines()
    assert len(chinese) == len(english) == 2
    assert all(re.search(r"[\u4e00-\u9fff]", one) for one in chinese)
    assert not any(re.search(r"[\u4e00-\u9fff]", one) for one in english)
    assert not any(re.search(r"refused|nobody|file of|Mend", one) for one in chinese)


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


@pytest.fixture
def person(day):
    """A registered adult, not here today."""
    adult = day.adults[0]
    new = NewResident(name=adult.name, id_number=adult.id_number, source="typed")
    day.residents[adult.id_number] = day.clinic.residents.register(day.clinic.on_duty, new).id
    return day.clinic.residents.resident(day.residents[adult.id_number])


def measured(day, folder, person, *lines, minutes=60):
    """What the person measured at the hut so many minutes ago."""
    taken = beijing(day.clinic.store.wall() - minutes * 60_000).strftime("%Y-%m-%d %H:%M")
    told = (f"H-1,{person.id_number},{taken},{item},{value},{unit}\n" for item, value, unit in lines)
    drop(day, folder, HEAD + "".join(told), f"{minutes}.csv")
    return taken[-5:]


PRESSURE = (("sbp", 146, "mmHg"), ("dbp", 88, "mmHg"))


def confirm_all(day, service):
    by = day.clinic.on_duty
    service.look(by)
    return service.confirm(by, [one.id for one in service.unreviewed(by)])


@pytest.mark.parametrize("visited", [True, False])
def test_what_was_confirmed_today_is_offered_to_the_forms_of_the_day_and_what_was_not_is_not(
    day, folder, service, person, visited
):
    clinic = day.clinic
    if visited:
        day.arrives(day.adults[0])
    at = measured(day, folder, person, *PRESSURE, ("weight", "62.5", "kg"))
    service.look(clinic.on_duty)

    def offered(form="htn_followup"):
        return clinic.forms.start(clinic.on_duty, form, person.id)

    assert "sbp" not in offered().values
    confirm_all(day, service)
    told = offered()
    assert (told.values["sbp"], told.values["dbp"], told.values["weight"]) == (146, 88, "62.5")
    assert {told.origins[key] for key in ("sbp", "dbp", "weight")} == {f"hut {at}"}
    assert "sbp_left" not in offered("health_check").values, "nobody knows which arm it was"
    tomorrow = beijing(clinic.store.wall()).date() + timedelta(days=1)
    later = clinic.forms.start(clinic.on_duty, "htn_followup", person.id, tomorrow)
    assert "sbp" not in later.values


def test_half_a_pressure_of_the_hut_never_joins_half_of_another(day, folder, service, person):
    by = day.clinic.on_duty
    measured(day, folder, person, *PRESSURE, minutes=60)
    confirm_all(day, service)
    measured(day, folder, person, ("sbp", 132, "mmHg"), minutes=20)
    confirm_all(day, service)
    assert not {"sbp", "dbp"} & day.clinic.forms.start(by, "htn_followup", person.id).values.keys()


def test_a_sheet_packed_for_today_has_what_was_measured_and_says_where(day, folder, service, person):
    clinic = day.clinic
    at = measured(day, folder, person, *PRESSURE, ("weight", "62.5", "kg"))
    confirm_all(day, service)
    stop = Stop(resident_id=person.id, form="htn_followup", reason="逾期")
    (sheet,) = clinic.rounds.make(clinic.on_duty, clinic.rounds.today(), [stop]).sheets
    values = sheet.sheet.values
    assert (values["sbp"], values["dbp"], values["weight"]) == (146, 88, "62.5")
    assert sheet.sheet.reason.startswith(f"逾期　自测 {at}：收缩压、舒张压")


def test_each_confirmed_reading_has_its_record_sheet_in_the_same_transaction(day, folder, service, person):
    clinic = day.clinic
    at = measured(day, folder, person, *PRESSURE, ("fpg_poc", "126", "mg/dL"))
    confirm_all(day, service)
    kept = clinic.forms.of(person.id, "kiosk_measure")
    assert {one.values["item"]: one.values["value"] for one in kept} == {
        "sbp": "146",
        "dbp": "88",
        "fpg_poc": "7",
    }
    sugar = next(one for one in kept if one.values["item"] == "fpg_poc")
    assert (sugar.values["unit"], sugar.values["fasting"], sugar.values["state"]) == ("mmol/L", True, "1")
    assert (sugar.values["taken_at"][-5:], sugar.values["identified_by"]) == (at, "1")
    wanted = form("kiosk_measure")
    context = Context(sugar.day, person.sex, person.birth_date)
    assert [problems(wanted, one.values, context) for one in kept] == [()] * 3
    (panel,) = clinic.chart.read(clinic.on_duty, person.id).trends["sbp"]
    assert panel.value_e4 == 1_460_000, "the sheet tells it once, not twice"


def test_a_set_is_confirmed_whole_or_not_at_all(day, folder, service, person):
    by = day.clinic.on_duty
    measured(day, folder, person, ("sbp", 80, "mmHg"), ("dbp", 120, "mmHg"))
    with pytest.raises(PressureUpsideDown):
        confirm_all(day, service)
    assert len(service.unreviewed(by)) == 2
    assert not day.clinic.forms.of(person.id, "kiosk_measure")


@pytest.mark.parametrize("item", [one.key for one in measures().values() if one.decimals is not None])
def test_every_measure_makes_a_sheet_without_a_problem(item):
    low, high = measures()[item].low_e4, measures()[item].high_e4
    values = sheet(
        person=UUID(int=1),
        device="H-1",
        taken_ms=NOW,
        item=item,
        value_e4=(low + high) // 2,
        identified_by="card",
    )
    wanted, context = form("kiosk_measure"), Context(beijing(NOW).date(), "1", date(1960, 1, 1))
    assert read(wanted, values, context) == values
    assert problems(wanted, values, context) == ()


@pytest.mark.parametrize(
    ("item", "value", "unit", "kept"),
    [
        pytest.param("sbp", "16", "kPa", "120", id="kilopascal"),
        pytest.param("sbp", "128.5", "mmHg", "129", id="half up to the table's places"),
        pytest.param("fpg_poc", "100", "mg/dL", "5.6", id="milligrams"),
        pytest.param("temp", "36,8", "℃", "36.8", id="a decimal comma"),
        pytest.param("weight", "125", "斤", "62.5", id="jin"),
    ],
)
def test_units_become_those_of_the_table(item, value, unit, kept):
    read = reading(told(item=item, value=value, unit=unit), NOW)
    assert measures()[item].write(read.value_e4) == kept


@pytest.mark.parametrize(
    ("item", "value", "unit"),
    [("fpg_poc", "126", "mmol/L"), ("fpg_poc", "7.0", "mg/dL"), ("sbp", "16", "mmHg"), ("sbp", "120", "kPa")],
)
def test_a_number_under_the_wrong_unit_is_refused(item, value, unit):
    with pytest.raises(BadReading) as caught:
        reading(told(item=item, value=value, unit=unit), NOW)
    assert caught.value.facts["why"] == "value"


@pytest.mark.parametrize(
    ("value", "beyond", "e4"),
    [(">33.3", ">", 333_000), ("<1.1", "<", 11_000), ("Hi", ">", 167_000), ("LO", "<", 39_000)],
)
def test_off_the_scale_rings_and_is_never_filed_as_a_number(day, folder, service, woman, value, beyond, e4):
    by = day.clinic.on_duty
    drop(day, folder, HEAD + f"H-1,{ID},2026-11-18 08:10,fpg_poc,{value},mmol/L\n")
    assert service.look(by).urgent == 1
    (alarm,) = service.alarms(by)
    assert (alarm.kept.beyond, alarm.kept.value_e4) == (beyond, e4)
    with pytest.raises(OffTheScale):
        service.confirm(by, [alarm.kept.id])
    service.reject(by, alarm.kept.id, "已当面复测")
    assert not service.alarms(by)


def observation(value, *, subject="Patient/p", loinc="8480-6", **more):
    return {
        "resource": {
            "resourceType": "Observation",
            "status": "final",
            "subject": {"reference": subject},
            "device": {"reference": "Device/d"},
            "effectiveDateTime": "2026-11-18T00:10:00Z",
            "code": {
                "coding": [
                    {"system": "urn:maker", "code": "SYS"},
                    {"system": "http://loinc.org", "code": loinc},
                ]
            },
            "valueQuantity": {"value": value, "code": "mm[Hg]"},
            **more,
        }
    }


def patient(key, *numbers):
    return {
        "resource": {"resourceType": "Patient", "id": key, "identifier": [{"value": one} for one in numbers]}
    }


def bundle(*entries):
    device = {"resource": {"resourceType": "Device", "id": "d", "identifier": [{"value": "H-1"}]}}
    return json.dumps({"resourceType": "Bundle", "entry": [device, *entries]}).encode()


OTHER = "350881197001010014"


def test_a_bundle_of_two_people_tells_each_persons_own():
    one, two = patient("p", ID), patient("q", OTHER)
    found = read_told(
        bundle(
            one, two, observation(128), observation(141, subject="Patient/q"), observation(150, subject="")
        )
    )
    assert [(one.value, one.id_number) for one in found] == [("128", ID), ("141", OTHER), ("150", "")]


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([patient("p", ID), patient("p", OTHER)], id="two under one name"),
        pytest.param([patient("p", ID, OTHER)], id="one with two numbers"),
        pytest.param([], id="not in the bundle"),
    ],
)
def test_whom_a_bundle_does_not_tell_apart_is_nobodys(people):
    (found,) = read_told(bundle(*people, observation(128)))
    assert (found.id_number, found.card) == ("", "")


def test_a_comparator_is_told_and_what_was_taken_back_is_refused():
    high = {"valueQuantity": {"value": 33.3, "comparator": ">", "code": "mmol/L"}}
    found, gone = read_told(
        bundle(observation(0, loinc="14770-2", **high), observation(128, status="entered-in-error"))
    )
    assert (reading(found, NOW).item, reading(found, NOW).beyond) == ("fpg_poc", ">")
    with pytest.raises(BadReading) as caught:
        reading(gone, NOW)
    assert caught.value.facts["why"] == "withdrawn"


def test_a_message_of_two_people_without_a_request_for_the_second():
    message = (
        "MSH|^~\\&|H\\T\\T|A1|||20261118081000||ORU^R01|1|P|2.5\r"
        f"PID|1||{ID}\rOBR|1||||||20261118081000\rOBX|1|NM|8480-6||128|mm[Hg]\r"
        f"PID|2||{OTHER}\rOBX|1|NM|8480-6||141|mm[Hg]|||||D|||20261118090000\r"
    )
    first, second = read_told(message.encode())
    assert (first.device, first.id_number, second.id_number) == ("H&T A1", ID, OTHER)
    assert (first.flaw, second.flaw) == ("", "withdrawn")


def test_an_identity_number_of_another_in_the_cards_place_is_nobodys(day, folder, service, woman):
    head, line = HEAD.replace("设备编号", "设备编号,卡号"), LINE.replace("H-1", f"H-1,{OTHER}").format(128)
    drop(day, folder, head + line)
    assert len(service.look(day.clinic.on_duty).waiting) == 1


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        pytest.param((HEAD + LINE.format(128)).replace(",", ";").encode(), "128", id="semicolons"),
        pytest.param(
            (HEAD + LINE.format(128)).replace(",", "\t").encode("utf-16"), "128", id="a spreadsheet's UTF-16"
        ),
        pytest.param(
            (HEAD + LINE.format(128).replace("-11-18 08", "/11/18 8")).replace("2026-", "2026/").encode(),
            "128",
            id="a spreadsheet's day",
        ),
        pytest.param((HEAD + LINE.format('"128,0"')).encode(), "128", id="a decimal comma in quotes"),
    ],
)
def test_what_spreadsheets_make_of_a_file_is_read(data, kept):
    (found,) = read_told(data)
    assert measures()["sbp"].write(reading(found, NOW).value_e4) == kept


def test_a_decimal_comma_without_quotes_is_named(day, folder, service, woman):
    drop(day, folder, HEAD + LINE.replace("sbp", "temp").replace("mmHg", "℃").format("36,8"))
    assert service.look(day.clinic.on_duty).refused == 1
    (refused,) = service.refused(day.clinic.on_duty)
    assert "格数与表头不符" in refused.why and "放回" in refused.why


@pytest.mark.parametrize(
    ("taken", "why"), [("2026-12-24 08:10", "现在以后"), ("1970-01-01 08:00", "一年以前")]
)
def test_a_wrong_clock_is_named(day, folder, service, woman, taken, why):
    drop(day, folder, HEAD + LINE.replace("2026-11-18 08:10", taken).format(128))
    service.look(day.clinic.on_duty)
    (refused,) = service.refused(day.clinic.on_duty)
    assert why in refused.why and "校准" in refused.why


def test_two_measurings_of_a_clock_that_began_anew_are_both_kept(day, folder, service, woman):
    drop(day, folder, HEAD + LINE.format(128))
    drop(day, folder, HEAD + LINE.format(131), "b.csv")
    assert service.look(day.clinic.on_duty).received == 2


def test_files_that_wait_for_a_person_hold_up_no_others(day, folder, service, woman):
    by = day.clinic.on_duty
    for number in range(intake.AT_ONCE + 30):
        lines = LINE.replace(ID, "").replace("08:10", f"{number // 60:02}:{number % 60:02}")
        drop(day, folder, HEAD + lines.format(128), f"{number}.csv", days=1)
    first, second = service.look(by), service.look(by)
    assert (len(first.waiting), first.left) == (intake.AT_ONCE, 30)
    assert (len(second.waiting), second.left) == (intake.AT_ONCE + 30, 0)
    drop(day, folder, HEAD + LINE.format(186), "new.csv")
    drop(day, folder, HEAD + LINE.format(141), "old.csv", days=20)
    last = service.look(by)
    assert (last.received, last.urgent, len(last.waiting)) == (2, 1, intake.AT_ONCE + 30)
    service.match(by, last.waiting[-1], woman)
    assert len(service.look(by).waiting) == intake.AT_ONCE + 29


def test_a_file_cut_in_the_middle_is_given_time_to_grow(day, folder, service, woman):
    by = day.clinic.on_duty
    path = drop(day, folder, HEAD + LINE.format(128) + LINE.format(131)[:40])
    young = day.clinic.store.wall() / 1000 - 10
    os.utime(path, (young, young))
    assert service.look(by) == Looked()
    drop(day, folder, HEAD + LINE.format(128) + LINE.format(131))
    assert service.look(by).received == 2


def test_a_file_that_grows_while_it_is_read_is_read_again(day, folder, service, woman, monkeypatch):
    by, path = day.clinic.on_duty, drop(day, folder, HEAD + LINE.format(128))
    read_now = intake.read_told

    def meanwhile(data):
        monkeypatch.setattr(intake, "read_told", read_now)
        drop(day, folder, HEAD + LINE.format(128) + LINE.format(131))
        return read_now(data)

    monkeypatch.setattr(intake, "read_told", meanwhile)
    assert (service.look(by).received, path.exists()) == (1, True)
    assert (service.look(by).received, path.exists()) == (1, False)


def test_a_file_that_another_program_holds_is_named_and_taken_later(day, folder, service, woman, monkeypatch):
    """As Windows answers; a test that runs as root cannot take its own right to read."""
    by = day.clinic.on_duty
    drop(day, folder, HEAD + LINE.format(128))
    drop(day, folder, HEAD + LINE.format(131), "b.csv")
    contents = intake._contents

    def held(path):
        if path.name == "a.csv":
            raise PermissionError(13, "used by another process")
        return contents(path)

    monkeypatch.setattr(intake, "_contents", held)
    looked = service.look(by)
    assert looked.received == 1
    assert [(one.file, "占用" in one.why) for one in looked.held] == [("a.csv", True)]
    monkeypatch.setattr(intake, "_contents", contents)
    assert (service.look(by).received, service.look(by)) == (1, Looked())


def test_a_file_that_cannot_be_moved_is_taken_once_and_named(day, folder, service, woman):
    by = day.clinic.on_duty
    (folder / "done").write_text("no folder")
    drop(day, folder, HEAD + LINE.format(128))
    first, second = service.look(by), service.look(by)
    assert (first.received, second.received) == (1, 0)
    assert ["移不走" in one.why for one in second.held] == [True]


def test_a_device_that_always_writes_the_same_name_loses_nothing(day, folder, service, woman):
    for minute in range(10, 15):
        drop(day, folder, HEAD + LINE.replace("08:10", f"08:{minute}").format(128), days=minute)
        service.look(day.clinic.on_duty)
    assert len(list((folder / "done").iterdir())) == 5


def test_what_a_system_leaves_by_itself_is_no_devices_file(day, folder, service):
    for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "~$a.csv", "a.csv.part"):
        drop(day, folder, "x", name)
    assert service.look(day.clinic.on_duty) == Looked()
