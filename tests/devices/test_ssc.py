"""The social-security card byte by byte: a chip without wire, for every way a card can be odd."""

from dataclasses import replace
from datetime import date

import pytest

from clinic_app.devices.errors import CardUnreadable, OtherCard, diagnosis
from clinic_app.devices.holder import CardHolder
from clinic_app.devices.ssc import read_holder
from tests.devices.virtual_card import (
    BY_NUMBER,
    BY_NUMBER_AND_SFI,
    BY_TAG,
    BY_TAG_AND_SFI,
    Chip,
    DirectConnection,
    Profile,
    bank_card,
    digits,
    id_number,
    social_security_card,
    text,
    tlv,
)

TODAY = date(2026, 9, 15)


def read(profile: Profile) -> CardHolder:
    return read_holder(DirectConnection(Chip(profile)), TODAY)


def test_a_second_generation_card_gives_the_whole_identity():
    assert read(social_security_card(2)).as_json() == {
        "kind": "ssc2",
        "card_identifier": "350881D15600000500BF7C7A48FB4966",
        "card_version": "2.00",
        "card_number": "X00000019",
        "issued_on": "2023-01-01",
        "valid_to": "2099-12-31",
        "id_number": "350881198102030015",
        "name": "张三",
        "sex": "1",
        "ethnic": "01",
        "birthplace": "350881",
        "birth_date": "1981-02-03",
        "warnings": [],
    }


def test_a_first_generation_card_has_no_name_extension_and_is_whole_all_the_same():
    holder = read(social_security_card(1, name="李四", sex="2"))
    assert (holder.kind, holder.name, holder.sex, holder.ethnic, holder.warnings) == (
        "ssc1",
        "李四",
        "2",
        "01",
        (),
    )


def test_a_third_generation_card_gives_its_number_and_says_why_not_more():
    holder = read(social_security_card(3))
    assert (holder.kind, holder.card_number, holder.issuing_area) == ("ssc3", "X00000019", "350881")
    assert holder.warnings == ("identity.protected",)
    assert not {"id_number", "name", "sex", "birth_date"} & holder.as_json().keys()


@pytest.mark.parametrize("generation", [1, 2, 3])
@pytest.mark.parametrize("way", [BY_TAG, BY_TAG_AND_SFI, BY_NUMBER_AND_SFI, BY_NUMBER])
def test_every_way_of_asking_that_a_card_may_understand_gives_the_same(way, generation):
    profile = social_security_card(generation)
    assert read(replace(profile, ways=frozenset({way}))) == read(profile)


@pytest.mark.parametrize("generation", [1, 2, 3])
def test_a_card_that_speaks_t0_gives_the_same(generation):
    profile = social_security_card(generation)
    assert read(replace(profile, t0=True)) == read(profile)


def test_a_card_that_wants_the_exact_length_gives_the_same():
    profile = replace(social_security_card(2), ways=frozenset({BY_TAG_AND_SFI}))
    assert read(replace(profile, exact_le=True)) == read(profile)


@pytest.mark.parametrize("way", [BY_TAG, BY_NUMBER_AND_SFI])
def test_records_in_another_order_mean_the_same(way):
    profile = replace(social_security_card(2), ways=frozenset({way}))
    turned = {sfi: tuple(reversed(records)) for sfi, records in profile.files.items()}
    assert read(replace(profile, files=turned)) == read(profile)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("𬭎", id="four bytes in GB18030, none in GBK"),
        pytest.param("阿卜杜热西提·买买提吐尔逊·阿卜杜", id="30 bytes are too few"),
        pytest.param("阿依古丽A买买提吐尔逊·阿卜杜拉", id="a character on the border of both fields"),
        pytest.param("欧阳𬭎𬭎", id="rare and common together"),
    ],
)
def test_names(name):
    assert read(social_security_card(2, name=name)).name == name


def test_the_border_case_really_cuts_a_character_in_two():
    with pytest.raises(UnicodeDecodeError):
        "阿依古丽A买买提吐尔逊·阿卜杜拉".encode("gb18030")[:30].decode("gb18030")


@pytest.mark.parametrize("filler", [b"\x00", b" ", b"\xff"])
def test_fillers_do_not_become_part_of_a_field(filler):
    profile = (
        social_security_card(2, name="王五")
        .with_record(0x03, tlv(0x03, b"2.00" + filler * 4))
        .with_record(0x07, tlv(0x07, text("12345678", 9, filler)))
        .with_record(0x09, tlv(0x09, text("王五", 30, filler)))
        .with_record(0x4E, tlv(0x4E, filler * 20))
    )
    holder = read(profile)
    assert (holder.card_version, holder.card_number, holder.name) == ("2.00", "12345678", "王五")


def test_only_nine_characters_of_the_card_number_are_its_number():
    profile = social_security_card(2).with_record(0x07, tlv(0x07, b"X00000019777"))
    assert read(profile).card_number == "X00000019"


def test_blank_digits_are_not_given_and_no_fault():
    profile = (
        social_security_card(2)
        .with_record(0x0C, tlv(0x0C, b"\xff\xff\xff"))
        .with_record(0x06, tlv(0x06, b"\xff" * 4))
        .with_record(0x01, tlv(0x01, bytes.fromhex("350881D15600000500BF7C7AFFFFFFFF")))
    )
    holder = read(profile)
    assert (holder.birthplace, holder.valid_to, holder.warnings) == (None, None, ())
    assert holder.card_identifier == "350881D15600000500BF7C7A"


@pytest.mark.parametrize(
    ("tag", "record", "warning"),
    [
        pytest.param(0x09, tlv(0x09, b"\xd5\xff\xd5\x01"), "name.unreadable", id="no GB18030"),
        pytest.param(0x09, tlv(0x09, text("张三", 30))[:9], "name.unreadable", id="name cut short"),
        pytest.param(0x4E, tlv(0x4E, b"\x00" * 20)[:7], "name.unreadable", id="rest of the name cut short"),
        pytest.param(0x09, None, "name.unreadable", id="no name"),
        pytest.param(0x0A, tlv(0x0A, b"7"), "sex.unreadable", id="no sex"),
        pytest.param(
            0x0D, tlv(0x0D, digits("19810231", 4)), "birth_date.unreadable", id="no day of the calendar"
        ),
        pytest.param(0x0D, b"\x0d", "birth_date.unreadable", id="tag alone"),
        pytest.param(0x0B, tlv(0x0B, b"\xab"), "ethnic.unreadable", id="not packed digits"),
        pytest.param(0x05, None, "issued_on.unreadable", id="no day of issue"),
        pytest.param(0x07, tlv(0x08, b"X00000019"), "card_number.unreadable", id="another tag"),
        pytest.param(0x03, tlv(0x03, b"9.00"), "card_version.unreadable", id="unknown version"),
    ],
)
def test_an_unreadable_field_is_left_out_with_a_warning(tag, record, warning):
    holder = read(social_security_card(2).with_record(tag, record))
    assert holder.warnings == (warning,)
    assert getattr(holder, warning.removesuffix(".unreadable")) is None
    assert (holder.kind, holder.id_number) == ("ssc2", "350881198102030015")


@pytest.mark.parametrize("generation", [1, 2, 3])
def test_without_its_version_a_card_shows_its_generation(generation):
    profile = social_security_card(generation).with_record(0x03, None)
    assert read(profile).kind == f"ssc{generation}"


@pytest.mark.parametrize(
    "record", [None, tlv(0x08, id_number().encode())[:12], tlv(0x08, b"\x00" * 18), tlv(0x08, b"\xd5" * 18)]
)
def test_without_an_id_number_nobody_is_known(record):
    with pytest.raises(CardUnreadable) as caught:
        read(social_security_card(2).with_record(0x08, record))
    assert caught.value.facts["field"] == "id_number"


def test_a_third_generation_card_without_any_number_is_unreadable():
    with pytest.raises(CardUnreadable):
        read(social_security_card(3).with_record(0x01, None).with_record(0x07, None))


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        pytest.param({"sex": "2", "number": id_number()}, ("sex.differs",), id="sex"),
        pytest.param({"birth": "19810204", "number": id_number()}, ("birth_date.differs",), id="birth"),
        pytest.param({"number": id_number()[:17] + "7"}, ("id_number.check",), id="check character"),
        pytest.param({"number": id_number(area="990881")}, ("id_number.area",), id="area"),
        pytest.param({"number": id_number(birth="20991231")}, ("id_number.date",), id="not born yet"),
        pytest.param({"number": "35088119810203"}, ("id_number.format",), id="too short"),
        pytest.param({"valid_to": "20260914"}, ("card.expired",), id="expired yesterday"),
        pytest.param({"valid_to": "20260915"}, (), id="its last day"),
        pytest.param({"name": "张\ue000"}, ("name.private_character",), id="a private character"),
    ],
)
def test_what_does_not_fit_is_shown_and_not_repaired(changes, warnings):
    holder = read(social_security_card(2, **changes))
    assert holder.warnings == warnings
    if "number" in changes:
        assert holder.id_number == changes["number"]
    assert holder.sex == changes.get("sex", "1")


def test_a_card_of_another_kind_is_told_with_what_support_needs():
    with pytest.raises(OtherCard) as caught:
        read(bank_card())
    assert diagnosis(caught.value) == (
        "device.other_card reader=direct atr=3B6900FF4A434F503331563232 step=SELECT SSSE sw=6A82"
    )


def test_no_pin_is_ever_sent_and_no_authentication_tried():
    for profile in (social_security_card(1), social_security_card(2), social_security_card(3)):
        chip = Chip(profile)
        read_holder(DirectConnection(chip), TODAY)
        assert {apdu[1] for apdu in chip.asked} <= {0xA4, 0xB2, 0xC0}
