"""Every fault at the desk has its own code, words in two languages and an exit code."""

import pytest

from clinic_app.cli.card import EXITS
from clinic_app.devices import errors
from clinic_app.devices.errors import OtherCard, diagnosis
from clinic_app.domain.errors import ClinicError
from clinic_app.ui.card_texts import FIELDS, WARNINGS, warning_text
from clinic_app.ui.texts import TEXTS, text_of

CLASSES = [
    thing
    for thing in vars(errors).values()
    if isinstance(thing, type) and issubclass(thing, ClinicError) and thing.__module__ == errors.__name__
]
FACTS = dict.fromkeys(("reader", "atr", "step", "sw", "field", "port", "seconds", "wanted", "hresult"), "x")


@pytest.mark.parametrize("kind", CLASSES)
def test_every_fault_is_told_in_both_languages(kind):
    zh, en = (text_of(kind(**FACTS), language) for language in ("zh", "en"))
    assert zh != en and "{" not in zh + en
    assert any("\u4e00" <= char <= "\u9fff" for char in zh)


def test_codes_texts_and_exits_belong_together():
    codes = {kind.code for kind in CLASSES}
    assert len(codes) == len(CLASSES)
    assert codes <= TEXTS.keys()
    assert codes == EXITS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_warning_has_words(language):
    told = [warning_text(code, language) for code in [*WARNINGS, *(f"{name}.unreadable" for name in FIELDS)]]
    assert all(told) and len(set(told)) == len(told)


def test_a_diagnosis_can_be_copied():
    error = OtherCard(reader="R", atr="3B00", step="SELECT SSSE", sw="6A82")
    assert diagnosis(error) == "device.other_card reader=R atr=3B00 step=SELECT SSSE sw=6A82"
    assert "3B00" in text_of(error) and "6A82" in text_of(error)
