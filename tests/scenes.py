"""What is under way on each page when its picture is taken: one function a picture."""

import os
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
from clinic_app.day.people import card_of, population
from clinic_app.devices.errors import CardMute
from clinic_app.domain.age import add_months
from clinic_app.domain.catalogs import drugs, services
from clinic_app.domain.contract_packages import fee_of
from clinic_app.domain.contract_plan import items_of
from clinic_app.domain.contract_teams import Member, NewTeam
from clinic_app.domain.contract_terms import NewContract
from clinic_app.domain.health_record import State
from clinic_app.domain.immunization.giving import NewDose
from clinic_app.domain.pharmacy.cold_chain import FRIDGE
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.time import beijing
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.county import FacilityRegistered
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.indicators import PopulationStated, TargetStated
from clinic_app.journal.facts.purchase import Accepted, OrderAccepted, OrderShipped, Shipped
from clinic_app.projections.queries.worklist import View
from clinic_app.services.contracts import ContractService
from clinic_app.services.examinations import Result, Wish
from clinic_app.services.home_visits import Errand
from clinic_app.services.households import House
from clinic_app.services.immunization import GivenElsewhere
from clinic_app.services.residents import NewResident
from clinic_app.services.rounds import Stop
from clinic_app.services.stock_booking import Delivery, NewBatch, SomeOf
from clinic_app.services.stocktake import Seen
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.contracts.signing_part import FORM
from clinic_app.ui.pages.examinations.state import Part as LabPart
from clinic_app.ui.pages.health_record.state import Part as RecordPart
from clinic_app.ui.pages.immunization.page import FIGURES as IMMUNIZATION_FIGURES
from clinic_app.ui.pages.immunization.page import GIVE as IMMUNIZATION_GIVE
from clinic_app.ui.pages.immunization.page import LISTS as IMMUNIZATION_LISTS
from clinic_app.ui.pages.inpatient.state import Part
from clinic_app.ui.pages.review.page import FIGURES, LEARNING
from clinic_app.ui.pages.rounds.page import PACKING
from clinic_app.ui.pages.settlement.page import DAY, DIFFERING
from clinic_app.ui.pages.statements.page import PAYMENTS, UNBALANCED
from clinic_app.ui.pages.ward.state import Part as WardPart
from clinic_app.ui.screenshots import settle
from tests.reviewing import staged
from tests.ui.workplace import DeskReader

_LEAST, _MOST = 150, 30_000  # milliseconds for layouts and timers; for answers of workers
WARD_CHARGES, WARD_DEPOSITS, WARD_BILL = Part.CHARGES, Part.DEPOSITS, Part.BILL

Scene = Callable[[Workplace, DeskReader], None]

_waiting: list[object] = []  # jobs whose answer has not come


def count_jobs(jobs: JobRunner) -> None:
    """From now on `calm` knows what `jobs` has under way."""
    submit = jobs._submit
    _waiting.clear()

    def counted(pool: Any, work: Any, done: Callable[[Any], None], failed: Callable[[Any], None]) -> None:
        one = object()
        _waiting.append(one)

        def over(then: Callable[[Any], None], answer: Any) -> None:
            _waiting.remove(one)
            then(answer)

        submit(pool, work, partial(over, done), partial(over, failed))

    jobs._submit = counted  # type: ignore[method-assign]


def calm(work: Workplace) -> None:
    """Until every answer that `work` waits for has come and is laid out."""
    for _ in range(2):  # an answer may ask again
        settle(_LEAST)
        settle(_MOST, lambda: not _waiting)
    settle(_LEAST)


def known_card(work: Workplace, reader: DeskReader) -> None:
    """Somebody who was here before, with the card in."""
    for person in population():
        for resident in work.clinic.residents.of_card(person.id_number, ""):
            if work.clinic.registration.open_visit(resident.id) is None:
                reader.insert(card_of(person))
                return


def new_card(work: Workplace, reader: DeskReader) -> None:
    """Somebody nobody has registered."""
    stranger = next(one for one in population() if not work.clinic.residents.of_card(one.id_number, ""))
    reader.insert(card_of(stranger))


def newcomer(work: Workplace, reader: DeskReader) -> None:
    """A newcomer typed by hand, with a wrong digit."""
    page = work.window.page("registration")
    page.new.click()
    calm(work)
    number = population()[3000].id_number
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    page.person.form.number.setText(wrong)
    page.view_model.type_number(wrong)
    page.person.form.name.setText(population()[3000].name)


def cancelling(work: Workplace, reader: DeskReader) -> None:
    work.window.page("registration").cancel.click()


def torn(work: Workplace, reader: DeskReader) -> None:
    reader.fail(CardMute(reader=reader.name))


def a_resident(work: Workplace, reader: DeskReader) -> None:
    """The list, one resident open, and one change in the history."""
    page = work.window.page("residents")
    name = work.clinic.registration.queue()[0].name
    page.search.setText(name[:1])
    calm(work)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    calm(work)
    if page.details.phone.text() != "10000000000":
        page.details.phone.setText("10000000000")
        page.save.click()


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


def a_child(work: Workplace, reader: DeskReader) -> None:
    """A child's card with doses of here and elsewhere, one put off; another one stays for the thirty minutes."""
    clinic, by = work.clinic, work.clinic.on_duty
    service, today = clinic.immunization, clinic.immunization.today()
    if not service.due_children(by) or not service.observing(by):
        for name, sex, months in (("陈小宝", "1", 20), ("林小妹", "2", 9), ("黄子轩", "1", 30)):
            born = add_months(today, -months)
            new = NewResident(name=name, sex=sex, birth_date=born, village="西洋村", temp_reason="F")
            who = clinic.residents.register(by, new).id
            for vaccine, after in (
                ("HepB", 0), ("BCG", 0), ("HepB", 1), ("IPV", 2), ("DTaP", 2), ("IPV", 3),
                ("bOPV", 4), ("DTaP", 4), ("HepB", 6), ("DTaP", 6), ("MPSV-A", 6), ("MMR", 8),
            ):  # fmt: skip
                if after < months - 2:
                    given = GivenElsewhere(vaccine=vaccine, on=add_months(born, after), unit="龙岩市第一医院")
                    service.told(by, who, given)
            if name == "林小妹":
                expiry = add_months(today, 14)
                service.give(
                    by, who, NewDose(vaccine="MMR", batch="M20260301", maker="北京生物", expiry=expiry,
                                     screened=True, consent=True, site="1", route="SC", amount="0.5 ml")
                )  # fmt: skip
            if name == "陈小宝":
                service.defer(by, who, "JE", add_months(today, 1), "deferral", "发热")
    child = next(one for one in service.due_children(by) if one.resident.name == "陈小宝")
    work.desk.take(child.resident.id)
    calm(work)
    page = work.window.page("immunization")
    page.tabs.setCurrentIndex(IMMUNIZATION_GIVE)


def a_class(work: Workplace, reader: DeskReader) -> None:
    """入托查验 of three children and somebody whom nobody knows."""
    page = work.window.page("immunization")
    page.tabs.setCurrentIndex(IMMUNIZATION_LISTS)
    part = page.parts[IMMUNIZATION_LISTS]
    part.names.setPlainText("陈小宝\n林小妹\n黄子轩\n无此人 2022-03-05")
    part.check.click()
    calm(work)


def the_coverage(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("immunization")
    page.tabs.setCurrentIndex(IMMUNIZATION_FIGURES)
    calm(work)
    page.parts[IMMUNIZATION_FIGURES].covered.choose(11)


def from_the_hut(work: Workplace, reader: DeskReader) -> None:
    """自测: an emergency value of the health hut, somebody whom nobody knows, and a file set aside."""
    clinic, folder = work.clinic, work.clinic.store.folder / "hut"
    clinic.readings._folder = folder
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


def a_contract(work: Workplace, reader: DeskReader) -> None:
    """Somebody with whom a team has signed: the plan and what was done."""
    clinic, by = work.clinic, work.clinic.on_duty
    service, people = clinic.contracts, _grown_ups(work)[:4]
    if not service.teams(by):
        staff = [one.staff_id for one in clinic.staff.all()]
        helpers = tuple(Member(one, "nurse") for one in staff[1:3])
        villages = ("西洋村", "高明村")
        service.form_team(by, NewTeam(name="第一团队", leader=staff[0], members=helpers, villages=villages))
    [team, *_] = service.teams(by)
    for at, who in enumerate(people[:3]):
        if service.of(by, who).contract is None:
            service.sign(by, _promised(service, who, team.id, service.today() - timedelta(days=120 * at)))
    page = work.window.page("contracts")
    page.signing.model.refresh()
    work.desk.take(people[2])


def a_signature(work: Workplace, reader: DeskReader) -> None:
    """Somebody who is signing: team, packages, fee, the hand's own writing."""
    a_contract(work, reader)
    work.desk.take(_grown_ups(work)[3])
    part = work.window.page("contracts").signing
    settle(_MOST, lambda: part.right.currentIndex() == FORM)
    pad = part.form.pad
    for stroke in (((90, 30), (150, 26), (120, 30), (118, 70)), ((180, 28), (170, 60), (215, 66), (222, 30))):
        first, *rest = (QPoint(*at) for at in stroke)
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
        for at in rest:
            QTest.mouseMove(pad, at)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=rest[-1])


def the_teams(work: Workplace, reader: DeskReader) -> None:
    a_contract(work, reader)
    page = work.window.page("contracts")
    page.tabs.setCurrentIndex(1)
    page.teams.model.refresh()


def _promised(service: ContractService, who: UUID, team: UUID, on: date) -> NewContract:
    packages = service.proposed(who, on)
    return NewContract(
        resident=who,
        team=team,
        packages=tuple(one.key for one in packages),
        signed_on=on,
        years=1,
        fee=fee_of(items_of(packages)),
    )


def due(work: Workplace, reader: DeskReader) -> None:
    """Some who are managed, one of them late, and a person in hand to be taken in."""
    clinic, by = work.clinic, work.clinic.on_duty
    today = clinic.care.today()
    people = _grown_ups(work)[:6]
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
    return _grown_ups(work)[0]


def _grown_ups(work: Workplace) -> list[UUID]:
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
        people = _grown_ups(work)[:3]
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
    people = _grown_ups(work)[:3]
    errands = tuple(Errand(resident_id=one, form="htn_followup") for one in people)
    work.desk.home_visit_wanted.emit(errands, "worklist")
    calm(work)


def packing(work: Workplace, reader: DeskReader) -> None:
    """What is due of three grown-ups in care."""
    clinic, by = work.clinic, work.clinic.on_duty
    for who in _grown_ups(work)[:3]:
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


def a_colleague(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("staff")
    page.view_model.choose(page.view_model.state.people[1])


def my_unanswered(work: Workplace, reader: DeskReader) -> None:
    """我的未报, or that there is none."""
    page = work.window.page("outpatient_log")
    calm(work)
    page.tabs.setCurrentIndex(1)


def proved(work: Workplace, reader: DeskReader) -> None:
    work.window.page("facility").verify.click()


def patient_in(work: Workplace, reader: DeskReader) -> None:
    """The doctor's next patient."""
    work.window.press("next")


def herbs(work: Workplace, reader: DeskReader) -> None:
    """中药饮片 for the patient who is in, next to what is ordered already."""
    page = work.window.page("outpatient")
    if page.view_model.state.visit is None:
        patient_in(work, reader)
        calm(work)
    work.window.press("herbs")
    for code in ("YP0201", "YP0202", "YP3130", "YP0203"):
        page.area.herbs.table.add(code)
    calm(work)


def a_chart(work: Workplace, reader: DeskReader) -> None:
    """Somebody with two years of measurements, an allergy, a late follow-up, and what the personal sheet says."""
    found = next(
        one
        for one in work.clinic.registration.queue()
        if work.clinic.chart.read(work.desk.by, one.resident_id).allergic_to
    )
    clinic, by, who = work.clinic, work.clinic.on_duty, found.resident_id
    if not clinic.forms.of(who, "person_basic"):
        told = {
            "drug_allergy": ["3"],
            "exposure": ["2"],
            "past_disease": [{"disease": "4", "on": "2019-06"}],
            "past_surgery": [{"name": "阑尾切除", "on": "2001-05"}],
            "fam_father": ["2", "7"],
        }
        sheet = FormRecorded(
            form="person_basic", version=1, day=clinic.care.today(), values=told, salt=new_salt()
        )
        with clinic.store.writing(by.author) as writing:
            writing.append(sheet, who)
        if not clinic.care.of(by, who):
            clinic.care.open(by, who, "htn", clinic.care.today() - timedelta(days=26))
    work.desk.take(who)


def a_bill(work: Workplace, reader: DeskReader) -> None:
    """The first bill, a fifty-yuan note on the counter, and why each amount is what it is."""
    page = work.window.page("settlement")
    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Return)
    calm(work)
    page.pay.tender.setText("100")


def bills_of_the_day(work: Workplace, reader: DeskReader) -> None:
    work.window.page("settlement").tabs.setCurrentIndex(1)


def a_short_drawer(work: Workplace, reader: DeskReader) -> None:
    """The drawer counted by notes, three yuan short, and F9 pressed once."""
    drawer = work.window.page("closing").drawer
    drawer.float_in.setText("200")
    left = drawer.expected.fen - 300
    for value, box in drawer.counts.items():
        count, left = divmod(left, value)
        box.setText(str(count) if count else "")
    drawer.note.setText("找零差三元，已报组长")
    work.window.press("settle")


def partly_by_phone(work: Workplace, reader: DeskReader) -> None:
    """A bill of which seven yuan are paid by WeChat, the rest in cash."""
    page = work.window.page("settlement")
    a_bill(work, reader)
    page.pay.open_means()
    page.pay.means.show_code("wechat")
    page.view_model.use_means("wechat", 700)
    calm(work)
    page.pay.tender.setText("20")


def owes(work: Workplace, reader: DeskReader) -> None:
    """Whom the county's adjudication left something to pay puts the card in."""
    _insert(work, reader, work.clinic.differences.open()[0].resident_id)


def some_of_a_bill_back(work: Workplace, reader: DeskReader) -> None:
    """Half of a pack comes back, the sums before it is done."""
    page = work.window.page("settlement")
    page.tabs.setCurrentIndex(DAY)
    calm(work)
    page.day.table.choose(3)
    work.window.press("refund")
    calm(work)
    page.view_model.taking_back.choose(True)
    calm(work)
    first = next(iter(page.day.refund.lines.boxes.values()))
    first.setText("1")
    calm(work)


def differing(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("settlement")
    page.view_model.taking_back.keep()
    page.tabs.setCurrentIndex(DIFFERING)


def unfinished(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("settlement")
    page.tabs.setCurrentIndex(page.tabs.count() - 1)


def handed_out(work: Workplace, reader: DeskReader) -> None:
    """What went over the window today, one of it open."""
    work.window.page("pharmacy").tabs.setCurrentIndex(1)


def not_meeting(work: Workplace, reader: DeskReader) -> None:
    """收发核对: what is charged and not handed out."""
    work.window.page("pharmacy").tabs.setCurrentIndex(3)


def coming_back(work: Workplace, reader: DeskReader) -> None:
    work.window.press("refund")


def deposit_used_up(work: Workplace, reader: DeskReader) -> None:
    _in_bed(work, 1, WARD_CHARGES)


def deposits(work: Workplace, reader: DeskReader) -> None:
    _in_bed(work, 0, WARD_DEPOSITS)


def in_the_ward(part: WardPart) -> Scene:
    """A part of the ward's page, of who lies in the first bed."""

    def scene(work: Workplace, reader: DeskReader) -> None:
        page = work.window.page("ward")
        page.tabs.setCurrentIndex(part)
        calm(work)

    return scene


def going_home(work: Workplace, reader: DeskReader) -> None:
    """预结 of who goes home."""
    _in_bed(work, 2, WARD_BILL)


def taking_in(work: Workplace, reader: DeskReader) -> None:
    """入院 of who has the card in."""
    stays = {stay.resident_id for stay in work.clinic.inpatient.present()}
    someone = next(
        one for one in work.clinic.registration.queue() if one.psn_no and one.resident_id not in stays
    )
    _insert(work, reader, someone.resident_id)
    calm(work)
    work.window.page("inpatient").admit.click()


def came_back(work: Workplace, reader: DeskReader) -> None:
    """点评 of three prescriptions."""
    if not work.clinic.review.mine(work.clinic.on_duty):
        staged(work.clinic)
    work.desk.written.emit()


def own_figures(work: Workplace, reader: DeskReader) -> None:
    work.window.page("review").tabs.setCurrentIndex(FIGURES)


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


def a_lesson(work: Workplace, reader: DeskReader) -> None:
    """Read and answered."""
    page = work.window.page("review")
    page.tabs.setCurrentIndex(LEARNING)
    page.view_model.open(page.view_model.state.lessons[-1])
    page.view_model.choose_answer(1)


def on_the_shelves(work: Workplace, reader: DeskReader) -> None:
    """A delivery of a dozen drugs, one lot near its end, another one with a broken box."""
    clinic, by = work.clinic, work.clinic.on_duty
    today = clinic.stock.today()
    chosen = [one for one in drugs() if "township" in one.levels and one.route != "decoct"][:14]
    cold = [one for one in drugs() if "township" in one.levels and one.storage == "cold_chain"][:2]
    lines = tuple(
        NewBatch(
            drug=one.code,
            lot=f"2411{place:02d}",
            expires=today + timedelta(days=190 + 45 * place),
            packs=12 + 5 * place,
            pric_e6=one.price_e6,
            no_code="unlabelled",
        )
        for place, one in enumerate([*chosen, *cold])
    )
    fact = clinic.stock_booking.receive(
        by, Delivery(supplier="漳平县医药配送中心", invoice="FP1208", lines=lines)
    )
    first, second = fact.batches[0].batch_id, fact.batches[1].batch_id
    clinic.stock_booking.move(by, Kind.WASTE, [SomeOf(batch_id=first, packs=1)], "玻璃瓶打破")
    clinic.stock_booking.move(by, Kind.SPLIT, [SomeOf(batch_id=first, packs=1)], "拆零")
    with clinic.store.writing(by.author) as writing:
        here = clinic.store.facility
        village = FacilityRegistered(code="H35088199001", name="下洋村卫生室", inst_lv="village", parent=here)
        writing.append(village)
    some = [SomeOf(batch_id=first, packs=4), SomeOf(batch_id=second, packs=6)]
    clinic.stock_booking.transfer(by, some, to_facility="H35088199001")
    work.desk.written.emit()


def movements(work: Workplace, reader: DeskReader) -> None:
    """What happened to one batch."""
    page = work.window.page("stock")
    clinic = work.clinic
    moved = next(one for one in clinic.stock.shelves() if one.batch.lot == "241100")
    page.desk.model.show_ledger(moved)


def out_of_stock(work: Workplace, reader: DeskReader) -> None:
    """A broken box is booked out."""
    page = work.window.page("stock")
    page.desk.model.back()
    calm(work)
    page.desk.out.click()
    page.desk.form.packs.show_number(1)
    page.desk.form.reason.setText("玻璃瓶打破")


def warned(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("stock")
    page.desk.model.back()
    _stock_part(work, 2)


def counting(work: Workplace, reader: DeskReader) -> None:
    """A stocktake, its first lines counted."""
    take = _stock_part(work, 3)
    take.model.open("month")
    calm(work)
    for line in take.model.state.lines[:3]:
        take.model.note(line.batch.batch_id, Seen(packs=12))


def on_the_way(work: Workplace, reader: DeskReader) -> None:
    _stock_part(work, 4)


def the_month(work: Workplace, reader: DeskReader) -> None:
    _stock_part(work, 5)


def the_fridge(work: Workplace, reader: DeskReader) -> None:
    """Read once, and too warm."""
    chain = _stock_part(work, 6)
    chain.model.log(FRIDGE, 96, "门没关严，已关好并移出复测")


def _stock_part(work: Workplace, number: int) -> Any:
    page = work.window.page("stock")
    page.tabs.setCurrentIndex(number)
    calm(work)
    return page.further[number - 2]


def a_draft(work: Workplace, reader: DeskReader) -> None:
    """Three drugs wanted, one of them urgently."""
    page = work.window.page("purchase")
    for code in ("YP0001", "YP0101", "YP0102"):
        page.view_model.add(code)
        calm(work)
        page.view_model.want(code, 20, "urgent" if code == "YP0101" else "normal")
    calm(work)


def an_order(work: Workplace, reader: DeskReader) -> None:
    """Submitted, cut by the county, on its way."""
    page = work.window.page("purchase")
    page.view_model.submit()
    calm(work)
    clinic = work.clinic
    order = clinic.purchase.orders()[0].order
    here, day = clinic.store.facility, clinic.purchase.today()
    cut = Accepted(drug=order.lines[0].drug, packs=12, why="配送中心缺货")
    rest = tuple(Accepted(drug=one.drug, packs=one.ordered) for one in order.lines[1:])
    lots = tuple(
        Shipped(drug=one.drug, lot=lot, expires=day + timedelta(days=700), packs=12, pric_e6=one.pric_e6)
        for one, lot in zip(order.lines, ("241108", "250316"), strict=False)
    )
    with clinic.store.writing(clinic.on_duty.author) as writing:
        due = day + timedelta(days=3)
        writing.append(OrderAccepted(facility=here, order_id=order.order_id, due=due, lines=(cut, *rest)))
        writing.append(OrderShipped(facility=here, order_id=order.order_id, shipment="PS1208", lines=lots))
    page.view_model.refresh()


def a_shipment(work: Workplace, reader: DeskReader) -> None:
    """The receipt filled; a box came broken."""
    page = work.window.page("purchase")
    page.view_model.receive_shipment()
    calm(work)
    page.view_model.came(11, 1, "瓶身破裂")
    page.view_model.explain("unlabelled")


def typing_results(work: Workplace, reader: DeskReader) -> None:
    """Blood and urine ordered, a critical potassium reported, a blood count being typed."""
    clinic, by = work.clinic, work.clinic.on_duty
    known = {one.code: one for one in services()}
    open_ = [one for one in clinic.registration.queue() if one.state.value in ("waiting", "called", "signed")]
    for visit, codes in zip(
        open_, (("ZL2012",), ("ZL0002", "ZL2002", "ZL3001"), ("ZL2009", "ZL3011")), strict=False
    ):
        wish = Wish(visit_id=visit.id, services=tuple(known[code] for code in codes), purpose="复查")
        made = clinic.examinations.order(by, wish)
        if codes == ("ZL2012",):
            lines = clinic.examinations.judged(made[0], {"k": "6.7", "na": "139", "cl": "102", "ca": "2.30"})
            clinic.examinations.report(by, Result(examination_id=made[0].id, lines=lines))
    page = work.window.page("examinations")
    page.view_model.refresh()
    calm(work)
    page.orders.setFocus()
    QTest.keyClick(page.orders, Qt.Key.Key_Return)
    for text in ("12.3", "8.9", "2.1"):
        page.lab.box.setText(text)
        QTest.keyClick(page.lab.box, Qt.Key.Key_Return)


def answered(work: Workplace, reader: DeskReader) -> None:
    """The critical value was dealt with; its report is open."""
    page = work.window.page("examinations")
    while page.view_model.state.critical:
        page.view_model.answer("患者家属", "已通知，转上级医院复查血钾")
        calm(work)
    page.view_model.show_part(LabPart.REPORTED)
    calm(work)


def disputing(work: Workplace, reader: DeskReader) -> None:
    """One record of the newest statement, with a reason."""
    page = work.window.page("statements")
    page.lines.choose(1)
    page.reason.setText("目录价格错了，见发票")
    page.view_model.mark(page.view_model.state.detail.lines[1], "目录价格错了，见发票")


def decided(work: Workplace, reader: DeskReader) -> None:
    """The month before: disputed, and decided by the county."""
    page = work.window.page("statements")
    page.statements.choose(1)
    calm(work)


def unbalanced(work: Workplace, reader: DeskReader) -> None:
    work.window.page("statements").tabs.setCurrentIndex(UNBALANCED)


def paid(work: Workplace, reader: DeskReader) -> None:
    work.window.page("statements").tabs.setCurrentIndex(PAYMENTS)


def _in_bed(work: Workplace, place: int, part: int) -> None:
    page = work.window.page("inpatient")
    page.list.choose(place)
    calm(work)
    page.tabs.setCurrentIndex(part)
    calm(work)


def _insert(work: Workplace, reader: DeskReader, resident_id: UUID) -> None:
    number = work.clinic.residents.resident(resident_id).id_number
    reader.insert(card_of(next(one for one in population() if one.id_number == number)))


SCENES: dict[str, Sequence[tuple[str, Scene]]] = {
    "examinations": [("typing", typing_results), ("answered", answered)],
    "registration": (
        ("card", known_card),
        ("new-card", new_card),
        ("newcomer", newcomer),
        ("cancel", cancelling),
        ("fault", torn),
    ),
    "outpatient": (("patient", patient_in), ("herbs", herbs)),
    "outpatient_log": (("mine", my_unanswered),),
    "chart": (("one", a_chart),),
    "settlement": (
        ("bill", a_bill),
        ("means", partly_by_phone),
        ("owed", owes),
        ("day", bills_of_the_day),
        ("refund", some_of_a_bill_back),
        ("differing", differing),
        ("unfinished", unfinished),
    ),
    "pharmacy": (("out", handed_out), ("back", coming_back), ("unmatched", not_meeting)),
    "stock": (
        ("shelves", on_the_shelves),
        ("movements", movements),
        ("out", out_of_stock),
        ("warnings", warned),
        ("count", counting),
        ("transfer", on_the_way),
        ("month", the_month),
        ("cold", the_fridge),
    ),
    "purchase": (("draft", a_draft), ("order", an_order), ("arrival", a_shipment)),
    "closing": (("drawer", a_short_drawer),),
    "inpatient": (
        ("charges", deposit_used_up),
        ("deposits", deposits),
        ("bill", going_home),
        ("admit", taking_in),
    ),
    "ward": tuple((part.name.lower(), in_the_ward(part)) for part in WardPart),
    "statements": (
        ("dispute", disputing),
        ("decided", decided),
        ("unbalanced", unbalanced),
        ("payments", paid),
    ),
    "indicators": (("elderly", the_elderly),),
    "review": (("returned", came_back), ("figures", own_figures), ("lesson", a_lesson)),
    "residents": (("one", a_resident),),
    "forms": (("one", a_form), ("lists", the_forms)),
    "immunization": (("child", a_child), ("class", a_class), ("coverage", the_coverage)),
    "home_visit": (("one", at_home),),
    "rounds": (("sheet", a_round_sheet), ("packing", packing)),
    "contracts": (("one", a_contract), ("signing", a_signature), ("teams", the_teams)),
    "programmes": (("cases", cases),),
    "readings": (("hut", from_the_hut),),
    "worklist": (("due", due),),
    "health_record": (("one", a_record), ("houses", houses), ("alike", alike), ("merges", merges)),
    "staff": (("one", a_colleague),),
    "facility": (("verified", proved),),
}
