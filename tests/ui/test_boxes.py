"""Boxes: searching, picking, money, dates, numbers, and Enter through a form."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.ui.widgets.entries import Choice, DateEdit, NumberEdit, date_of
from clinic_app.ui.widgets.fields import EnterMoves, Field
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.money import MoneyEdit, MoneyLabel
from clinic_app.ui.widgets.search import CodePicker, SearchBox

TODAY = date(2026, 11, 22)
LIN, LIU = Hit(1, "林秀英", "62 岁"), Hit(2, "刘秀英", "35 岁")


class Answers:
    """A provider whose answers come when the test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.waiting = []

    def __call__(self, text, answer) -> None:
        self.asked.append(text)
        self.waiting.append(answer)


@pytest.fixture
def provider():
    return Answers()


@pytest.fixture
def shown(qtbot):
    pages = []  # Python drops what nobody holds

    def show(widget: QWidget) -> QWidget:
        page = QWidget()
        pages.append(page)
        page.resize(700, 500)
        QVBoxLayout(page).addWidget(widget)
        page.layout().addWidget(QLineEdit())
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        widget.setFocus()
        return page

    return show


def test_one_question_after_a_run_of_keys(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    shown(box)
    qtbot.keyClicks(box, "lxy")
    qtbot.waitUntil(lambda: provider.asked == ["lxy"])


def test_down_and_enter_pick(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    shown(box)
    qtbot.keyClicks(box, "l")
    qtbot.waitUntil(lambda: bool(provider.waiting))
    provider.waiting[0]([LIN, LIU])
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.picked) as picked:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert picked.args == [2]
    assert box.text() == ""
    assert not box.list_is_open()


def test_an_answer_to_an_older_question_is_dropped(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    shown(box)
    qtbot.keyClicks(box, "l")
    qtbot.waitUntil(lambda: len(provider.waiting) == 1)
    qtbot.keyClicks(box, "i")
    qtbot.waitUntil(lambda: len(provider.waiting) == 2)
    provider.waiting[1]([LIU])
    provider.waiting[0]([LIN])
    assert box.hits() == [LIU]


def test_a_scanner_that_presses_enter_at_once_gets_the_only_hit(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    shown(box)
    qtbot.keyClicks(box, "6901234567892")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    with qtbot.waitSignal(box.picked) as picked:
        provider.waiting[-1]([LIN])
    assert picked.args == [1]


def test_enter_before_an_answer_with_two_hits_chooses_nobody(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    shown(box)
    qtbot.keyClicks(box, "l")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(box.picked):
        provider.waiting[-1]([LIN, LIU])
    assert box.list_is_open()


def test_nothing_found_is_said_and_cannot_be_picked(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    shown(box)
    qtbot.keyClicks(box, "zzz")
    qtbot.waitUntil(lambda: bool(provider.waiting))
    provider.waiting[0]([])
    assert box.list.item(0).text() == "没有找到"
    with qtbot.assertNotEmitted(box.picked):
        qtbot.keyClick(box, Qt.Key.Key_Return)


def test_esc_and_leaving_close_the_list(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    page = shown(box)
    box.show_hits([LIN])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.list_is_open()
    box.show_hits([LIN])
    page.findChildren(QLineEdit)[-1].setFocus()
    assert not box.list_is_open()


def test_the_list_stays_inside_the_window(qtbot, provider, shown):
    box = SearchBox(provider, "找人")
    page = shown(box)
    box.show_hits([Hit(n, f"居民{n}") for n in range(50)])
    assert page.rect().contains(box.list.popup.geometry())


def test_a_picker_shows_the_name_holds_the_code_and_moves_on(qtbot, provider, shown):
    picker = CodePicker(provider, "药品")
    page = shown(picker)
    qtbot.keyClicks(picker, "l")
    qtbot.waitUntil(lambda: bool(provider.waiting))
    provider.waiting[0]([LIN])
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert (picker.text(), picker.value()) == ("林秀英", 1)
    assert page.findChildren(QLineEdit)[-1].hasFocus()
    with qtbot.waitSignal(picker.cleared):
        qtbot.keyClicks(picker, "x")
    assert picker.value() is None


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12.5", 1250),
        ("1,234.50", 123450),
        ("１２。５", 1250),
        ("0", 0),
        ("", None),
        ("12.345", None),
        ("abc", None),
        ("-5", None),
    ],
)
def test_money_as_it_is_typed(qtbot, typed, fen):
    box = MoneyEdit("缴款")
    qtbot.addWidget(box)
    box.insert(typed)
    assert box.fen() == fen
    assert box.readable() == (fen is not None or not typed)
    assert (box.property("invalid") == "true") == (not box.readable())


def test_money_is_tidied_when_left(qtbot):
    box = MoneyEdit("缴款")
    qtbot.addWidget(box)
    qtbot.keyClicks(box, "1234.5")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "1,234.50"


def test_an_amount_is_read_out(qtbot):
    label = MoneyLabel(-1234, name="找零")
    qtbot.addWidget(label)
    assert (label.text(), label.accessibleName()) == ("−¥12.34", "找零 −¥12.34")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("19640213", date(1964, 2, 13)),
        ("640213", date(1964, 2, 13)),
        ("261122", TODAY),
        ("261123", date(1926, 11, 23)),
        ("1964-2-13", date(1964, 2, 13)),
        ("1964年2月13日", date(1964, 2, 13)),
        ("１９６４／２／１３", date(1964, 2, 13)),
        ("2-13", date(2026, 2, 13)),
        ("0213", date(2026, 2, 13)),
        ("19640230", None),
        ("1964", None),
        ("196402", None),
        ("x", None),
        ("", None),
        ("20260101123", None),
        ("1-2-3-4", None),
        ("000229", date(2000, 2, 29)),
    ],
)
def test_dates_as_they_are_typed(typed, day):
    assert date_of(typed, TODAY) == day


def test_a_date_is_tidied_when_left_and_moved_by_arrows(qtbot):
    box = DateEdit(TODAY, "出生日期")
    qtbot.addWidget(box)
    qtbot.keyClicks(box, "640229")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "1964-02-29"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.day() == date(1964, 3, 1)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("58.5", Decimal("58.5")),
        ("５８", 58),
        ("58.55", None),
        ("301", None),
        ("-1", None),
        ("NaN", None),
        ("1e2", None),
        ("", None),
    ],
)
def test_numbers_hold_their_range_and_places(qtbot, typed, number):
    box = NumberEdit("体重", decimals=1, least=0, most=300)
    qtbot.addWidget(box)
    box.insert(typed)
    assert box.number() == number


def test_a_choice_takes_a_digit_but_not_the_wheel(qtbot):
    choice = Choice([("1", "男"), ("2", "女")], "性别", blank=True)
    qtbot.addWidget(choice)
    assert choice.code() == ""
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.keyClick(choice, Qt.Key.Key_2)
    assert chosen.args == ["2"]
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, wheel)
    assert choice.code() == "2"


@pytest.fixture
def form(qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    boxes = [QLineEdit(), Choice([("1", "男")]), QPlainTextEdit(), QPushButton("保存")]
    for box in boxes:
        column.addWidget(box)
    EnterMoves(page)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    boxes[0].setFocus()
    return boxes


def test_enter_walks_through_a_form_and_esc_steps_back(qtbot, form):
    first, choice, text, _ = form
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert choice.hasFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Escape)
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Enter)
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    assert text.hasFocus()


def test_enter_in_a_long_text_is_a_new_line(qtbot, form):
    text = form[2]
    text.setFocus()
    qtbot.keyClicks(text, "a")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert (text.toPlainText(), text.hasFocus()) == ("a\n", True)


def test_enter_presses_a_button_once(qtbot, form):
    pressed = []
    form[3].clicked.connect(lambda: pressed.append(1))
    form[3].setFocus()
    qtbot.keyClick(form[3], Qt.Key.Key_Return)
    assert pressed == [1]


def test_enter_in_a_search_box_searches_before_it_moves_on(qtbot, provider):
    page = QWidget()
    picker, after = CodePicker(provider, "药品"), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(picker)
    column.addWidget(after)
    EnterMoves(page)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    picker.setFocus()
    qtbot.keyClicks(picker, "l")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert picker.hasFocus()
    provider.waiting[-1]([LIN, LIU])
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert (picker.value(), after.hasFocus()) == (1, True)
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert after.hasFocus()


def test_a_field_says_what_is_wrong_in_place(qtbot):
    box = QLineEdit()
    field = Field("证件号码", box, required=True, hint="18 位")
    qtbot.addWidget(field)
    assert (field.label.text(), box.accessibleName(), field.error()) == ("证件号码 *", "证件号码", "")
    field.show_error("校验位不对。")
    assert (field.error(), box.accessibleDescription(), box.property("invalid")) == ("校验位不对。",) * 2 + (
        "true",
    )
    field.show_error("")
    assert (field.error(), field._message.text(), box.property("invalid")) == ("", "18 位", "false")
