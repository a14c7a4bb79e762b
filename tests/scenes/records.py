"""Health records, forms, work list, rounds, home visits, programmes, readings, indicators."""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
from clinic_app.domain.health_record import State
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.indicators import PopulationStated, TargetStated
from clinic_app.projections.queries.worklist import View
from clinic_app.services.home_visits import Errand
from clinic_app.services.households import House
from clinic_app.services.residents import NewResident
from clinic_app.services.rounds import Stop
from clinic_app.ui.pages.health_record.state import Part as RecordPart
from clinic_app.ui.pages.rounds.page import PACKING
from tests.scenes.waiting import calm
from tests.ui.workplace import DeskReader


def a_record(work: Workplace, reader: DeskReader) -> None:
    """The head of a household, with a number and a move that was told in error."""
    clinic, by = work.clinic, work.clinic.on_duty
    first, second, third = (visit.resident_id for visit in clinic.registration.queue()[:3])
    if clinic.households.of(first) is None:
        house = House(village="西洋村", village_code="350881102101", group="3", house="17")
        home = clinic.households.found(by, house, first)
        clinic.households.join(by, home.id, second, "1")
        clinic.households.join(by, home.id, third, "99")
        clinic.health_record.open(by, first, house.village_code)
        clinic.health_record.move(by, first, State.OUT, clinic.health_record.today(), "厦门市思明区")
        told = clinic.health_record.of(by, first).events[0]
        clinic.health_record.correct(by, first, told.id, "外出务工，不是迁出")
    work.desk.take(first)


def from_the_hut(work: Workplace, reader: DeskReader) -> None:
    """自测: an emergency value of the health hut, somebody whom nobody knows, and a file set aside."""
    clinic, folder = work.clinic, work.clinic.store.folder / "hut"
    clinic.readings.look_into(folder)
    if not folder.exists():
        folder.mkdir()
        seen = {visit.resident_id: clinic.residents.resident(visit.resident_id).id_number
                for visit in clinic.registration.queue()}  # fmt: skip
        first, second = [number for number in seen.values() if number][:2]
        _leave(folder / "hut-1101.csv", clinic.store.wall(), (
            (first, "sbp", "186", "mmHg"), (first, "dbp", "112", "mmHg"), (first, "pulse", "88", "次/分"),
            (second, "sbp", "134", "mmHg"), (second, "dbp", "84", "mmHg"), (second, "weight", "61.5", "kg"),
        ))  # fmt: skip
        nobody = (("", "sbp", "128", "mmHg"), ("", "dbp", "79", "mmHg"))
        _leave(folder / "hut-1102.csv", clinic.store.wall(), nobody)
        _leave(folder / "hut-1103.csv", clinic.store.wall(), ((second, "sbp", "999", "mmHg"),))
    work.look_for_readings()
    calm(work)
    work.window.page("readings").model.refresh()
    work.refresh_status()


def _leave(path: Path, now_ms: int, values: Sequence[tuple[str, str, str, str]]) -> None:
    """A file of a device, by the clock of the clinic, written to its end a minute ago."""
    taken = beijing(now_ms - 3_600_000).strftime("%Y-%m-%d %H:%M")
    lines = [f"HUT-01,{who},{taken},{item},{value},{unit}" for who, item, value, unit in values]
    path.write_text("\n".join(["设备编号,身份证号,检测时间,检测项目,结果,单位", *lines]), encoding="utf-8")
    os.utime(path, ((now_ms - 60_000) / 1000,) * 2)


def cases(work: Workplace, reader: DeskReader) -> None:
    """A case with its result and money, one that waits, and somebody who may not have it."""
    clinic, by = work.clinic, work.clinic.on_duty
    service, today = clinic.programmes, clinic.programmes.today()
    if not service.register(by, "two_cancers", today, today):
        for name, year in (("林秀英", 1976), ("陈美华", 1981)):
            new = NewResident(name=name, sex="2", birth_date=date(year, 5, 1), temp_reason="F")
            who = clinic.residents.register(by, new).id
            for item in ("cervical", "breast"):
                case = service.enrol(by, who, "two_cancers", item, ("rural",))
        service.finish(by, case.id, today, "1", "漳平市妇幼保健院")
        service.subsidise(by, case.id, 7900)
    page = work.window.page("programmes")
    page.view_model.refresh()
    work.desk.take(clinic.registration.queue()[0].resident_id)


def due(work: Workplace, reader: DeskReader) -> None:
    """Some who are managed, one of them late, and a person in hand to be taken in."""
    clinic, by = work.clinic, work.clinic.on_duty
    today = clinic.care.today()
    people = grown_ups(work)[:6]
    for number, (who, service) in enumerate(zip(people, ("htn", "dm", "htn", "psych", "dm"), strict=False)):
        if not clinic.care.of(by, who):
            clinic.care.open(by, who, service, today - timedelta(days=4 * number))
    page = work.window.page("worklist")
    page.view_model.refresh()
    page.views.setCurrentIndex(len(View) - 1)
    work.desk.take(people[-1])


def the_forms(work: Workplace, reader: DeskReader) -> None:
    """The record sheets of a grown-up."""
    work.window.page("forms").view_model.close()
    work.desk.take(_grown_up(work))


def a_form(work: Workplace, reader: DeskReader) -> None:
    """A follow-up, filled in as far as a critical blood pressure."""
    work.desk.take(_grown_up(work))
    page = work.window.page("forms")
    work.desk.form_wanted.emit(_grown_up(work), "htn_followup", "")
    calm(work)
    view = page.opened.view
    for key, text in (("mode", "1"), ("symptoms", "2"), ("sbp", "192"), ("dbp", "96")):
        view.go_to(key)
        QTest.keyClicks(QApplication.focusWidget(), text, delay=60)
    view.next_missing()


def _grown_up(work: Workplace) -> UUID:
    return grown_ups(work)[0]


def grown_ups(work: Workplace) -> list[UUID]:
    """Of an age in which chronic diseases are followed."""
    queue = work.clinic.registration.queue()
    return [one.resident_id for one in queue if one.birth_date and one.birth_date.year < 1970]


def houses(work: Workplace, reader: DeskReader) -> None:
    work.window.page("health_record").tabs.setCurrentIndex(RecordPart.HOUSES)


def a_round_sheet(work: Workplace, reader: DeskReader) -> None:
    """A sheet of today's pack, typed back as far as the blood pressure."""
    clinic, by = work.clinic, work.clinic.on_duty
    page = work.window.page("rounds")
    if not clinic.rounds.packs():
        today = clinic.rounds.today()
        people = grown_ups(work)[:3]
        stops = [Stop(resident_id=one, form="htn_followup", reason=f"最迟 {today:%m-%d}") for one in people]
        clinic.rounds.make(by, today, stops)
    page.typing.view_model.refresh()
    calm(work)
    page.typing.view_model.open(page.typing.view_model.state.sheets[0].taken.sheet.code)
    calm(work)
    for text in ("1", "138", "86"):
        page.typing.view_model.answer(text)


def at_home(work: Workplace, reader: DeskReader) -> None:
    """入户: the first house, its form in large letters."""
    work.window.page("home_visit")
    people = grown_ups(work)[:3]
    errands = tuple(Errand(resident_id=one, form="htn_followup") for one in people)
    work.desk.home_visit_wanted.emit(errands, "worklist")
    calm(work)


def packing(work: Workplace, reader: DeskReader) -> None:
    """What is due of three grown-ups in care."""
    clinic, by = work.clinic, work.clinic.on_duty
    for who in grown_ups(work)[:3]:
        if not clinic.care.of(by, who):
            clinic.care.open(by, who, "htn", clinic.care.today() - timedelta(days=100))
    work.window.page("rounds").tabs.setCurrentIndex(PACKING)


def alike(work: Workplace, reader: DeskReader) -> None:
    """Two people registered again without their numbers; one pair was merged and split before."""
    clinic, by = work.clinic, work.clinic.on_duty
    page = work.window.page("health_record")
    if not clinic.duplicates.merges(by):
        for visit in clinic.registration.queue()[:2]:
            known = clinic.residents.resident(visit.resident_id)
            again = NewResident(
                name=known.name, sex=known.sex, birth_date=known.birth_date, address="西洋村", temp_reason="F"
            )
            clinic.residents.register(by, again)
        pair = clinic.duplicates.pairs(by)[0]
        merged = clinic.duplicates.merge(by, pair.first.id, pair.second.id)
        clinic.duplicates.split(by, merged, "同名同日生，不是一个人")
    page.view_model.refresh()
    page.tabs.setCurrentIndex(RecordPart.ALIKE)


def merges(work: Workplace, reader: DeskReader) -> None:
    work.window.page("health_record").tabs.setCurrentIndex(RecordPart.MERGES)


def the_elderly(work: Workplace, reader: DeskReader) -> None:
    """Denominators and goals of this year; the elderly under the cursor."""
    page, clinic = work.window.page("indicators"), work.clinic
    year = clinic.indicators.today().year
    counts = {"permanent": 1200, "age65": 12, "live_births": 9, "child_0_6": 60, "child_0_36m": 25}
    with clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(PopulationStated(institution=clinic.store.facility, year=year, counts=counts))
        for key, percent in (("record_rate", 9000), ("elderly_rate", 6500), ("tcm_elderly_rate", 6500)):
            writing.append(TargetStated(indicator=key, year=year, percent=percent))
    page.view_model.refresh()
    calm(work)
    page.figures.choose(
        next(at for at, one in enumerate(page.view_model.state.figures) if one.target == 6500)
    )
    calm(work)
