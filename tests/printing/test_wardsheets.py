"""Papers of the ward say what was ordered, given and written, and look the same each time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_app.domain.ward import Category, Term
from clinic_app.printing.documents import Fields, Line, Pair, Plot, Table
from clinic_app.printing.wardsheets import vital_blocks
from clinic_app.projections.queries.ward import Vital
from clinic_app.services.wardorders import NewOrder
from clinic_app.ui.printing.pdf import pdf
from tests.services.test_ward import drug, in_bed, ordered, service, tomorrow
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic
from tests.ui.ward_day import PNEUMONIA


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


def words(document) -> str:
    """All that stands on a paper."""
    found = []
    for block in document.blocks:
        if isinstance(block, Line):
            found.append(block.text)
        elif isinstance(block, Pair):
            found += [block.left, block.right]
        elif isinstance(block, Fields):
            found += [part for pair in block.pairs for part in pair]
        elif isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
    return "\n".join(found)


def test_the_order_sheet_has_long_and_single_orders_with_their_doctor(day, qapp):
    stay = in_bed(day)
    (long, *_) = ordered(
        day, stay, drug(), NewOrder(term=Term.ONCE, category=Category.CARE, name="测血糖", frequency="st")
    )
    day.clinic.wardorders.stop(day.clinic.on_duty, stay.id, [long])
    paper = day.clinic.wardpapers.orders(stay.id)
    said = words(paper)
    assert "长期医嘱" in said and "临时医嘱" in said and "测血糖 立即一次" in said
    assert "盐酸氨溴索片 30mg 30mg 口服 每日三次" in said and said.count("王晓明") == 3
    assert pdf(paper) == pdf(paper)


def test_the_dose_list_and_the_supply_list_of_a_day(day, qapp):
    stay = in_bed(day)
    ordered(day, stay, drug(), service())
    on = tomorrow(day)
    assert words(day.clinic.wardpapers.doses(on)).count("盐酸氨溴索片") == 3
    assert "01床×3" in words(day.clinic.wardpapers.supplies(on))


def test_the_discharge_summary_has_diagnosis_parts_and_addenda(day, qapp):
    stay = in_bed(day)
    notes, by = day.clinic.wardnotes, day.clinic.on_duty
    made = notes.sign(
        by, stay.id, "discharge", {"诊疗经过": "抗感染", "出院医嘱": "休息"}, diagnoses=(PNEUMONIA,)
    )
    notes.add_to(by, made, "带药三天")
    said = words(day.clinic.wardpapers.note(made))
    assert [part in said for part in ("出院记录", "肺炎", "抗感染", "休息", "补记", "带药三天")] == [True] * 6


def test_the_chart_draws_each_value_at_its_hour_and_sums_what_was_drunk(day, qapp):
    stay = in_bed(day)
    care, by, now = day.clinic.wardcare, day.clinic.on_duty, day.clock.now
    care.measure(by, stay.id, now - 60_000, {"temp": 385_000, "pulse": 900_000, "intake": 5_000_000})
    care.measure(by, stay.id, now, {"intake": 2_500_000, "sbp": 1_280_000, "dbp": 760_000})
    paper = day.clinic.wardpapers.vitals(stay.id, stay.day)
    plot = next(block for block in paper.blocks if isinstance(block, Plot))
    (temperature,) = plot.curves[0].points
    assert temperature == (pytest.approx(8.5 / 24 / 7, abs=1e-3), pytest.approx(0.5))
    said = words(paper)
    assert "750" in said and "128/76" in said
    assert pdf(paper) == pdf(paper)


def test_a_value_of_another_week_is_on_another_sheet(day):
    first = day.clinic.wardcare.today()
    later = Vital(day.clock.now + 7 * 86_400_000, 380_000)
    assert vital_blocks({"temp": [later]}, first)[0].curves[0].points == ()
    assert len(vital_blocks({"temp": [later]}, first + timedelta(days=7))[0].curves[0].points) == 1
