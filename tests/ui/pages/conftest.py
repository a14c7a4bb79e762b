"""The real shell over a real store, with the front desk open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
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
