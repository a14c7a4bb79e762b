"""A clinic's data folder, set up as `init` does it, on any day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from clinic_app.day.clock import clock_of
from clinic_app.domain.roles import ALL_ROLES, Role
from clinic_app.store.duty import duty_of
from clinic_app.store.setup import found
from clinic_app.wiring import Clinic

DAY = date(2026, 11, 20)


@pytest.fixture
def new_clinic(tmp_path: Path) -> Iterator[Callable[..., Clinic]]:
    opened: list[Clinic] = []

    def make(roles: tuple[Role, ...] = ALL_ROLES, day: date = DAY, inst_lv: str = "township") -> Clinic:
        store, holder, _ = found(
            tmp_path / f"clinic{len(opened)}",
            facility="350881001",
            name="漳平卫生院",
            inst_lv=inst_lv,
            credit_code="",
            admin="P001",
            admin_name="王敏",
            roles=roles,
            password="password-12",
            wall=clock_of(day),
        )
        opened.append(Clinic.of(store, holder, duty_of(store, holder)))
        return opened[-1]

    yield make
    for clinic in opened:
        clinic.close()
