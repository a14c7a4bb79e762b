"""查验与催种 on a real store: pasted lists, reminders, what goes on paper, and boxes that the stock knows."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from clinic_app.domain.immunization.giving import GivenAlready, NewDose, UnknownVaccine
from clinic_app.domain.pharmacy.trace import BadTraceCode
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.facts.health_records import ResidentDied
from clinic_app.journal.facts.stock import BatchReceived, CodeUsed, StockReceived
from clinic_app.printing.documents import Document, Table
from clinic_app.services.immunization import BadDay, GivenElsewhere
from clinic_app.services.vaccination_lists import LongList
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy, resident

NOON = datetime(2026, 11, 22, 12, tzinfo=BEIJING)
TODAY = NOON.date()
BORN = date(2025, 11, 1)
BOX = "81012340000000000017"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists") / "template"
    made_template(folder, lambda: ms_of(NOON))
    return folder


@pytest.fixture
def clinic(template: Path, tmp_path: Path) -> Iterator[Clinic]:
    opened = opened_copy(template, tmp_path / "data", lambda: ms_of(NOON))
    yield opened
    opened.close()


def child(clinic: Clinic, name: str, born: date = BORN, **more: str) -> UUID:
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(resident(name, birth_date=born, **more)).id


def cells(paper: Document) -> list[str]:
    return [cell for block in paper.blocks if isinstance(block, Table) for row in block.rows for cell in row]


def test_a_line_is_a_name_with_a_birth_date_and_two_of_one_name_are_not_guessed(clinic: Clinic) -> None:
    one = child(clinic, "陈小宝")
    child(clinic, "林小妹", date(2022, 3, 5))
    child(clinic, "林小妹", date(2023, 3, 5))
    found = clinic.vaccination_lists.check(
        clinic.on_duty, "1 陈小宝 2025.11.01\n林小妹\n林小妹，20220305\n陈小宝 2020-01-01\n\n"
    )
    assert {one.resident.name for one in found.lacking} == {"陈小宝", "林小妹"}
    assert one in {one.resident.id for one in found.lacking}
    assert [(called.line, called.several) for called in found.unknown] == [
        ("林小妹", True),
        ("陈小宝 2020-01-01", False),
    ]


def test_reminders_are_of_one_village_and_look_seven_days_ahead(clinic: Clinic) -> None:
    born = date(2026, 10, 28)
    near = child(clinic, "陈小宝", born, village="西洋村")
    for vaccine in ("HepB", "BCG"):
        clinic.immunization.told(clinic.on_duty, near, GivenElsewhere(vaccine=vaccine, on=born))
    child(clinic, "林小妹", date(2026, 1, 28), village="北洋村")
    lists, by = clinic.vaccination_lists, clinic.on_duty
    assert near not in {one.resident.id for one in clinic.immunization.due_children(by)}
    assert lists.villages(by) == ("北洋村", "西洋村")
    assert [one.resident.id for one in lists.reminders(by, date(2026, 11, 20), "西洋村")] == [near]
    assert {one.resident.name for one in lists.reminders(by, TODAY)} == {"陈小宝", "林小妹"}


def test_the_papers_hold_what_is_lacking_and_every_dose(clinic: Clinic) -> None:
    who, by = child(clinic, "陈小宝"), clinic.on_duty
    told = GivenElsewhere(vaccine="HepB", on=BORN, batch="E7", unit="县医院")
    clinic.immunization.told(by, who, told)
    lists = clinic.vaccination_lists
    record = cells(lists.record_paper(by, who))
    assert {"乙肝疫苗", "2025-11-01", "E7", "县医院"} <= set(record)
    checked = cells(lists.check_paper(lists.check(by, "陈小宝")))
    assert any("乙肝疫苗第2剂（逾期）" in cell for cell in checked)
    reminded = lists.reminder_paper(lists.reminders(by, TODAY), TODAY, "")
    assert "陈小宝" in cells(reminded)


def test_a_dose_of_elsewhere_lies_between_birth_and_today_and_is_told_once(clinic: Clinic) -> None:
    who, by, service = child(clinic, "陈小宝"), clinic.on_duty, clinic.immunization
    for on in (date(2025, 10, 31), date(2026, 11, 23)):
        with pytest.raises(BadDay):
            service.told(by, who, GivenElsewhere(vaccine="HepB", on=on))
    with pytest.raises(UnknownVaccine):
        service.told(by, who, GivenElsewhere(vaccine="万能", on=TODAY))
    service.told(by, who, GivenElsewhere(vaccine="HepB", on=TODAY))
    with pytest.raises(GivenAlready):
        service.told(by, who, GivenElsewhere(vaccine="HepB", on=TODAY))
    assert service.told(by, who, GivenElsewhere(vaccine="HepB", on=BORN)).dose_no == 1


def test_a_box_of_the_stock_is_known_by_the_name_of_its_drug(clinic: Clinic) -> None:
    by, expires = clinic.on_duty, date(2027, 8, 31)
    batch = BatchReceived(
        batch_id=uuid4(), drug="V1", name="重组乙型肝炎疫苗", lot="S9", expires=expires, pack_qty=1,
        unit="支", pack_unit="支", pric_e6=0, qty_e4=10_000, codes=(CodeUsed(code=BOX, qty_e4=10_000),),
    )  # fmt: skip
    assert clinic.immunization.of_box(by, BOX) is None
    with clinic.store.writing(by.author) as writing:
        writing.append(StockReceived(received_on=TODAY, supplier="某公司", batches=(batch,)))
    found = clinic.immunization.of_box(by, BOX)
    assert found is not None
    assert (found.vaccine, found.batch, found.expiry, found.trace_code) == ("HepB", "S9", expires, BOX)
    assert (found.route, found.screened, found.consent) == ("IM", False, False)
    with pytest.raises(BadTraceCode):
        clinic.immunization.of_box(by, "12")


def test_the_symbol_tells_lot_and_expiry_where_an_earlier_box_tells_the_vaccine(clinic: Clinic) -> None:
    by, service = clinic.on_duty, clinic.immunization
    new = NewDose(
        vaccine="HepB", batch="B1", maker="某厂", expiry=date(2027, 6, 1), screened=True, consent=True,
        trace_code=BOX,
    )  # fmt: skip
    service.give(by, child(clinic, "陈小宝"), new)
    found = service.of_box(by, "(01)06901234567892(17)270131(10)A1(21)81012340000000000025")
    assert found is not None
    assert (found.vaccine, found.maker) == ("HepB", "某厂")
    assert (found.batch, found.expiry) == ("A1", date(2027, 1, 31))


def test_a_check_calls_nobody_complete_of_whom_nothing_can_be_said(clinic: Clinic) -> None:
    by, refused = clinic.on_duty, child(clinic, "陈小宝")
    for line in clinic.immunization.card(by, refused).lines:
        clinic.immunization.defer(by, refused, line.due.series, date(2030, 1, 1), "refusal")
    dead = child(clinic, "林小妹")
    with clinic.store.writing(by.author) as writing:
        writing.append(ResidentDied(on=TODAY, cause="", salt="s"), dead)
        writing.append(resident("无日期", birth_date=None))
    found = clinic.vaccination_lists.check(by, "陈小宝\n林小妹\n无日期")
    assert [one.resident.id for one in found.lacking] == [refused], "refused, and lacking all the same"
    assert found.complete == ()
    assert [one.line for one in found.unknown] == ["林小妹", "无日期"]


def test_no_line_of_a_long_list_is_left_out_unsaid(clinic: Clinic) -> None:
    with pytest.raises(LongList):
        clinic.vaccination_lists.check(clinic.on_duty, "甲\n" * 2_001)


def test_coverage_counts_who_is_here_and_each_kind_of_a_vaccine_for_itself(clinic: Clinic) -> None:
    by, born = clinic.on_duty, date(2020, 1, 10)
    one, dead = child(clinic, "陈小宝", born), child(clinic, "林小妹", born)
    for vaccine, on in (("MPSV-A", date(2020, 8, 1)), ("MPSV-AC", date(2023, 2, 1))):
        clinic.immunization.told(by, one, GivenElsewhere(vaccine=vaccine, on=on))
    with clinic.store.writing(by.author) as writing:
        writing.append(ResidentDied(on=TODAY, cause="", salt="s"), dead)
    rows = [row for row in clinic.vaccination_lists.coverage(by, 2020) if row.series == "MEN"]
    assert [(row.dose_no, row.given, row.owed) for row in rows] == [
        (1, 1, 1),
        (2, 0, 1),
        (3, 1, 1),
        (4, 0, 1),
    ]
