"""A card or a reader that fails: each says what to do, and the desk goes on by hand."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.devices import errors
from clinic_app.ui.texts import text_of
from tests.ui.pages.hands import insert
from tests.ui.workplace import PEOPLE, DeskReader, card_of

READER = DeskReader.name
FAULTS = [
    errors.CardTornOut(reader=READER),
    errors.CardDisturbed(reader=READER),
    errors.CardMute(reader=READER),
    errors.CardHeld(reader=READER),
    errors.ReaderTrouble(reader=READER, hresult="0x80100016"),
    errors.OtherCard(reader=READER, atr="3B 00", step="select", sw="6A82"),
    errors.CardUnreadable(reader=READER, field="id_number", sw="6281"),
    errors.IdReaderGarbled(port="/dev/ttyUSB0"),
    errors.IdCardRefused(port="/dev/ttyUSB0", step="read", sw="41"),
]


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: error.code)
def test_each_fault_says_its_own_sentence(qtbot, workplace, page, reader, error):
    reader.fail(error)
    qtbot.waitUntil(lambda: workplace.window.notice.text() == text_of(error))
    assert workplace.window.top.reader.label.text() == "卡读不出"


def test_every_fault_of_a_card_has_a_sentence_of_its_own():
    assert len({text_of(error) for error in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize(
    ("code", "bar"),
    [
        pytest.param("device.no_service", "读卡服务未启动", id="no service"),
        pytest.param("device.service_refused", "读卡服务未启动", id="not allowed"),
        pytest.param("device.id_port_missing", "读卡器故障", id="wrong port"),
        pytest.param("device.id_reader_silent", "读卡器故障", id="silent"),
    ],
)
def test_a_reader_that_is_gone_is_told_over_the_page_and_in_the_bar(
    qtbot, workplace, page, reader, code, bar
):
    reader.lose(code)
    qtbot.waitUntil(lambda: workplace.window.top.reader.label.text() == bar)
    assert workplace.window.notice.isVisible()


def test_a_pulled_plug_is_told_by_the_bar(qtbot, workplace, page, reader):
    reader.lose("device.no_reader")
    qtbot.waitUntil(lambda: workplace.window.top.reader.label.text() == "无读卡器")


def test_the_fault_goes_with_the_card(qtbot, workplace, page, reader):
    reader.fail(errors.CardMute(reader=READER))
    qtbot.waitUntil(workplace.window.notice.isVisible)
    reader.remove()
    qtbot.waitUntil(lambda: not workplace.window.notice.isVisible())
    assert workplace.window.top.reader.label.text() == "请插卡"


def test_a_good_card_after_a_bad_one_is_simply_read(qtbot, workplace, page, reader):
    reader.fail(errors.CardMute(reader=READER))
    qtbot.waitUntil(workplace.window.notice.isVisible)
    insert(qtbot, page, reader, card_of(PEOPLE[0]))
    assert not workplace.window.notice.isVisible()
    assert workplace.window.top.reader.label.text() == "卡在位"


def test_the_desk_goes_on_by_hand(qtbot, page, reader, fingers):
    reader.lose("device.no_service")
    fingers.press(Qt.Key.Key_Insert)
    qtbot.waitUntil(page.person.form.number.hasFocus)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("card.expired", "卡已过有效期", id="expired"),
        pytest.param("sex.differs", "性别与身份证号不一致，请核对", id="sex"),
        pytest.param(
            "name.private_character",
            "姓名含发卡机构自造的字，屏幕上可能显示不出，请对照卡面",
            id="rare character",
        ),
    ],
)
def test_what_a_card_warns_of_stands_with_its_holder(qtbot, page, reader, code, said):
    insert(qtbot, page, reader, card_of(PEOPLE[0], warnings=(code,)))
    qtbot.waitUntil(lambda: said in page.person.summary.cautions())
