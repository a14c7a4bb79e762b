"""What the tests of the devices share."""

from collections.abc import Iterator

import pytest

from clinic_app.devices.monitor import CardMonitor
from tests.devices.heard import Heard
from tests.devices.pcscd import Pcscd, pcscd, pcscd_process

__all__ = ["heard", "monitor", "pcscd", "pcscd_process"]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def monitor(pcscd: Pcscd, heard: Heard) -> Iterator[CardMonitor]:
    """Watching all slots, with one second for a command."""
    monitor = CardMonitor(limit=1.0)
    monitor.start(heard)
    yield monitor
    monitor.stop()
