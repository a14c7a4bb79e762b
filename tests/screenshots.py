"""Every page as PNG: a made-up clinic in the middle of a day, and the county's console.

    python -m tests.screenshots docs/screenshots [--clinic | --console] [--only registration]

Names are the same every time: ``registration.png``, ``registration-card-dark.png``, ``console-overview.png``.
"""

import argparse
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_app.app.start import application, dress
from clinic_app.app.workplace import Workplace
from clinic_app.day.people import card_of, population
from clinic_app.day.play import play
from clinic_app.devices.errors import CardMute
from clinic_app.domain.catalogs import drugs, services
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.services.outpatient import Findings
from clinic_app.services.registration import NewVisit
from clinic_app.settings import ClinicSettings
from clinic_app.ui.login import LoginPage, LoginViewModel
from clinic_app.ui.screenshots import SMALL, USUAL, grab, settle
from clinic_app.ui.setup import SetupViewModel
from clinic_app.ui.setup_page import SetupPage
from clinic_app.wiring import Clinic, open_folder
from tests.ui.clinic_day import drug_line, service_line
from tests.ui.workplace import ADMIN, PASSWORD, DeskReader, build_clinic

_PATIENTS, _SEED = 36, 7
_WAIT = 600  # milliseconds for answers of workers

Scene = Callable[[Workplace, DeskReader], None]


@dataclass(frozen=True, slots=True)
class Look:
    """How a set of pictures is drawn, and what stands behind each name."""

    suffix: str
    settings: ClinicSettings
    size: QSize = USUAL
    scenes: bool = True  # every scene, or each page as it opens


LOOKS = (
    Look("", ClinicSettings(idle_minutes=0)),
    Look("-dark", ClinicSettings(idle_minutes=0, theme="dark")),
    Look("-en", ClinicSettings(idle_minutes=0, language="en")),
    Look("-150", ClinicSettings(idle_minutes=0, scale=150), QSize(1920, 1080), scenes=False),
    Look("-1024", ClinicSettings(idle_minutes=0), SMALL, scenes=False),
)


def fill_the_queue(clinic: Clinic) -> None:
    """The next people of the day: five wait, one is with the doctor, two have to pay."""
    known = {visit.resident_id: visit for visit in clinic.registration.queue()}
    for at, (resident_id, before) in enumerate(list(known.items())[:8]):
        wanted = NewVisit(
            resident_id=resident_id,
            department=("全科", "中医科", "儿科")[at % 3],
            psn_no=before.psn_no,
            mdtrt_cert_type=before.mdtrt_cert_type,
        )
        visit = clinic.registration.register(clinic.on_duty, wanted)
        if at == 0:
            clinic.registration.call(clinic.on_duty, visit.id)
        if at in (1, 2):
            clinic.outpatient.sign(clinic.on_duty, visit.id, _seen(clinic, visit.id))


def _seen(clinic: Clinic, visit_id: UUID) -> Findings:
    """A cold, three drugs and the consultation fee."""
    fee = clinic.outpatient.suggested_fee(visit_id)
    by_code = {drug.code: drug for drug in drugs()}
    fees = tuple(service_line(one) for one in services() if one.code == fee)
    return Findings(
        complaint="咳嗽、咽痛2天",
        diagnoses=(Diagnosis("J06.900", "急性上呼吸道感染"),),
        drugs=tuple(drug_line(by_code[code]) for code in ("YP0001", "YP0101", "YP0002")),
        services=fees,
    )


def known_card(work: Workplace, reader: DeskReader) -> None:
    """Somebody who was here before, with the card in."""
    for person in population():
        for resident in work.clinic.residents.of_card(person.id_number, ""):
            if work.clinic.registration.open_visit(resident.id) is None:
                reader.insert(card_of(person))
                return


def new_card(work: Workplace, reader: DeskReader) -> None:
    """Somebody nobody has registered."""
    stranger = next(one for one in population() if not work.clinic.residents.of_card(one.id_number, ""))
    reader.insert(card_of(stranger))


def newcomer(work: Workplace, reader: DeskReader) -> None:
    """A newcomer typed by hand, with a wrong digit."""
    page = work.window.page("registration")
    page.new.click()
    settle(_WAIT)
    number = population()[3000].id_number
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    page.person.form.number.setText(wrong)
    page.view_model.type_number(wrong)
    page.person.form.name.setText(population()[3000].name)


def cancelling(work: Workplace, reader: DeskReader) -> None:
    work.window.page("registration").cancel.click()


def torn(work: Workplace, reader: DeskReader) -> None:
    reader.fail(CardMute(reader=reader.name))


def a_resident(work: Workplace, reader: DeskReader) -> None:
    """The list, one resident open, and one change in the history."""
    page = work.window.page("residents")
    name = work.clinic.registration.queue()[0].name
    page.search.setText(name[:1])
    settle(_WAIT)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle(_WAIT)
    if page.details.phone.text() != "10000000000":
        page.details.phone.setText("10000000000")
        page.save.click()


def a_colleague(work: Workplace, reader: DeskReader) -> None:
    page = work.window.page("staff")
    page.view_model.choose(page.view_model.state.people[1])


def proved(work: Workplace, reader: DeskReader) -> None:
    work.window.page("facility").verify.click()


def patient_in(work: Workplace, reader: DeskReader) -> None:
    """The doctor's next patient."""
    work.window.press("next")


def a_bill(work: Workplace, reader: DeskReader) -> None:
    """The first bill, a fifty-yuan note on the counter, and why each amount is what it is."""
    page = work.window.page("settlement")
    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Return)
    settle(_WAIT)
    page.pay.tender.setText("100")


def bills_of_the_day(work: Workplace, reader: DeskReader) -> None:
    work.window.page("settlement").tabs.setCurrentIndex(1)


def a_short_drawer(work: Workplace, reader: DeskReader) -> None:
    """The drawer counted by notes, three yuan short, and F9 pressed once."""
    drawer = work.window.page("closing").drawer
    drawer.float_in.setText("200")
    left = drawer.expected.fen - 300
    for value, box in drawer.counts.items():
        count, left = divmod(left, value)
        box.setText(str(count) if count else "")
    drawer.note.setText("找零差三元，已报组长")
    work.window.press("settle")


SCENES: dict[str, Sequence[tuple[str, Scene]]] = {
    "registration": (
        ("card", known_card),
        ("new-card", new_card),
        ("newcomer", newcomer),
        ("cancel", cancelling),
        ("fault", torn),
    ),
    "outpatient": (("patient", patient_in),),
    "settlement": (("bill", a_bill), ("day", bills_of_the_day)),
    "closing": (("drawer", a_short_drawer),),
    "residents": (("one", a_resident),),
    "staff": (("one", a_colleague),),
    "facility": (("verified", proved),),
}


def draw_clinic(folder: Path, only: str = "") -> None:
    """Every page of the clinic, in every look."""
    application()
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        build_clinic(data)
        clinic = open_folder(data, ADMIN, PASSWORD)
        play(clinic, _PATIENTS, _SEED, closes=False)
        fill_the_queue(clinic)
        clinic.close()
        for look in LOOKS:
            _draw_entrance(folder, look)
            with _open(data, look) as (work, reader):
                _draw_pages(work, reader, folder, look, only)


def _draw_pages(work: Workplace, reader: DeskReader, folder: Path, look: Look, only: str) -> None:
    for spec in work.window.pages():
        if only and spec.name != only:
            continue
        work.window.open_page(spec.name)
        settle(_WAIT)
        grab(work.window, folder / f"{spec.name}{look.suffix}.png", size=look.size)
        for name, scene in SCENES.get(spec.name, ()) if look.scenes else ():
            scene(work, reader)
            settle(_WAIT)
            grab(work.window, folder / f"{spec.name}-{name}{look.suffix}.png", size=look.size)
            reader.remove()
            work.desk.clear()
            work.window.page("registration").view_model.keep()
            work.window.notify("")
            settle(_WAIT)
    if not only:
        work.window.lock()
        grab(work.window, folder / f"lock{look.suffix}.png", size=look.size)


def _draw_entrance(folder: Path, look: Look) -> None:
    """Set-up and login, before there is a workplace."""
    dress(application(), look.settings)

    def never(*_: Any) -> Any:
        raise AssertionError("nothing is pressed for a picture")

    for name, page in (
        ("setup", SetupPage(SetupViewModel(never, never, _NoJobs()))),
        ("login", LoginPage("漳平市新桥镇中心卫生院", LoginViewModel(never, _NoJobs()))),
    ):
        grab(page, folder / f"{name}{look.suffix}.png", size=look.size)
        page.deleteLater()


class _NoJobs:
    """Stands where a picture asks for nothing."""


@contextmanager
def _open(data: Path, look: Look) -> Iterator[tuple[Workplace, DeskReader]]:
    dress(application(), look.settings)
    reader = DeskReader()
    work = Workplace(open_folder(data, ADMIN, PASSWORD), look.settings, [reader])
    work.window.resize(look.size)
    work.window.show()
    work.begin()
    settle(_WAIT)
    yield work, reader
    work.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def draw_console(folder: Path) -> str:
    """Every page of the county's console; answers what came of it."""
    from sync_server.console.screenshots import draw_pages
    from tests.server.console.world import PASSWORDS, made_up_county

    with tempfile.TemporaryDirectory() as scratch:
        world = made_up_county(f"sqlite:///{scratch}/county.db", int(time.time() * 1000))
        try:
            with _served(world.database) as address:
                _, told = draw_pages(address, "boss", PASSWORDS["boss"], folder)
                draw_pages(address, "boss", PASSWORDS["boss"], folder / "en", "en")
        finally:
            world.database.close()
    return told


@contextmanager
def _served(database: Any) -> Iterator[str]:
    """A running console on a free port of this machine."""
    import uvicorn
    from starlette.applications import Starlette

    from sync_server.console.routes import routes

    app = Starlette(routes=routes())
    app.state.database = database
    app.state.county_name = "漳平市"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clinic", action="store_true", help="the clinic's pages only")
    parser.add_argument("--console", action="store_true", help="the county's pages only")
    parser.add_argument("--only", default="", metavar="PAGE", help="one page of the clinic")
    args = parser.parse_args(arguments)
    if not args.console:
        draw_clinic(args.folder, args.only)
    if not args.clinic and not args.only:
        sys.stderr.write(f"{draw_console(args.folder)}\n")
    sys.stderr.write(f"{len(list(args.folder.glob('*.png')))} pictures in {args.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
