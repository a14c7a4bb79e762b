"""What a child is due for, where the case files say nothing."""

from datetime import date

import pytest

from clinic_app.domain.immunization.due import Status, all_due, due, given_too_early, remind_on
from clinic_app.domain.immunization.schedule import SERIES, UnknownSeries, doses, programme_on
from clinic_app.domain.immunization.series import Child, Given

BORN = date(2017, 3, 10)
GIRL = Child(date(2011, 12, 1), "2")


def given(text: str) -> list[Given]:
    parts = (one.partition("@") for one in text.split())
    return [Given(vaccine, date.fromisoformat(on)) for vaccine, _, on in parts]


@pytest.mark.parametrize(
    ("series", "history", "day", "programme", "expected"),
    [
        pytest.param(
            "JE", "JE-I@2017-11-10", "2017-11-20", "NIP2021", ("JE-I", 2, "2017-11-17", Status.DUE),
            id="an inactivated first dose decides the rows",
        ),
        pytest.param(
            "JE_ALT", "JE-L@2017-11-10", "2019-03-10", "NIP2021", ("JE-L", 2, "2019-03-10", Status.DUE),
            id="a live first dose decides, whatever was asked",
        ),
        pytest.param(
            "JE", "JE-I@2017-11-10 JE-I@2017-11-18 JE-I@2019-03-10 JE-I@2023-03-10", "2024-01-01", "NIP2021",
            ("", None, None, Status.COMPLETE), id="four inactivated doses are all",
        ),
        pytest.param(
            "JE", "JE-I@2017-11-10 JE-L@2018-11-10", "2019-06-01", "NIP2021",
            ("JE-I", 3, "2019-03-10", Status.DUE), id="one of each is not all",
        ),
        pytest.param(
            "HEPA", "HepA-I@2018-09-10 HepA-L@2019-03-09", "2019-03-10", "NIP2021",
            ("HepA-I", 2, "2019-09-09", Status.NOT_DUE), id="one of each a day under six months",
        ),
        pytest.param(
            "HEPA", "HepA-I@2018-09-10 HepA-L@2019-03-10", "2019-03-10", "NIP2021",
            ("", None, None, Status.COMPLETE), id="one of each six months apart",
        ),
        pytest.param(
            "HepB", "HepB@2017-06-01 HepB@2017-07-01", "2017-09-30", "NIP2021",
            ("HepB", 3, "2017-10-01", Status.NOT_DUE), id="hepatitis B 3 waits four months from the first",
        ),
        pytest.param(
            "HepB", "HepB@2017-03-10 HepB@2017-03-10", "2017-04-10", "NIP2021",
            ("HepB", 2, "2017-04-10", Status.DUE), id="a dose told twice is one",
        ),
        pytest.param(
            "JE", "JE-L@2017-11-10 JE-I@2017-11-10", "2019-03-10", "NIP2021",
            ("JE-L", 2, "2019-03-10", Status.DUE), id="of two kinds on one day what was told first",
        ),
        pytest.param(
            "HepB", "HepB@2017-09-10 HepB@2017-03-10 HepB@2017-04-10", "2017-10-01", "NIP2021",
            ("", None, None, Status.COMPLETE), id="told in another order",
        ),
        pytest.param(
            "HepB", "HepB@2017-03-10 HepB@2017-04-11", "2017-04-10", "NIP2021",
            ("HepB", 2, "2017-04-10", Status.DUE), id="a dose after the day is ignored",
        ),
        pytest.param(
            "BCG", "MMR@2017-11-10", "2017-11-20", "NIP2021", ("BCG", 1, "2017-12-08", Status.NOT_DUE),
            id="BCG keeps its distance too",
        ),
        pytest.param(
            "MMR", "JE-L@2017-11-10", "2017-11-10", "NIP2021", ("MMR", 1, "2017-11-10", Status.DUE),
            id="two live vaccines on one day",
        ),
        pytest.param(
            "MMR", "VarV@2017-11-01", "2017-11-10", "NIP2021", ("MMR", 1, "2017-11-29", Status.NOT_DUE),
            id="chickenpox is live",
        ),
        pytest.param(
            "DTP", "DTaP@2017-06-10 DTaP@2017-07-10", "2023-03-10", "NIP2021",
            ("DT", 3, "2023-03-10", Status.OVERDUE), id="from 6 years DT fills to three",
        ),
        pytest.param(
            "DTP", "DTaP@2017-06-10 DTaP@2017-07-10 DTaP@2023-01-10", "2023-03-10", "NIP2021",
            ("DT", 4, "2023-07-10", Status.NOT_DUE), id="three DTaP alone: one DT after six months",
        ),
        pytest.param(
            "DTP", "DTaP@2017-06-10 DTaP@2017-07-10 DT@2023-04-10", "2024-03-10", "NIP2021",
            ("", None, None, Status.COMPLETE), id="three with a DT are all",
        ),
        pytest.param(
            "DTP", "DTaP@2017-06-10", "2025-03-10", "NIP2025", ("DT", 2, "2024-03-10", Status.OVERDUE),
            id="2025: DT from 7 years",
        ),
        pytest.param(
            "DTP", "DTaP@2017-06-10", "2029-03-10", "NIP2025",
            ("ADULT_KIND", 2, "2029-03-10", Status.DUE), id="2025: the adult kind from 12",
        ),
        pytest.param(
            "MEN", "MPSV-A@2018-12-20", "2019-01-05", "NIP2021",
            ("MPSV-AC", 1, "2019-03-20", Status.NOT_DUE), id="the next A would fall after 24 months",
        ),
        pytest.param(
            "MEN", "MPSV-AC@2020-03-10 MPSV-AC@2023-03-10", "2023-03-10", "NIP2021",
            ("", None, None, Status.COMPLETE), id="two AC are all",
        ),
        pytest.param(
            "MEN", "MPSV-A@2017-09-10", "2018-03-10", "NIP2026",
            ("MPSV-A", 2, "2017-12-10", Status.DUE), id="2026 gives MPSV-A 2 until 24 months",
        ),
        pytest.param(
            "POLIO", "IPV@2017-05-10 IPV@2017-06-10 bOPV@2017-07-10 IPV@2018-09-10", "2021-03-10",
            "NIP2021", ("", None, None, Status.COMPLETE), id="four doses need no fifth",
        ),
        pytest.param(
            "HPV", "", "2031-01-01", "NIP2025", ("", None, None, Status.NOT_ELIGIBLE), id="not for boys"
        ),
        pytest.param(
            "HepB", "HepB@2017-03-10", "2035-03-10", "NIP2026", ("", None, None, Status.AGED_OUT),
            id="from 18 years nothing",
        ),
    ],
)  # fmt: skip
def test_next_dose(
    series: str, history: str, day: str, programme: str, expected: tuple[str, int | None, str | None, Status]
) -> None:
    found = due(Child(BORN, "1"), series, given(history), date.fromisoformat(day), programme)
    earliest = found.earliest.isoformat() if found.earliest else None
    assert (found.vaccine, found.dose_no, earliest, found.status) == expected


def test_hpv_is_not_in_the_programme_before_its_day() -> None:
    assert due(GIRL, "HPV", (), date(2025, 11, 9), "NIP2025").status is Status.NOT_ELIGIBLE
    found = due(GIRL, "HPV", (), date(2025, 11, 10))
    assert found.status is Status.DUE
    assert remind_on(found) == date(2025, 11, 3)


def test_the_programme_follows_the_day() -> None:
    days = [date(2020, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2026, 6, 16), date(2026, 6, 17)]
    assert [programme_on(day) for day in days] == ["NIP2021", "NIP2021", "NIP2025", "NIP2025", "NIP2026"]


def test_a_programme_replaces_single_rows_only() -> None:
    assert [dose.vaccine for dose in doses("NIP2026", "MEN").values()] == [
        "MPSV-A",
        "MPSV-A",
        "MPSV-AC",
        "MPSV-AC",
    ]
    assert doses("NIP2021", "MEN")[1].finish_before is None
    assert doses("NIP2026", "MEN")[1].finish_before is not None
    assert doses("NIP2026", "DTP") == doses("NIP2025", "DTP")


def test_a_dose_too_early_counts_with_a_warning() -> None:
    history = given("HepB@2017-03-10 HepB@2017-03-31 HepB@2017-09-10 DTaP@2017-06-10")
    assert given_too_early(Child(BORN, "1"), history) == tuple(given("HepB@2017-03-31"))
    assert due(Child(BORN, "1"), "HepB", history, date(2018, 1, 1)).status is Status.COMPLETE


def test_a_newborn_is_due_for_two_and_waits_for_the_rest() -> None:
    found = {one.series: one.status for one in all_due(Child(BORN, "1"), (), BORN)}
    assert list(found) == list(SERIES)
    assert {key for key, status in found.items() if status is Status.DUE} == {"HepB", "BCG"}


def test_an_unknown_series_is_named() -> None:
    with pytest.raises(UnknownSeries):
        due(Child(BORN, "1"), "RABIES", (), BORN)


LEAP = Child(date(2024, 2, 29), "1")


@pytest.mark.parametrize(
    ("series", "history", "day", "expected"),
    [
        pytest.param("HepB", "", "2024-02-28", ("2024-02-29", Status.NOT_DUE), id="the day before the birth"),
        pytest.param("HepB", "", "2024-03-01", ("2024-02-29", Status.OVERDUE), id="after 24 hours"),
        pytest.param("JE", "", "2024-10-29", ("2024-10-29", Status.DUE), id="months keep the day"),
        pytest.param("JE", "JE-L@2024-10-29", "2026-02-28", ("2026-02-28", Status.DUE), id="two years"),
        pytest.param("BCG", "", "2028-02-28", ("2024-02-29", Status.OVERDUE), id="the last day under four"),
        pytest.param("BCG", "", "2028-02-29", (None, Status.AGED_OUT), id="four on the 29th again"),
        pytest.param("POLIO", "", "2042-02-27", ("2024-04-29", Status.OVERDUE), id="the last day under 18"),
        pytest.param("POLIO", "", "2042-02-28", (None, Status.AGED_OUT), id="18 on the 28th"),
    ],
)
def test_born_on_the_29th_of_february(
    series: str, history: str, day: str, expected: tuple[str | None, Status]
) -> None:
    found = due(LEAP, series, given(history), date.fromisoformat(day))
    assert (found.earliest.isoformat() if found.earliest else None, found.status) == expected
