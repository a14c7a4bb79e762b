"""The rail, used by its keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from clinic_app.app.pages import GROUPS
from clinic_app.domain.roles import Role, who_may
from clinic_app.ui import appearance, theme
from clinic_app.ui.main_window import MainWindow
from clinic_app.ui.shell_state import DutyState, PageSpec
from clinic_app.ui.widgets.rail import NUMBERED, unfolded

_CTRL = Qt.KeyboardModifier.ControlModifier
EVERYTHING = frozenset(Role)
SPECS = [
    PageSpec(
        entry.name,
        entry.title,
        entry.icon,
        who_may(entry.action) if entry.action else frozenset(),
        QLabel,
        entry.words,
        heading,
    )
    for heading, entries in GROUPS
    for entry in entries
]


def shown(qtbot, roles, size=(1366, 768)):
    made = MainWindow("新桥卫生院", SPECS)
    qtbot.addWidget(made)
    made.show_duty(DutyState("P001", "王晓明", roles))
    made.resize(*size)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def window(qtbot):
    return shown(qtbot, EVERYTHING)


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def heading(window, group):
    return next(one for one in window.rail.headings if one.text() == group)


def in_sight(window):
    return [button.spec.name for button in window.rail.buttons if not button.isHidden()]


def groups_in_sight(window):
    return {button.under for button in window.rail.buttons if not button.isHidden()}


def titles(window):
    return [hit.title for hit in window.palette_card.box.hits() if hit is not None]


def scrolled(window):
    return window.rail._area.verticalScrollBar().maximum()


def test_the_group_looked_at_last_is_open_and_older_ones_while_they_fit():
    sizes = {"a": 50, "b": 30, "c": 20}
    assert unfolded(sizes, ["a", "b", "c"], 100) == {"a", "b", "c"}
    assert unfolded(sizes, ["a", "b", "c"], 75) == {"a", "c"}
    assert unfolded(sizes, ["b", "a"], 60) == {"b"}
    assert unfolded(sizes, ["a"], 10) == {"a"}
    assert unfolded(sizes, [], 100) == set()


def test_pages_of_a_group_follow_one_another(window):
    assert [one.under for one in window.rail.headings] == [heading for heading, _ in GROUPS]


def test_who_has_few_pages_sees_them_without_headings(qtbot):
    window = shown(qtbot, frozenset({Role.CASHIER}))
    assert window.rail.headings == []
    assert in_sight(window) == [spec.name for spec in window.pages()]
    assert len(in_sight(window)) <= NUMBERED


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("zoom", [100, 125, 150])
def test_no_role_scrolls_on_the_usual_screen(qtbot, qapp: QApplication, role, zoom):
    before = theme.current()
    appearance.apply(qapp, theme.Theme(zoom=zoom))
    try:
        window = shown(qtbot, frozenset({role}))
        for spec in window.pages():
            window.open_page(spec.name)
            assert spec.name in in_sight(window)
            assert scrolled(window) == 0
    finally:
        appearance.apply(qapp, before)


def test_opening_a_page_opens_its_group(qtbot, window):
    window.open_page("outpatient")
    heading(window, "公共卫生").setFocus()
    press(qtbot, window, Qt.Key.Key_Left)
    assert "forms" not in in_sight(window)
    window.open_page("forms")
    assert "forms" in in_sight(window)


def test_the_arrows_walk_over_headings_and_pages_and_fold_them(qtbot, window):
    first = heading(window, "看病")
    first.setFocus()
    press(qtbot, window, Qt.Key.Key_Down)
    assert window.focusWidget().text() == "挂号"
    press(qtbot, window, Qt.Key.Key_Left)
    assert window.focusWidget() is first
    assert "registration" not in in_sight(window)
    press(qtbot, window, Qt.Key.Key_Down)
    assert window.focusWidget() is heading(window, "收费结算")
    press(qtbot, window, Qt.Key.Key_Up)
    press(qtbot, window, Qt.Key.Key_Right)
    assert "registration" in in_sight(window)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.page_name() == "outpatient"


def test_enter_on_a_heading_folds_and_opens(qtbot, window):
    heading(window, "看病").setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert "看病" not in groups_in_sight(window)
    assert heading(window, "看病").accessibleDescription() == "已收起"
    press(qtbot, window, Qt.Key.Key_Return)
    assert "看病" in groups_in_sight(window)
    assert heading(window, "看病").accessibleDescription() == "已展开"


def test_a_click_on_the_open_page_leaves_it_marked(qtbot, window):
    window.open_page("outpatient")
    button = next(one for one in window.rail.buttons if one.spec.name == "outpatient")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()


def test_page_keys_turn_to_the_next_page_and_back(qtbot, window):
    window.open_page("courier")
    press(qtbot, window, Qt.Key.Key_PageDown, _CTRL)
    assert window.page_name() == "registration"
    press(qtbot, window, Qt.Key.Key_PageUp, _CTRL)
    assert window.page_name() == "courier"


def test_a_page_of_a_folded_group_is_found_with_ctrl_k(qtbot, window):
    window.open_page("registration")
    heading(window, "公共卫生").setFocus()
    press(qtbot, window, Qt.Key.Key_Left)
    press(qtbot, window, Qt.Key.Key_K, _CTRL)
    qtbot.keyClicks(window.focusWidget(), "gwbd")
    qtbot.waitUntil(lambda: titles(window) == ["公卫表单"])
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.page_name() == "forms"
    assert "forms" in in_sight(window)


def test_the_name_of_a_group_finds_its_pages_with_ctrl_k(qtbot, window):
    press(qtbot, window, Qt.Key.Key_K, _CTRL)
    qtbot.keyClicks(window.focusWidget(), "sfjs")
    qtbot.waitUntil(lambda: titles(window)[:3] == ["收费", "日结", "申报对账"])
