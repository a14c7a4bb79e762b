"""接种."""

from clinic_app.app.workplace import Workplace
from clinic_app.domain.age import add_months
from clinic_app.domain.immunization.giving import NewDose
from clinic_app.services.immunization import GivenElsewhere
from clinic_app.services.residents import NewResident
from clinic_app.ui.pages.immunization.page import FIGURES as IMMUNIZATION_FIGURES
from clinic_app.ui.pages.immunization.page import GIVE as IMMUNIZATION_GIVE
from clinic_app.ui.pages.immunization.page import LISTS as IMMUNIZATION_LISTS
from tests.scenes.waiting import calm
from tests.ui.workplace import DeskReader


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
