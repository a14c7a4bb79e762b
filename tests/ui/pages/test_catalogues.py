"""A new publication of the county reaches the search boxes of an open window; what was written stays."""

from PySide6.QtCore import Qt

from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.ui import catalogues
from tests.ui.pages.test_outpatient import called, opened, order, write_minimum

TEXT = "code,name,generic_name,unit,pack_unit,price_e6\nP1,县选罗红霉素,县选罗红霉素,片,盒,9000000\n"


def published(day, screen) -> None:
    """It came by sync, and the window has heard of it."""
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(CatalogPublished(kind="drugs", text=TEXT))
    screen.workplace.refresh_status()
    screen.waits(lambda: catalogues.current().drugs.of_code("P1") is not None)


def test_a_withdrawn_drug_cannot_be_chosen_and_what_was_written_stays(day, screen):
    day.arrives(day.people[0])
    page = opened(screen)
    screen.press(Qt.Key.Key_F5)
    called(screen, page)
    write_minimum(screen, page)
    order(screen, page, "amx")
    published(day, screen)
    page.orders.begin_row()
    screen.type("amx")
    cell = screen.focus()
    screen.waits(cell.list_is_open)
    assert not any(cell.hits())
    cell.clear()
    screen.type("罗红霉素")
    screen.waits(lambda: [hit and hit.title for hit in cell.hits()] == ["县选罗红霉素"])
    screen.press(Qt.Key.Key_Escape)
    cell.clear()
    (row,) = page.orders.orders()
    assert (row.code, row.sound) == ("YP0001", True)
    assert page.orders.first_problem() == ""
