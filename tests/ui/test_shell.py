"""The shell, used by its keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from clinic_app.domain.roles import Role
from clinic_app.ui import keys
from clinic_app.ui.main_window import MainWindow
from clinic_app.ui.shell_state import (
    Caution,
    DutyState,
    Line,
    PageSpec,
    Reader,
    ReaderState,
    ResidentBanner,
    SyncState,
)
from clinic_app.ui.shell_texts import unsent_text
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.page_area import PageArea

CASHIER = DutyState("P001", "王晓明", frozenset({Role.CASHIER}))
VILLAGE = DutyState("P002", "李村医", frozenset({Role.VILLAGE_DOCTOR, Role.CASHIER}))


class Desk(QWidget):
    """A page with a box, a button for F8, and a note of what was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.box = QLineEdit()
        self.box.setAccessibleName("box")
        self.save = ActionButton("save")
        self.save.clicked.connect(lambda: self.pressed.append("save"))
        row = QHBoxLayout(self)
        row.addWidget(self.box)
        row.addWidget(self.save)


@pytest.fixture
def window(qtbot):
    pages = [
        PageSpec("settlement", "收费结算", "cash", frozenset({Role.CASHIER}), Desk),
        PageSpec("outpatient", "门诊", "stethoscope", frozenset({Role.VILLAGE_DOCTOR}), Desk),
        PageSpec("residents", "居民", "people", frozenset(), Desk),
    ]
    made = MainWindow("新桥卫生院", pages)
    qtbot.addWidget(made)
    made.show_duty(VILLAGE)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def test_pages_follow_the_roles(window):
    assert [spec.name for spec in window.pages()] == ["settlement", "outpatient", "residents"]
    window.show_duty(CASHIER)
    assert [button.text() for button in window.rail.buttons] == ["收费结算", "居民"]


def test_a_page_that_the_next_person_may_not_see_is_left(window):
    window.open_page("outpatient")
    window.show_duty(CASHIER)
    assert window.page_name() == "settlement"


def test_a_page_of_another_role_does_not_open(window):
    window.show_duty(CASHIER)
    with pytest.raises(ValueError, match="outpatient"):
        window.open_page("outpatient")


def test_pages_are_built_when_first_opened(window):
    assert window.stack.count() == 1
    window.open_page("residents")
    assert window.stack.count() == 2


def test_alt_number_switches_pages(qtbot, window):
    press(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.page_name() == "outpatient"
    assert window.rail.buttons[1].isChecked()


def test_alt_0_opens_the_tenth_page(qtbot):
    pages = [PageSpec(f"page{number}", "页", "cash", frozenset(), Desk) for number in range(1, 12)]
    made = MainWindow("新桥卫生院", pages)
    qtbot.addWidget(made)
    made.show_duty(VILLAGE)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    press(qtbot, made, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert made.page_name() == "page10"


def test_a_button_may_carry_an_icon_of_its_page(qtbot):
    button = ActionButton("settle", "发药", icon="pill")
    qtbot.addWidget(button)
    button.setEnabled(False)
    assert (button.property("lineIcon"), button.text()) == ("pill", "F9  发药")


def test_a_key_presses_the_button_of_the_page_in_sight(qtbot, window):
    first, second = window.page("settlement"), window.page("outpatient")
    window.open_page("outpatient")
    second.box.setFocus()
    press(qtbot, window, Qt.Key.Key_F8)
    assert (first.pressed, second.pressed) == ([], ["save"])


def test_a_disabled_button_says_not_now(qtbot, window):
    page = window.page("settlement")
    page.save.setEnabled(False)
    press(qtbot, window, Qt.Key.Key_F8)
    assert page.pressed == []
    assert window.status.word.text() == "现在还不能：保存"


def test_a_key_without_a_button_says_so(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F6)
    assert window.status.word.text() == "本页不用 F6（退号/退费/退药）"


@pytest.mark.parametrize(
    ("key", "command"),
    [
        (Qt.Key.Key_F2, "read_card"),
        (Qt.Key.Key_F3, "find"),
        (Qt.Key.Key_F4, "clear"),
        (Qt.Key.Key_F5, "next"),
    ],
)
def test_the_resident_in_hand_is_reached_from_every_page(qtbot, window, key, command):
    with qtbot.waitSignal(window.command) as asked:
        press(qtbot, window, key)
    assert asked.args == [command]


def test_a_cell_being_edited_gives_its_value_first(qtbot, window):
    page = window.page("settlement")
    table = QTableWidget(1, 1)
    page.layout().addWidget(table)
    qtbot.waitUntil(table.isVisible)
    seen = []
    page.save.clicked.connect(lambda: seen.append(table.item(0, 0).text() if table.item(0, 0) else ""))
    table.setFocus()
    table.edit(table.model().index(0, 0))
    qtbot.keyClicks(window.focusWidget(), "12")
    press(qtbot, window, Qt.Key.Key_F8)
    assert seen == ["12"]


def test_del_in_a_text_box_deletes_a_letter_not_a_row(qtbot, window):
    page = window.page("settlement")
    rows = ActionButton("delete_row")
    rows.clicked.connect(lambda: page.pressed.append("delete_row"))
    page.layout().addWidget(rows)
    qtbot.waitUntil(rows.isVisible)
    page.box.setText("ab")
    page.box.setFocus()
    page.box.setCursorPosition(0)
    press(qtbot, window, Qt.Key.Key_Delete)
    assert (page.box.text(), page.pressed) == ("b", [])
    rows.setFocus()
    press(qtbot, window, Qt.Key.Key_Delete)
    assert page.pressed == ["delete_row"]


def test_f1_shows_the_keys_and_again_hides_them(qtbot, window):
    window.page("settlement").box.setFocus()
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.key_card.isVisible()
    press(qtbot, window, Qt.Key.Key_F1)
    assert not window.key_card.isVisible()
    assert window.focusWidget() is window.page("settlement").box


def test_ctrl_k_finds_a_page_by_its_initials(qtbot, window):
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.focusWidget(), "mz")
    qtbot.waitUntil(lambda: [hit.title for hit in window.palette_card.box.hits()] == ["门诊"])
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.page_name() == "outpatient"
    assert not window.palette_card.isVisible()


def test_esc_leaves_the_palette(qtbot, window):
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, window, Qt.Key.Key_Escape)  # the list
    press(qtbot, window, Qt.Key.Key_Escape)  # the card
    assert not window.palette_card.isVisible()


def test_the_resident_in_hand_is_shown_and_taken_away(window):
    resident = ResidentBanner(
        "林秀英",
        "女",
        "62 岁",
        "350881********2648",
        "居民医保",
        "临时",
        temporary=True,
        warnings=(Caution("随访过期", Tone.WARN), Caution("青霉素过敏")),
    )
    window.show_resident(resident)
    assert window.strip.accessibleName() == "林秀英 女 62 岁"
    assert [chip.text() for chip in window.strip._chips._chips] == [
        "青霉素过敏",
        "居民医保",
        "临时",
        "随访过期",
    ]
    window.show_resident(None)
    assert window.strip.accessibleName() == "没有选定居民"
    assert not window.strip.clear_button.isVisibleTo(window)


def test_a_danger_is_seen_on_the_smallest_screen(qtbot, window):
    cautions = tuple(Caution(f"随访过期第{n}项", Tone.WARN) for n in range(6))
    window.show_resident(
        ResidentBanner(
            "欧阳",
            "女",
            "62 岁",
            "350881********2648",
            "居民医保",
            "社保卡",
            warnings=(*cautions, Caution("青霉素过敏")),
        )
    )
    window.resize(1024, 768)
    qtbot.wait(10)
    hidden = window.strip._chips.hidden_texts()
    assert hidden
    assert "青霉素过敏" not in hidden
    assert window.strip._chips._more.text() == f"+{len(hidden)}"


def test_a_notice_has_one_button_and_goes_away(qtbot, window):
    done = []
    window.notify("卡片已拔出。请重新放卡。", Tone.DANGER, "重新读卡", lambda: done.append(1))
    assert window.notice.isVisible()
    qtbot.mouseClick(window.notice._button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert not window.notice.isVisible()


def test_what_is_simulated_is_said_in_plain_sight(window):
    assert not window.top._demo.isVisible()
    window.show_reader(ReaderState(Reader.READY, "x", simulated=True))
    window.show_demo(True)
    assert window.top._demo.text() == "模拟读卡器 · 演示数据"


@pytest.mark.parametrize(
    ("state", "text", "tone"),
    [
        pytest.param(SyncState(Line.UP, 0, 0, 345), "全部已安全送达县里（至 #345）", Tone.OK, id="safe"),
        pytest.param(
            SyncState(Line.DOWN, 0, 0, 345), "全部已安全送达县里（至 #345）", Tone.OK, id="safe, line cut"
        ),
        pytest.param(
            SyncState(Line.DOWN, 12, 3 * 3600, 345),
            "本机 12 条未上传 · 最早 3 小时前 · 县里已确认到 #345",
            Tone.WARN,
            id="line cut",
        ),
        pytest.param(
            SyncState(Line.UP, 2, 30, 345),
            "本机 2 条未上传 · 最早 刚刚 · 县里已确认到 #345",
            Tone.PLAIN,
            id="on its way",
        ),
        pytest.param(
            SyncState(Line.UP, 2, 90_000, 345),
            "本机 2 条未上传 · 最早 25 小时前 · 县里已确认到 #345",
            Tone.DANGER,
            id="a day late",
        ),
        pytest.param(
            SyncState(Line.REFUSED, 2, 60, 345),
            "本机 2 条未上传 · 最早 1 分钟前 · 县里已确认到 #345",
            Tone.DANGER,
            id="refused",
        ),
        pytest.param(
            SyncState(Line.NOT_ENROLLED, 7), "本机 7 条，尚未入网：数据只在这台电脑上", Tone.WARN, id="alone"
        ),
        pytest.param(
            SyncState(Line.UP, 3, 60, 345, via_hub=True),
            "本院中心已收 3 条，待送县里 · 最早 1 分钟前 · 县里已确认到 #345",
            Tone.PLAIN,
            id="at the hub",
        ),
        pytest.param(
            SyncState(Line.DOWN, 3, 90_000, 345, via_hub=True),
            "本院中心已收 3 条，待送县里 · 最早 25 小时前 · 县里已确认到 #345",
            Tone.DANGER,
            id="at the hub alone for a day",
        ),
    ],
)
def test_the_status_line_never_flatters(state, text, tone):
    assert unsent_text(state) == (text, tone)


@pytest.mark.parametrize(
    ("filling", "text"),
    [
        ((43_900, 100_900), "正在接收本机构的资料 43 %：可挂号、找人，列表还不完整"),
        ((100_900, 100_900), "正在接收本机构的资料 99 %：可挂号、找人，列表还不完整"),
        ((0, 0), "正在接收本机构的资料：可挂号、找人，列表还不完整"),
    ],
    ids=["part of it", "its tables still follow", "not begun"],
)
def test_a_pc_that_fills_says_under_every_page_that_lists_are_incomplete(window, filling, text):
    window.show_sync(SyncState(Line.BUSY, filling=filling))
    assert window.status.filling.label.text() == text
    assert window.status.filling.isVisible()
    assert not window.status.sync.isVisible()
    window.show_sync(SyncState(Line.BUSY, unsent=2, filling=filling))
    assert window.status.filling.isVisible()
    assert window.status.sync.isVisible()
    window.show_sync(SyncState(Line.UP))
    assert not window.status.filling.isVisible()
    assert window.status.sync.isVisible()


def test_entries_sent_back_are_counted(window):
    window.show_sync(SyncState(Line.UP, quarantined=2))
    assert window.status.returned.text() == "县里退回 2 条"


def test_a_remapped_key_is_on_the_button_and_works(qtbot):
    keys.use(keys.KeyMap.remapped({"save": "F7"}))
    window = MainWindow("新桥卫生院", [PageSpec("a", "居民", "people", frozenset(), Desk)])
    qtbot.addWidget(window)
    window.show_duty(VILLAGE)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page = window.page("a")
    assert page.save.text() == "F7  保存"
    press(qtbot, window, Qt.Key.Key_F7)
    assert page.pressed == ["save"]


def test_the_rail_is_narrow_on_a_small_screen(qtbot, window):
    wide = window.rail.width()
    window.resize(1024, 768)
    qtbot.waitUntil(lambda: window.rail.width() < wide)


def test_a_page_scrolls_only_when_its_least_height_does_not_fit(qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    words = QLabel("一句很长的话" * 40)
    words.setWordWrap(True)
    text = QPlainTextEdit()  # would like 192 pixels, needs less
    text.setMinimumHeight(60)
    column.addWidget(words)
    column.addWidget(text)
    area = PageArea(page)
    qtbot.addWidget(area)
    area.resize(600, 240)
    area.show()
    qtbot.waitUntil(lambda: page.width() == area.viewport().width())
    assert area.verticalScrollBar().maximum() == 0
    area.resize(600, 120)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert text.height() >= 60
    words.setText("短")
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
