"""The real shell over a real store, with the front desk open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
from tests.ui.clinic_day import ClinicDay, Screen, begin_day, found_clinic
from tests.ui.pages.hands import Fingers
from tests.ui.workplace import DeskReader, build_clinic, open_workplace


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic") / "data"
    build_clinic(folder)
    return folder


@pytest.fixture
def reader() -> DeskReader:
    return DeskReader()


@pytest.fixture
def workplace(qtbot, template: Path, tmp_path: Path, reader: DeskReader) -> Iterator[Workplace]:
    opened = open_workplace(template, tmp_path / "data", reader)
    opened.window.resize(1366, 768)
    with qtbot.waitActive(opened.window):
        opened.window.show()
        opened.window.activateWindow()
    opened.begin()
    yield opened
    opened.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def page(qtbot, workplace: Workplace):
    """The front desk, ready for somebody."""
    page = workplace.window.page("registration")
    qtbot.waitUntil(page.search.hasFocus)
    return page


@pytest.fixture
def clinic(workplace: Workplace):
    return workplace.clinic


@pytest.fixture
def fingers(qtbot, workplace: Workplace) -> Fingers:
    return Fingers(qtbot, workplace.window)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic founded in the morning of a fixed day."""
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> ClinicDay:
    """That clinic with a policy and people; closed by `screen`."""
    return begin_day(founded, tmp_path / "data")


@pytest.fixture
def screen(qtbot, day: ClinicDay, reader: DeskReader) -> Iterator[Screen]:
    """The day's clinic on the screen."""
    opened = Screen(qtbot, day, reader)
    yield opened
    opened.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
