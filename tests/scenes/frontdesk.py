"""The front desk, residents, colleagues and the facility."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_app.app.workplace import Workplace
from clinic_app.day.people import card_of, population
from clinic_app.devices.errors import CardMute
from tests.scenes.waiting import calm
from tests.ui.workplace import DeskReader


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


def a_colleague(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("staff")
    page.view_model.choose(page.view_model.state.people[1])


def proved(work: Workplace, reader: DeskReader) -> None:
    work.window.page("facility").verify.click()


def insert(work: Workplace, reader: DeskReader, resident_id: UUID) -> None:
    number = work.clinic.residents.resident(resident_id).id_number
    reader.insert(card_of(next(one for one in population() if one.id_number == number)))
