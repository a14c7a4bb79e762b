"""The first run."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.errors import Unavailable
from clinic_app.ui import texts
from clinic_app.ui.setup import Enrolment, NewClinic, SetupViewModel, problems_of
from clinic_app.ui.setup_page import SetupPage


class NoLine(Unavailable):
    code = "test.no_line"


class World:
    """Takes clinics; the county is away when told so."""

    def __init__(self) -> None:
        self.made: list[NewClinic] = []
        self.joined: list[Enrolment] = []
        self.line = True

    def create(self, clinic: NewClinic) -> str:
        self.made.append(clinic)
        return "7KQM-XW4T-9HPC"

    def join(self, enrolment: Enrolment) -> None:
        if not self.line:
            raise NoLine
        self.joined.append(enrolment)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def page(qtbot, jobs, world, monkeypatch):
    monkeypatch.setitem(texts.TEXTS, "test.no_line", texts.Text("连不上县服务器。", "The county is away."))
    printed: list[str] = []
    made = SetupPage(SetupViewModel(world.create, world.join, jobs), printed.append)
    made.printed = printed
    qtbot.addWidget(made)
    made.resize(1024, 768)
    made.show()
    return made


def fill(form, **answers):
    for name, text in answers.items():
        form.fields[name].control.setText(text)


GOOD = {
    "facility": "350881001",
    "facility_name": "新桥镇卫生院",
    "admin_id": "P001",
    "admin_name": "王晓明",
    "password": "eight letters",
    "password_again": "eight letters",
}


def test_a_clinic_is_made_and_the_code_shown_once(qtbot, page, world):
    fill(page.creating, **GOOD)
    page.creating.level.show_code("township")
    qtbot.mouseClick(page.creating.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.code.isVisible)
    assert page.code.code.text() == "7KQM-XW4T-9HPC"
    assert world.made == [
        NewClinic(
            facility="350881001",
            facility_name="新桥镇卫生院",
            inst_lv="township",
            admin_id="P001",
            admin_name="王晓明",
            password="eight letters",
        )
    ]
    with qtbot.waitSignal(page.view_model.finished):
        page.code.kept.click()
    assert page.code.code.text() == ""


def test_every_problem_stands_at_its_field(qtbot, page, world):
    fill(page.creating, facility="350881001", password="short", server="county", code="")
    page.creating.submit()
    wrong = {name for name, field in page.creating.fields.items() if field.error()}
    assert wrong == {"facility_name", "admin_id", "admin_name", "password", "server", "code"}
    assert world.made == []


def test_two_different_passwords_are_refused():
    clinic = NewClinic(
        facility="1",
        facility_name="a",
        inst_lv="village",
        admin_id="1",
        admin_name="b",
        password="long enough",
    )
    assert problems_of(clinic, "long enougH") == (("password_again", "两次输入不一样。"),)


def test_plain_http_is_only_for_this_machine():
    def wrong(server: str) -> bool:
        clinic = NewClinic(
            facility="1",
            facility_name="a",
            inst_lv="village",
            admin_id="1",
            admin_name="b",
            password="long enough",
            enrolment=Enrolment(server=server, code="X"),
        )
        return bool(problems_of(clinic, "long enough"))

    assert [wrong(s) for s in ("https://a:8443", "http://127.0.0.1:8443", "http://a:8443")] == [
        False,
        False,
        True,
    ]


def test_joining_needs_the_county(qtbot, page, world, tmp_path: Path):
    ca = tmp_path / "ca.pem"
    ca.write_text("x", encoding="utf-8")
    fill(page.joining, server="https://county:8443", code="ABCD", ca_file=str(ca))
    world.line = False
    page.joining.submit()
    qtbot.waitUntil(lambda: page.notice.text() == "连不上县服务器。")
    world.line = True
    with qtbot.waitSignal(page.view_model.finished):
        page.joining.submit()
    assert world.joined == [Enrolment(server="https://county:8443", code="ABCD", ca_file=ca)]
