"""目录 at the clinic: what can be chosen follows the county's publications, what was written stays."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_app.domain.catalogs import Catalogues
from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.projections.queries.catalogs import categories_on, in_force
from clinic_app.services.inpatient import BadItem, Wanted
from clinic_app.store.rebuild import rebuild
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic
from tests.ui.ward_day import admitted

HEADING = "code,name,unit,pack_unit,price_e6\n"
AMOXICILLIN = "YP0001"


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


def publish(day: ClinicDay, *lines: str, effective: date | None = None, **more: object) -> None:
    """As if it had come from the county."""
    store = day.clinic.store
    with store.writing(day.clinic.on_duty.author) as writing:
        text = HEADING + "\n".join(lines) if lines else ""
        writing.append(CatalogPublished(kind="drugs", text=text, effective=effective, **more))


def chosen(day: ClinicDay, text: str) -> list[str]:
    return [drug.name for drug in day.clinic.catalogs.in_force().drugs.find(text)]


def test_what_is_shipped_is_offered_until_something_is_published(day: ClinicDay) -> None:
    assert day.clinic.catalogs.in_force() == Catalogues.shipped()
    publish(day, "P1,县选阿莫西林,粒,盒,9000000")
    assert chosen(day, "阿莫西林") == ["县选阿莫西林"]
    assert day.clinic.catalogs.in_force().diagnoses is Catalogues.shipped().diagnoses


def test_a_catalogue_is_prepared_once_for_each_publication(day: ClinicDay) -> None:
    publish(day, "P1,县选阿莫西林,粒,盒,9000000")
    first = day.clinic.catalogs.in_force().drugs
    assert day.clinic.catalogs.in_force().drugs is first
    publish(day, "P2,头孢呋辛,片,盒,9000000")
    assert day.clinic.catalogs.in_force().drugs is not first


def test_tomorrows_publication_waits_for_its_day(day: ClinicDay) -> None:
    tomorrow = day.clinic.inpatient.today() + timedelta(days=1)
    publish(day, "P1,县选阿莫西林,粒,盒,9000000", effective=tomorrow)
    assert day.clinic.catalogs.in_force() == Catalogues.shipped()


def test_a_row_that_this_version_cannot_read_is_left_out(day: ClinicDay) -> None:
    publish(day, "P1,县选阿莫西林,粒,盒,9000000", "P2,阿莫西林颗粒,袋,盒,许多")
    assert chosen(day, "阿莫西林") == ["县选阿莫西林"]


@pytest.mark.parametrize(
    "text",
    [
        "code,name,unit,price_e6\nP1\nP2,药,片,1,2,3\n,无码,片,1\n",
        "code,name,unit,price_e6\nP2,药,片,1\n" + "x" * 200_000 + "\n",
        "code,name,unit,price_e6\nP2,药,片,1\nP3,,片,\n",
    ],
    ids=["wrong widths", "a cell without end", "empty cells"],
)
def test_whatever_a_text_holds_the_rows_that_can_be_read_are_offered(day: ClinicDay, text: str) -> None:
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(CatalogPublished(kind="drugs", text=text))
    assert [drug.code for drug in day.clinic.catalogs.in_force().drugs] == ["P2"]


def test_what_was_withdrawn_cannot_be_charged_and_can_be_taken_off(day: ClinicDay) -> None:
    clinic, by = day.clinic, day.clinic.on_duty
    stay = admitted(day)
    today = clinic.inpatient.today()
    clinic.inpatient.charge(by, stay.id, today, [Wanted(AMOXICILLIN, 2)])
    publish(day, "P1,头孢呋辛,片,盒,9000000")
    with pytest.raises(BadItem):
        clinic.inpatient.charge(by, stay.id, today, [Wanted(AMOXICILLIN, 1)])
    (off,) = clinic.inpatient.charge(by, stay.id, today, [Wanted(AMOXICILLIN, -1)])
    assert (off.name, off.cnt_e4) == ("阿莫西林胶囊 0.25g×24粒", -10_000)


def test_what_was_charged_keeps_its_category_when_it_is_withdrawn(day: ClinicDay) -> None:
    today = day.clinic.inpatient.today()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    publish(day, "P1,县选阿莫西林,粒,盒,9000000", effective=yesterday)
    publish(day, "P2,头孢呋辛,片,盒,9000000", effective=today)
    publish(day, "P3,头孢克肟,片,盒,9000000", effective=tomorrow)
    with day.clinic.store.reading() as connection:
        categories = categories_on(connection, today)
        assert [categories.get(code) for code in ("P1", "P2", "P3")] == ["drug", "drug", None]
        assert (categories[AMOXICILLIN], categories["ZL0001"]) == ("drug", "registration")
        assert in_force(connection, "drugs", today).of_code("P1") is None
        assert "P1" not in categories_on(connection, yesterday - timedelta(days=1))


def test_a_replay_comes_to_the_same_catalogue(day: ClinicDay) -> None:
    publish(day, "P1,甲药,粒,盒,1", "P2,乙药,粒,盒,1", version="1")
    publish(day, "P3,丙药,粒,盒,1", version="2", before="1", withdrawn=("P1",))
    before = [drug.code for drug in day.clinic.catalogs.in_force().drugs]
    rebuild(day.clinic.store)
    assert [drug.code for drug in day.clinic.catalogs.in_force().drugs] == before == ["P2", "P3"]
