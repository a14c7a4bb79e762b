"""A dressed application in Chinese for every test of the desktop."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_app.ui import appearance, i18n, keys, theme
from clinic_app.ui.jobs import JobRunner

_PATIENCE = 30_000  # ms: what is waited for comes at once on an idle machine, and late on a busy one


class PatientBot(QtBot):
    """Waits longer than pytest-qt does by itself."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    if (
        theme.current() != theme.Theme() or not qapp.styleSheet()
    ):  # dressing anew polishes every widget there is
        appearance.apply(qapp, theme.Theme())
    i18n.install(qapp, "zh")
    yield
    keys.use(keys.KeyMap())
    i18n.install(qapp, "zh")


@pytest.fixture
def jobs() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()
