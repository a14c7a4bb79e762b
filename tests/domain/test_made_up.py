"""Made-up people are repeatable and hold together."""

from datetime import date
from itertools import islice

from clinic_app.domain.codes import codes
from clinic_app.domain.identifiers import check_id_number
from clinic_app.domain.made_up import made_up_people

TODAY = date(2026, 11, 22)


def test_the_same_seed_gives_the_same_people() -> None:
    first, again, other = (list(islice(made_up_people(seed, TODAY), 600)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_every_number_is_valid_and_agrees_with_its_person() -> None:
    for person in islice(made_up_people(1, TODAY), 5_000):
        number = check_id_number(person.id_number, TODAY)
        assert (number.birth_date, number.sex) == (person.birth_date, person.sex)
        assert number.warnings == ()
        assert person.ethnic in codes("ethnic")
        assert len(person.phone) == 11
        assert len(person.card_number) == 9


def test_no_two_people_share_a_number() -> None:
    people = list(islice(made_up_people(3, TODAY), 40_000))
    assert len({person.id_number for person in people}) == len(people)
    assert len({person.card_number for person in people}) == len(people)
    assert len({person.phone for person in people}) == len(people)


def test_names_are_as_unequal_as_in_life() -> None:
    names = [person.name for person in islice(made_up_people(5, TODAY), 20_000)]
    shares = sorted((sum(name[0] == surname for name in names) for surname in "王李张刘陈"), reverse=True)
    assert 800 < shares[0] < 2_500
    assert any("·" in name for name in names)
    assert any(len(name) == 2 for name in names)
    assert len(set(names)) > 10_000
