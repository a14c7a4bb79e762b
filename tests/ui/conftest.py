"""A dressed application in Chinese for every test of the desktop."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from clinic_app.ui import appearance, i18n, keys, theme
from clinic_app.ui.jobs import JobRunner


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
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
