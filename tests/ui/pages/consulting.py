"""What a test does at the doctor's desk, by keys."""

import sqlalchemy as sa
from PySide6.QtCore import Qt

from clinic_app.store.tables import entry
from clinic_app.ui.pages.outpatient.page import OutpatientPage

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(screen) -> OutpatientPage:
    """The page in front, its queue read."""
    screen.window.open_page("outpatient")
    page = screen.window.page("outpatient")
    everybody = len(screen.workplace.clinic.registration.queue())
    screen.waits(lambda: len(page.view_model.state.queue) == everybody)
    return page


def called(screen, page):
    screen.waits(lambda: page.view_model.state.visit is not None and not page.view_model.state.busy)
    screen.waits(page.record.complaint.hasFocus)


def choose(screen, text):
    """Type into the box with the focus, and take the first of its list."""
    box = screen.focus()
    screen.type(text)
    screen.waits(box.list_is_open)
    screen.press(Qt.Key.Key_Return)


def order(screen, page, text):
    """One more line, as it is usually given."""
    before = len(page.orders.orders())
    choose(screen, text)
    screen.waits(lambda: len(page.orders.orders()) == before + 1)
    screen.press(Qt.Key.Key_Down)


def signed(screen, page):
    screen.waits(lambda: page.view_model.state.signed and not page.view_model.state.busy)


def entries_of(day, kind) -> int:
    with day.clinic.store.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).where(entry.c.type == kind))


def write_minimum(screen, page):
    """Complaint and diagnosis; the cursor is left on the first order."""
    screen.type("咽痛2天")
    for _ in range(3):
        screen.press(Qt.Key.Key_Down)
    choose(screen, "jxshx")
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Down)
