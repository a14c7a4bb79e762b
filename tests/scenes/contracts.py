"""签约."""

from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clinic_app.app.workplace import Workplace
from clinic_app.domain.contract_packages import fee_of
from clinic_app.domain.contract_plan import items_of
from clinic_app.domain.contract_teams import Member, NewTeam
from clinic_app.domain.contract_terms import Hospitals, NewContract
from clinic_app.services.contracts import ContractService
from clinic_app.services.households import House
from clinic_app.ui.pages.contracts.signing_part import FORM
from clinic_app.ui.screenshots import settle
from tests.scenes.records import grown_ups
from tests.scenes.waiting import MOST
from tests.ui.workplace import DeskReader


def a_contract(work: Workplace, reader: DeskReader) -> None:
    """Somebody with whom a team has signed: the plan and what was done."""
    clinic, by = work.clinic, work.clinic.on_duty
    service, people = clinic.contracts, grown_ups(work)[:4]
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
    """Somebody who is signing, the house too: team, packages, fee, the hand's own writing."""
    a_contract(work, reader)
    _, _, signed, one, other = grown_ups(work)[:5]
    houses, by = work.clinic.households, work.clinic.on_duty
    if houses.of(one) is None:
        home = houses.found(
            by, House(village="西洋村", village_code="350881101015", group="3", house="21"), one
        )
        for who in (signed, other):
            houses.join(by, home.id, who, "97")
    work.desk.take(one)
    part = work.window.page("contracts").signing
    settle(MOST, lambda: part.right.currentIndex() == FORM and part.form.house.isVisible())
    part.model.sign_together()
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
        hospitals=Hospitals("漳平市医院", "龙岩市第一医院"),
    )
