"""Public health as fast as it goes, until it is killed; tells what the store has confirmed."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

from clinic_app.domain.contract_teams import NewTeam
from clinic_app.domain.contract_terms import NewContract
from clinic_app.domain.contracts import Fee
from clinic_app.domain.forms import form
from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.domain.money import Fen
from clinic_app.domain.time import iso
from clinic_app.services.households import House
from clinic_app.services.readings import ReadingService
from clinic_app.services.residents import NewResident
from clinic_app.services.rounds import Stop
from clinic_app.wiring import Clinic, open_folder
from tests.clinics import ADMIN, PASSWORD
from tests.forms import filled

HOUSEHOLD = 5
_OF_ONE = 200  # households that one worker may come to
_DOSES = "身份证号,姓名,性别,出生日期,疫苗名称,接种日期,批号"
_READINGS = "设备编号,身份证号,检测时间,检测项目,结果,单位"
_JPEG = b"\xff\xd8\xff"


def main(folder: Path, hut: Path, number: int, told: "Connection[bytes, bytes]") -> None:
    """Tells nothing once the clinic is open, then the 16 bytes of each entry; `number`: 0, 1, … of all that work."""
    clinic = open_folder(folder, ADMIN, PASSWORD)
    told.send_bytes(b"")
    team = clinic.contracts.form_team(clinic.on_duty, NewTeam(name="团队", leader=ADMIN))
    for no, people in enumerate(_households(number, clinic.residents.today())):
        for one in _lived(clinic, hut, f"{number}-{no}", team, people):
            told.send_bytes(one.bytes)


def _households(number: int, today: date) -> Iterator[list[MadeUp]]:
    people = islice(made_up_people(2, today), number * _OF_ONE * HOUSEHOLD, None)
    while some := list(islice(people, HOUSEHOLD)):
        yield some


def _lived(clinic: Clinic, hut: Path, name: str, team: UUID, people: Sequence[MadeUp]) -> Iterator[UUID]:
    """What becomes of one household; ids of what is confirmed."""
    me, today = clinic.on_duty, clinic.residents.today()
    ids = [
        clinic.residents.register(me, NewResident(name=one.name, id_number=one.id_number)).id
        for one in people
    ]
    clinic.households.found(me, House(village="西洋村", village_code="350881102101"), ids[0])
    fee = Fee(Fen(0), Fen(0), Fen(0))
    yield from clinic.contracts.sign_all(
        me,
        [
            NewContract(resident=one, team=team, packages=("basic",), signed_on=today, years=1, fee=fee)
            for one in ids
        ],
    )
    wanted = form("tele_order")
    photograph = {"data": clinic.form_files.keep(me, _JPEG + name.encode())}
    yield clinic.forms.record(me, wanted.key, filled(wanted) | photograph, ids[0])
    pack = clinic.rounds.make(me, today, [Stop(resident_id=one, form="htn_followup") for one in ids])
    yield pack.id
    clinic.rounds.keep_picture(me, pack.sheets[0], _JPEG + pack.id.bytes)
    take_in(clinic, hut, name, people)
    _write(
        hut / f"{name}.csv",
        _READINGS,
        [f"H1,{one.id_number},{_moment(clinic)},sbp,128,mmHg" for one in people],
    )
    look(clinic, hut)


def take_in(clinic: Clinic, hut: Path, name: str, people: Sequence[MadeUp]) -> None:
    """The file of the immunization client about a household; it stays for whoever comes after."""
    today = clinic.residents.today()
    path = hut.parent / f"doses-{name}.csv"
    rows = [
        f"{one.id_number},{one.name},{'男女'[one.sex == '2']},{one.birth_date},HepB,{today},B1"
        for one in people
    ]
    _write(path, _DOSES, rows)
    clinic.vaccine_exchange.take_in(clinic.on_duty, path)


def look(clinic: Clinic, hut: Path) -> int:
    """How many files still lie there."""
    ReadingService(clinic.store, hut).look(clinic.on_duty)
    return len(list(hut.glob("*.csv")))


def _moment(clinic: Clinic) -> str:
    return iso(clinic.store.wall())[:16]


def _write(path: Path, head: str, rows: Sequence[str]) -> None:
    """Whole at once, and old enough to be read."""
    half = path.with_suffix(".half")
    half.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    os.utime(half, (0, half.stat().st_mtime - 3600))
    half.rename(path)
