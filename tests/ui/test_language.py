"""Chinese in the code, English complete, every control has a name, nothing is cut."""

import shutil
import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from clinic_app.ui import appearance, gallery, i18n, translations
from clinic_app.ui.login import LoginPage, LoginViewModel
from clinic_app.ui.screenshots import SMALL, USUAL, cut_texts, draw_pages, grab, settle
from clinic_app.ui.setup import SetupViewModel
from clinic_app.ui.setup_page import SetupPage
from clinic_app.ui.theme import DARK, LIGHT, Theme


def messages(ts) -> dict[tuple[str, str], str]:
    return {
        (context.findtext("name"), message.findtext("source")): message.findtext("translation")
        for context in ElementTree.parse(ts).iter("context")
        for message in context.iter("message")
    }


def test_every_word_has_its_english(tmp_path):
    copy = tmp_path / "en.ts"
    shutil.copy(translations.TS, copy)
    missing = translations.refresh({}, copy)
    assert missing == []
    assert messages(copy) == messages(translations.TS)


def test_the_compiled_english_is_the_one_in_the_source(tmp_path):
    copy = tmp_path / "en.ts"
    shutil.copy(translations.TS, copy)
    assert translations.compile_qm(copy).read_bytes() == translations.QM.read_bytes()


def test_places_in_a_sentence_survive_translation():
    import re

    for (_, source), english in messages(translations.TS).items():
        if not english:
            continue  # the test above names it
        assert sorted(re.findall(r"{\w+}", source)) == sorted(re.findall(r"{\w+}", english)), source


def test_a_new_word_is_reported_and_filled(tmp_path):
    code = tmp_path / "code"
    code.mkdir()
    (code / "page.py").write_text(
        'class Page:\n    def f(self):\n        self.tr("新词")\n', encoding="utf-8"
    )
    ts = tmp_path / "x.ts"
    assert translations.refresh({}, ts, code) == ["新词"]
    assert translations.refresh({"新词": "new word"}, ts, code) == []


def test_qts_own_buttons_are_chinese(qapp: QApplication, qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.SaveAll)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "全部保存"


def test_english_is_a_start_away(qapp: QApplication, qtbot):
    i18n.install(qapp, "en")
    window = gallery.shell()
    qtbot.addWidget(window)
    window.resize(USUAL)
    window.show()
    assert window.rail.buttons[4].text() == "Settlement"
    assert window.strip.find_button.text() == "F3  Find"
    chinese = [
        w.text() for w in window.findChildren(QAbstractButton) if any("一" <= c <= "鿿" for c in w.text())
    ]
    assert chinese == []


def test_an_unknown_language_is_refused(qapp: QApplication):
    with pytest.raises(ValueError, match="fr"):
        i18n.install(qapp, "fr")


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)


def nameless(root: QWidget) -> list[str]:
    """Controls a screen reader cannot name.  Qt's own inner parts are not ours to name."""
    found = []
    for widget in root.findChildren(QWidget):
        own = not widget.objectName().startswith("qt_") and not isinstance(widget, QScrollBar)
        inner = widget.metaObject().className() in (
            "QLineEditIconButton",
            "QTableCornerButton",
            "QComboBoxListView",
        )
        if own and not inner and isinstance(widget, CONTROLS) and not spoken(widget).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def every_page(jobs):
    window = gallery.shell()
    for name in ("settlement", "residents"):
        window.open_page(name)
    window.press("help")
    window.press("palette")
    yield window
    yield SetupPage(SetupViewModel(lambda _: "", lambda _: None, jobs), lambda _: None)
    yield LoginPage("卫生院", LoginViewModel(lambda *_: None, jobs))


def test_every_control_has_a_name(qtbot, jobs):
    for page in every_page(jobs):
        qtbot.addWidget(page)
        assert sorted(set(nameless(page))) == []


def test_a_control_without_a_name_would_be_found(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    QLineEdit(page)
    assert nameless(page) == ["QLineEdit in QWidget"]


@pytest.mark.parametrize(
    ("look", "language", "size"),
    [
        pytest.param(Theme(LIGHT), "zh", USUAL, id="1366"),
        pytest.param(Theme(DARK), "zh", SMALL, id="1024 dark"),
        pytest.param(Theme(LIGHT), "en", USUAL, id="english"),
        pytest.param(Theme(LIGHT), "en", SMALL, id="english 1024"),
        pytest.param(Theme(LIGHT, 150), "zh", QSize(1920, 1080), id="150 %"),
        pytest.param(Theme(LIGHT, 125), "zh", USUAL, id="125 % on 1366"),
        pytest.param(Theme(LIGHT, 200), "zh", QSize(2732, 1536), id="200 %"),
    ],
)
def test_no_word_is_cut(qapp: QApplication, qtbot, look, language, size):
    i18n.install(qapp, language)
    appearance.apply(qapp, look)
    window = gallery.shell()
    qtbot.addWidget(window)
    window.setFixedSize(size)
    window.show()
    for name in ("settlement", "residents"):
        window.open_page(name)
        settle(100)
        assert list(cut_texts(window)) == []


def test_a_cut_word_would_be_found(qtbot):
    from PySide6.QtWidgets import QPushButton

    page = QWidget()
    qtbot.addWidget(page)
    button = QPushButton("一个很长的词", page)
    page.show()
    button.resize(30, 30)
    assert list(cut_texts(page)) == ["一个很长的词"]


def test_a_picture_has_the_density_asked_for(qtbot, tmp_path):
    from PySide6.QtGui import QImage

    window = gallery.shell()
    qtbot.addWidget(window)
    image = QImage(str(grab(window, tmp_path / "a" / "x.png", 1.5)))
    assert image.size() == QSize(2049, 1152)
    assert len({image.pixelColor(x, 90).name() for x in range(2049)}) > 20


def test_every_page_of_the_person_on_duty_is_drawn(qtbot, tmp_path):
    window = gallery.shell()
    qtbot.addWidget(window)
    drawn = draw_pages(window, tmp_path)
    assert [path.stem for path in drawn] == [spec.name for spec in window.pages()]
    assert len({path.read_bytes() for path in drawn}) == len(drawn)
    assert [path.name for path in draw_pages(window, tmp_path / "one", "residents")] == ["residents.png"]
    with pytest.raises(LookupError):
        draw_pages(window, tmp_path, "nonsense")
