"""A file in a form: attached by keys, drop and paste, kept encrypted, opened by Enter, still there once signed."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from clinic_app.domain.forms import form
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.printing.documents import Picture
from clinic_app.services.forms.files import LARGEST
from clinic_app.ui.forms import FormView
from clinic_app.ui.forms.attached import Attached, PictureCard
from clinic_app.ui.forms.files import Files
from clinic_app.ui.forms.signed import SigningCard
from clinic_app.ui.pictures import is_picture, jpeg_of, read_picture
from tests.forms import filled, somebody

COPY = Qt.DropAction.CopyAction
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def photograph(tmp_path) -> Path:
    image = QImage(2400, 1800, QImage.Format.Format_RGB32)
    image.fill(QColor("#8899aa"))
    path = tmp_path / "ecg.jpg"
    image.save(str(path))
    return path


class Chosen:
    """What the person picks in the dialogs."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.place: Path | None = None


@pytest.fixture
def chosen() -> Chosen:
    return Chosen()


@pytest.fixture
def opened(qtbot, day, screen, chosen):
    """A form; if none is named, the order of a distant examination, whose data are a file."""

    def show(values=None, form_key="tele_order", **more) -> FormView:
        one = form(form_key)
        files = Files(
            day.clinic.form_files, screen.workplace.desk, lambda _: chosen.file, lambda _: chosen.place
        )
        view = FormView(one, values or {}, {}, somebody(one), files=files, **more)
        view.resize(1180, 690)
        qtbot.addWidget(view)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        return view

    return show


def entry(view: FormView) -> Attached:
    found = view.sheet.cells()["data"].entry
    assert isinstance(found, Attached)
    return found


def has_data(screen, view: FormView) -> None:
    screen.waits(lambda: entry(view).wants_enter())


def test_a_photograph_is_chosen_made_small_and_opened_by_enter(day, screen, opened, chosen, photograph):
    view = opened()
    chosen.file = photograph
    view.go_to("data")
    screen.press(Qt.Key.Key_Space)
    has_data(screen, view)
    reference = view.values["data"]
    kept = day.clinic.form_files.kept(day.clinic.on_duty, reference)
    small = QImage.fromData(kept)
    assert is_picture(kept) and max(small.width(), small.height()) == 1600
    assert "照片" in entry(view)._words() and "不上传" in entry(view)._words()
    screen.press(Qt.Key.Key_Return)
    (card,) = view.findChildren(PictureCard)
    assert card.isVisible()
    screen.press(Qt.Key.Key_Escape)
    assert not card.isVisible() and QApplication.focusWidget() is entry(view)


def test_del_takes_it_away_and_enter_then_goes_on(screen, opened, chosen, photograph):
    view = opened()
    chosen.file = photograph
    view.go_to("data")
    screen.press(Qt.Key.Key_Space)
    has_data(screen, view)
    screen.press(Qt.Key.Key_Delete)
    assert "data" not in view.values
    screen.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is not entry(view)


def test_a_picture_is_pasted(screen, opened):
    view = opened()
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    QGuiApplication.clipboard().setImage(image)
    view.go_to("data")
    screen.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    has_data(screen, view)
    assert view.values["data"].startswith("sha256:")


def test_any_other_file_is_dropped_and_copied_out_again(screen, opened, chosen, tmp_path):
    view = opened()
    (tmp_path / "ecg.xml").write_text("<ecg/>")
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(tmp_path / "ecg.xml"))])
    box = entry(view)
    enters = QDragEnterEvent(QPoint(5, 5), COPY, told, LEFT, PLAIN)
    QApplication.sendEvent(box, enters)
    assert enters.isAccepted()
    QApplication.sendEvent(box, QDropEvent(QPointF(5, 5), COPY, told, LEFT, PLAIN))
    has_data(screen, view)
    chosen.place = tmp_path / "copy.xml"
    view.go_to("data")
    screen.press(Qt.Key.Key_Return)
    assert chosen.place.read_text() == "<ecg/>"


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        pytest.param("big.bin", LARGEST + 1, "太大", id="too large"),
        pytest.param("broken.jpg", 20, "不是照片", id="no picture"),
        pytest.param("", 0, "读不出来", id="a folder"),
    ],
)
def test_what_cannot_be_kept_is_said_in_the_field(screen, opened, chosen, tmp_path, name, size, said):
    view = opened()
    chosen.file = tmp_path / name
    if name:
        chosen.file.write_bytes(bytes(size))
    view.go_to("data")
    screen.press(Qt.Key.Key_Space)
    screen.waits(lambda: said in entry(view)._words())
    assert "data" not in view.values


def test_a_signed_form_opens_its_file_and_one_of_another_pc_says_where_it_is(day, screen, opened, photograph):
    reference = day.clinic.form_files.keep(day.clinic.on_duty, photograph.read_bytes())
    values = filled(form("tele_order")) | {"data": reference}
    view = opened(values, read_only=True)
    has_data(screen, view)
    assert view.go_to("data")
    screen.press(Qt.Key.Key_Delete)
    assert view.values["data"] == reference
    elsewhere = opened(values | {"data": "sha256:" + 64 * "0"}, read_only=True)
    screen.waits(lambda: "那台电脑" in entry(elsewhere)._words())


def test_a_signature_is_drawn_on_a_card_and_kept_as_a_picture(qtbot, day, screen, opened):
    view = opened(form_key="health_check")
    assert view.go_to("sign_resident")
    screen.press(Qt.Key.Key_Space)
    (card,) = view.findChildren(SigningCard)
    screen.press(Qt.Key.Key_Return)
    assert card.isVisible()  # nobody has signed yet
    qtbot.mousePress(card.pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    qtbot.mouseMove(card.pad, QPoint(200, 120))
    qtbot.mouseRelease(card.pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 120))
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "sign_resident" in view.values)
    assert is_picture(day.clinic.form_files.kept(day.clinic.on_duty, view.values["sign_resident"]))
    assert QApplication.focusWidget() is view.sheet.cells()["sign_resident"].entry


def test_what_is_attached_is_printed_under_the_sheet(day, photograph):
    clinic, by = day.clinic, day.clinic.on_duty
    person = day.arrives(day.adults[0]).resident_id
    picture = jpeg_of(read_picture(photograph))
    kept = {"data": clinic.form_files.keep(by, picture)}
    one = form("tele_order")
    values = filled(one) | kept | {one.dated: "2026-11-20T08:00"}
    record = FormRecorded(form=one.key, version=1, day=date(2026, 11, 20), values=values, salt=new_salt())
    with clinic.store.writing(by.author) as writing:
        written = writing.append(record, person).id
    printed = [block for block in clinic.formpapers.sheet(written).blocks if isinstance(block, Picture)]
    assert [(one.data, one.label) for one in printed] == [(picture, "检查数据：")]
