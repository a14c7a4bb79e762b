"""标识: what the case files do not ask."""

from datetime import date

import pytest

from clinic_app.domain.identifiers import (
    BadIdNumber,
    BadRecordNumber,
    BadTemporaryIdentity,
    IdKind,
    check_credit_code,
    check_id_number,
    check_organisation_code,
    check_record_number,
    check_temporary_identity,
    document_warnings,
    fifteen_of,
    institution_code_warnings,
    mask_id_number,
    mask_name,
    mask_phone,
    temporary_identity,
    unit_of,
)
from clinic_app.ui.texts import text_of

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("３５０８８１１９０３０１０１００７ｘ", id="full width"),
        pytest.param(" 350881\u30001903 0101\t007x ", id="spaces of all kinds"),
        pytest.param("350881-19030101‐007－X", id="hyphens of all kinds"),
    ],
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert check_id_number(typed, TODAY).number18 == "35088119030101007X"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        pytest.param("", "format", id="nothing typed"),
        pytest.param("٣٥٠٨٨١١٩٠١٠٢٠٣٠٠١٩", "format", id="Arabic figures are no digits"),
        pytest.param("35088119030101007Х", "format", id="a Cyrillic letter is no X"),
        pytest.param("810001197001010001", "area", id="81 is only Hong Kong's permit"),
        pytest.param("980124198108030024", "area", id="80 is no province of application"),
        pytest.param("350881202601020013", "date", id="born tomorrow"),
        pytest.param("350881184912310013", "date", id="born before 1850"),
    ],
)
def test_the_first_thing_that_is_wrong_is_named(typed: str, why: str) -> None:
    with pytest.raises(BadIdNumber) as caught:
        check_id_number(typed, TODAY)
    assert caught.value.facts["why"] == why


def test_the_reason_is_said_in_words() -> None:
    with pytest.raises(BadIdNumber) as caught:
        check_id_number("350881190102030011", TODAY)
    assert "校验位不符" in text_of(caught.value)
    assert "check character" in text_of(caught.value, "en")


def test_an_abolished_county_lives_on_in_numbers() -> None:
    assert check_id_number("320621190402299914", TODAY).warnings == ()
    assert check_id_number(_with_check("35260219050708123"), TODAY).warnings == ()


def test_a_code_in_no_list_only_warns() -> None:
    number = check_id_number(_with_check("35989919800101123"), TODAY)
    assert number.warnings == ("area_unknown",)
    assert number.kind is IdKind.RESIDENT


def test_both_forms_of_an_old_number_are_kept() -> None:
    number = check_id_number("130503670401001", TODAY)
    assert (number.number18, number.as_typed, number.kind) == (
        "130503196704010016",
        "130503670401001",
        IdKind.RESIDENT15,
    )
    assert fifteen_of(number.number18) == "130503670401001"
    assert fifteen_of("350881202402290002") is None


def test_a_centenarian_of_the_old_form_was_born_in_the_eighteen_hundreds() -> None:
    assert check_id_number("420503990101998", TODAY).birth_date == date(1899, 1, 1)


def test_a_temporary_identity_reads_back() -> None:
    identity = temporary_identity(unit_of("12370282MB0A1B2C34"), date(2026, 12, 31), 42)
    read = check_temporary_identity(f" {identity.lower()} ")
    assert (read.unit, read.issued_on, read.serial) == ("MB0A1B2C3", date(2026, 12, 31), 42)


@pytest.mark.parametrize(
    ("identity", "why"),
    [
        ("L0000000002601050001", "format"),
        ("L00000000026130500013", "date"),
        ("L00000000026010500003", "serial"),
        ("L00000000026010500014", "check"),
    ],
)
def test_a_damaged_temporary_identity_is_refused(identity: str, why: str) -> None:
    with pytest.raises(BadTemporaryIdentity) as caught:
        check_temporary_identity(identity)
    assert caught.value.facts["why"] == why


@pytest.mark.parametrize("serial", [0, 10_000, -1])
def test_a_day_has_9999_temporary_identities(serial: int) -> None:
    with pytest.raises(BadTemporaryIdentity):
        temporary_identity("000000000", TODAY, serial)


def test_only_an_import_keeps_a_statistical_village_code() -> None:
    with pytest.raises(BadRecordNumber):
        check_record_number("35088110220100001")
    record = check_record_number("35088110220100001", imported=True)
    assert record.warnings == ("village_statistical",)
    with pytest.raises(BadRecordNumber):
        check_record_number("35088110240000001", imported=True)


def test_a_record_number_prints_its_last_eight_digits() -> None:
    record = check_record_number("350881102-101-00001")
    assert (record.short8, record.printed) == ("10100001", "101-00001")


@pytest.mark.parametrize(
    ("kind", "number", "warnings"),
    [
        ("06", "h1234 5678", ()),
        ("06", "H123456", ("pattern",)),
        ("07", "12345678", ()),
        ("03", "EA1234567", ()),
        ("03", "12", ("pattern",)),
        ("04", "军字第 1234567 号", ()),
        ("04", "1234567", ("pattern",)),
        ("X3", "P350123456", ()),
        ("X3", "P990123456", ("province",)),
        ("02", "123456789", ()),
        ("X1", "USA123456789012", ()),
        ("99", "anything", ()),
    ],
)
def test_another_document_only_warns(kind: str, number: str, warnings: tuple[str, ...]) -> None:
    assert document_warnings(kind, number) == warnings


def test_a_letter_outside_the_charset_has_no_check_character() -> None:
    assert check_credit_code("9135010OM000100Y43").check == ""
    assert check_credit_code("91350100m000100y43").valid
    assert check_organisation_code("d2143569x").valid
    assert not check_organisation_code("D214356-X").valid


def test_institution_codes_warn_by_shape() -> None:
    assert institution_code_warnings("NHSA_HOSPITAL", "H35088100001") == ()
    assert institution_code_warnings("NHSA_HOSPITAL", "P35088100001") == ("pattern",)


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        (mask_id_number("350881190102030019"), "350881********0019"),
        (mask_id_number("E12345678"), "E*******8"),
        (mask_id_number("A1"), "**"),
        (mask_phone("13812345678"), "138****5678"),
        (mask_phone("7531234"), "*****34"),
        (mask_name("张三丰"), "张**"),
        (mask_name("欧阳春花"), "欧阳**"),
        (mask_name("欧阳"), "欧*"),
        (mask_name("阿依古丽·买买提"), "阿***·***"),
        (mask_name(""), ""),
    ],
)
def test_what_a_list_shows(shown: str, masked: str) -> None:
    assert shown == masked


def _with_check(first17: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + "10X98765432"[total % 11]
