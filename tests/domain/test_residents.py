"""身份匹配: when two entries are one person."""

from dataclasses import replace
from datetime import date

import pytest

from clinic_app.domain.residents import (
    Ask,
    Different,
    Match,
    Person,
    Proof,
    Reason,
    Same,
    offers,
    same_person,
)

BORN = date(1901, 2, 3)
ZHANG = Person(name="张三丰", sex="1", birth_date=BORN, id_number="350881190102030019")
NO_NUMBER = replace(ZHANG, id_number="", phone="10012345678", mother_name="李四妹", village="350881102101")
FROM_CARD = replace(ZHANG, id_proof=Proof.CARD)


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        pytest.param(FROM_CARD, FROM_CARD, Same(Reason.ID_NUMBER), id="both read from a card"),
        pytest.param(
            FROM_CARD, replace(FROM_CARD, name="张君宝"), Same(Reason.ID_NUMBER), id="a new name, two cards"
        ),
        pytest.param(ZHANG, ZHANG, Same(Reason.ID_NUMBER), id="typed with name and birth date"),
        pytest.param(
            ZHANG, replace(ZHANG, id_number="350881010203001"), Same(Reason.ID_NUMBER), id="in 15 digits"
        ),
        pytest.param(ZHANG, replace(ZHANG, name=""), Ask((Reason.ID_NUMBER,)), id="a number alone asks"),
        pytest.param(
            ZHANG,
            replace(ZHANG, birth_date=date(1902, 2, 3)),
            Ask((Reason.ID_NUMBER,)),
            id="another birth date",
        ),
        pytest.param(
            FROM_CARD, replace(ZHANG, name="王五"), Ask((Reason.ID_NUMBER,)), id="another name, typed"
        ),
        pytest.param(
            replace(ZHANG, record_number="35088110210100001"),
            Person(record_number="350881 102 101 00001"),
            Same(Reason.RECORD_NUMBER),
            id="one health record",
        ),
        pytest.param(
            replace(ZHANG, psn_no="P1", scheme="380"),
            Person(psn_no="P1", scheme="380"),
            Same(Reason.PSN_NO),
            id="one insurance number",
        ),
        pytest.param(
            Person(psn_no="P1", scheme="310"),
            Person(psn_no="P1", scheme="380"),
            Different(),
            id="the number of another scheme",
        ),
        pytest.param(
            replace(ZHANG, record_number="R1"),
            replace(ZHANG, record_number="R1", id_number="350881190301010071"),
            Ask((Reason.RECORD_NUMBER, Reason.ID_NUMBERS_DIFFER)),
            id="one record, two identity numbers",
        ),
        pytest.param(
            NO_NUMBER,
            replace(ZHANG, id_number="", phone="100 1234 5678"),
            Ask((Reason.NAME_SEX_BIRTH, Reason.PHONE)),
            id="name, sex, birth date and telephone",
        ),
        pytest.param(
            NO_NUMBER,
            replace(ZHANG, village="350881102101"),
            Ask((Reason.NAME_SEX_BIRTH, Reason.VILLAGE)),
            id="village",
        ),
        pytest.param(
            NO_NUMBER, replace(ZHANG, id_number=""), Different(), id="nothing beside name and birth"
        ),
        pytest.param(NO_NUMBER, replace(NO_NUMBER, sex="2"), Different(), id="another sex"),
        pytest.param(NO_NUMBER, replace(NO_NUMBER, sex=""), Different(), id="sex unknown"),
        pytest.param(
            replace(FROM_CARD, phone="1"),
            replace(FROM_CARD, phone="1", id_number="350881190102030035"),
            Different(),
            id="two cards with two numbers",
        ),
        pytest.param(
            replace(NO_NUMBER, birth_order=1),
            replace(NO_NUMBER, birth_order=2),
            Different(),
            id="twins are two people",
        ),
        pytest.param(
            replace(NO_NUMBER, birth_order=1, phone="", village=""),
            replace(NO_NUMBER, phone="", village=""),
            Ask((Reason.NAME_SEX_BIRTH, Reason.MOTHER, Reason.PERHAPS_TWINS)),
            id="perhaps twins",
        ),
        pytest.param(Person(), Person(), Different(), id="nothing known is no match"),
    ],
)
def test_when_two_entries_are_one_person(a: Person, b: Person, match: Match) -> None:
    assert same_person(a, b) == match
    assert same_person(b, a) == match


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("350881190102030035", True, id="one digit and the check character"),
        pytest.param("350881190120030016", True, id="two neighbours exchanged"),
        pytest.param("350881190202040019", False, id="two digits apart"),
        pytest.param("", False, id="no number"),
    ],
)
def test_a_mistyped_number_is_offered(typed: str, offered: bool) -> None:
    new = Person(name="某人", id_number=typed)
    reasons = [(ZHANG, (Reason.ID_NUMBER_ALMOST,))] if offered else []
    assert offers(new, [ZHANG]) == reasons


def test_the_strongest_offer_comes_first() -> None:
    namesake = replace(ZHANG, id_number="", sex="")
    known = [Person(name="李四", sex="1", birth_date=BORN), namesake, ZHANG]
    assert [reasons for _, reasons in offers(ZHANG, known)] == [(Reason.ID_NUMBER,), (Reason.NAME_BIRTH,)]


def test_a_twin_is_not_offered() -> None:
    assert offers(replace(NO_NUMBER, birth_order=2), [replace(NO_NUMBER, birth_order=1)]) == []
