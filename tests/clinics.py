"""Real data folders for tests: a clinic with one administrator, copied from a template made once a run."""

import shutil
from datetime import date
from pathlib import Path

from clinic_app.domain.roles import ALL_ROLES
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.store.setup import found
from clinic_app.wiring import Clinic, open_folder

ADMIN, PASSWORD = "P001", "correct-horse"
FACILITY = "350881001"


def made_template(folder: Path, wall: Wall = wall_clock) -> str:
    """A fresh clinic in `folder`; returns its recovery code."""
    store, _, code = found(
        folder,
        facility=FACILITY,
        name="漳平示例卫生院",
        inst_lv="township",
        credit_code="",
        admin=ADMIN,
        admin_name="王敏",
        roles=ALL_ROLES,
        password=PASSWORD,
        wall=wall,
    )
    store.close()
    return code


def opened_copy(template: Path, folder: Path, wall: Wall = wall_clock) -> Clinic:
    shutil.copytree(template, folder)
    return open_folder(folder, ADMIN, PASSWORD, wall)


def resident(name: str = "张三", **details: object) -> ResidentRegistered:
    """A made-up person as a fact."""
    fields: dict[str, object] = {"sex": "1", "birth_date": date(1950, 1, 1), "salt": new_salt()}
    return ResidentRegistered(name=name, **{**fields, **details})  # type: ignore[arg-type]
