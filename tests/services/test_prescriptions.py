"""What is asked before a prescription is signed, and one that is written anew."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from clinic_app.domain.catalogs import drugs
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.services.outpatient import (
    CancelledAlready,
    Findings,
    NothingAdded,
    PrescriptionRefused,
    SettledAlready,
)
from tests.signed import sign_without_rules
from tests.ui.clinic_day import ClinicDay, begin_day, drug_line, found_clinic


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    one = begin_day(founded, tmp_path / "data")
    yield one
    one.clinic.close()


def found(*codes: str, days: int = 3) -> Findings:
    known = {one.code: one for one in drugs()}
    return Findings(
        complaint="头痛2天",
        diagnoses=(Diagnosis("R51", "头痛"),),
        drugs=tuple(drug_line(known[code], days=days) for code in codes),
    )


def keys(day: ClinicDay, visit, asked: Findings) -> set[str]:
    return {
        hit.key
        for one in day.clinic.outpatient.check(day.clinic.on_duty, visit.id, asked)
        for hit in one.hits
    }


def test_the_new_one_names_the_old_and_both_are_of_the_visit(day):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002")
    (old,) = day.clinic.records.prescriptions(visit.id)
    asked = replace(found("YP0002", days=5), replaces=old.id)
    assert "P18.in_hand" not in keys(day, visit, asked)  # what it replaces is nowhere at home
    (new,) = day.clinic.records.reissue(day.clinic.on_duty, visit.id, asked, "天数写错")
    first, second = day.clinic.records.prescriptions(visit.id)
    assert (first.cancelled_reason, second.id, second.replaces) == ("天数写错", new, old.id)
    assert len(day.clinic.paperwork.prescriptions(visit.id)) == 2
    with pytest.raises(CancelledAlready):
        day.clinic.records.reissue(day.clinic.on_duty, visit.id, asked, "天数写错")


def test_nothing_is_cancelled_where_the_new_one_is_refused(day):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002")
    (old,) = day.clinic.records.prescriptions(visit.id)
    records, by = day.clinic.records, day.clinic.on_duty
    with pytest.raises(PrescriptionRefused):  # 30 days without a reason
        records.reissue(by, visit.id, replace(found("YP0002", days=30), replaces=old.id), "天数写错")
    with pytest.raises(NothingAdded):
        records.reissue(by, visit.id, replace(found("YP0002"), replaces=old.id), " ")
    with pytest.raises(NothingAdded):
        records.reissue(by, visit.id, replace(found(), replaces=old.id), "天数写错")
    assert [one.cancelled_reason for one in records.prescriptions(visit.id)] == [None]


def test_what_is_paid_is_not_written_anew(day):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002")
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    (old,) = day.clinic.records.prescriptions(visit.id)
    with pytest.raises(SettledAlready):
        day.clinic.records.reissue(
            day.clinic.on_duty, visit.id, replace(found("YP0002"), replaces=old.id), "天数写错"
        )


def test_own_medicine_is_on_the_sheet_and_not_on_the_bill(day):
    visit = day.arrives(day.adults[0])
    day.has_no_allergies(visit)
    day.clinic.registration.call(day.clinic.on_duty, visit.id)
    asked = found("YP0002", "YP1020")
    ours, own = asked.drugs
    line = msgspec.structs.replace(own, own=True)
    day.clinic.outpatient.sign(day.clinic.on_duty, visit.id, replace(asked, drugs=(ours, line)))
    bill = day.clinic.settlement.presettle(visit.id)
    assert [one.med_list_codg for one in bill.bill.lines] == ["YP0002"]


def test_the_window_hands_out_what_the_new_one_says_and_not_the_old(day):
    visit = day.examined(day.arrives(day.adults[0]), "YP0002")
    (old,) = day.clinic.records.prescriptions(visit.id)
    asked = found("YP0002", days=5)
    (line,) = asked.drugs
    anew = msgspec.structs.replace(line, dose="2.5mg")
    asked = replace(asked, drugs=(anew,), replaces=old.id)
    day.clinic.records.reissue(day.clinic.on_duty, visit.id, asked, "剂量写错")
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    (waiting,) = day.clinic.pharmacy.waiting()
    assert [(one.dose, one.days, one.paid_e4) for one in waiting.lines] == [("2.5mg", 5, 10_000)]


def test_a_patients_own_box_gives_the_window_neither_dose_nor_quantity(day):
    visit = day.arrives(day.adults[0])
    day.clinic.registration.call(day.clinic.on_duty, visit.id)
    asked = found("YP0002")
    (ours,) = asked.drugs
    own = msgspec.structs.replace(ours, own=True, dose="9g", cnt_e4=90_000)
    sign_without_rules(day.clinic, visit, replace(asked, drugs=(own, ours)))
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    (waiting,) = day.clinic.pharmacy.waiting()
    assert [(one.dose, one.unit, one.paid_e4) for one in waiting.lines] == [
        (ours.dose, ours.unit, ours.cnt_e4)
    ]


def test_the_share_of_essential_medicines_counts_what_stands(day):
    assert day.clinic.outpatient.essential_share(day.clinic.on_duty) == (0, 0)
    visit = day.examined(day.arrives(day.adults[0]), "YP0002", "YP1072")
    assert day.clinic.outpatient.essential_share(day.clinic.on_duty) == (1, 2)
    for one in day.clinic.records.prescriptions(visit.id):
        day.clinic.records.cancel(day.clinic.on_duty, visit.id, one.id, "开错药")
    assert day.clinic.outpatient.essential_share(day.clinic.on_duty) == (0, 0)


def test_what_the_fund_pays_under_a_condition_is_asked_of_the_insured_alone(day):
    insurance, by = day.clinic.insurance, day.clinic.on_duty
    text = insurance.policies()[0].text
    marked = text.replace(
        'chrgitm_lv = "01", selfpay_prop_bp = 0 },\n',
        'chrgitm_lv = "01", selfpay_prop_bp = 0, lmt_used = true },\n',
    )
    assert marked != text
    insurance.install_policy(by, marked)
    insured = day.arrives(day.adults[0], day.insure(day.adults[0]))
    alone = day.arrives(day.adults[1])
    assert "P19.restricted" in keys(day, insured, found("YP0002"))
    assert "P19.restricted" not in keys(day, alone, found("YP0002"))


def test_a_pain_file_that_was_looked_at_today_counts_for_this_visit(day):
    visit = day.arrives(day.adults[0])
    asked = found("YP1430", days=5)
    assert "P09.days" in keys(day, visit, asked)
    assert "P09.days" not in keys(day, visit, replace(asked, pain_checked=True))


def test_the_same_substance_adds_up_over_the_sheets_of_a_visit(day):
    visit = day.arrives(day.adults[0])
    full = ("YP1252", "YP1254", "YP0002", "YP0003", "YP1057")  # 1.7 g of paracetamol a day, of at most 2 g
    assert "P10.together" not in keys(day, visit, found(*full))
    both = day.clinic.outpatient.check(day.clinic.on_duty, visit.id, found(*full, "YP1253"))
    assert [any(hit.key == "P10.together" for hit in one.hits) for one in both] == [True, True]
