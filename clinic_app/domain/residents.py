"""居民: when two entries of a register are one person.

Only a verified identity number or a number of the same scheme joins two people without asking.
Everything weaker is offered to a person who knows them; twins are never offered by name and birth date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinic_app.domain.identifiers import clean, eighteen_of


class Proof(StrEnum):
    """Where an identity number comes from."""

    CARD = "card"  # read from a chip
    TYPED = "typed"  # from a keyboard or a spreadsheet


class Reason(StrEnum):
    """Why two entries may be one person, or why a match needs a look."""

    ID_NUMBER = "id_number"
    ID_NUMBERS_DIFFER = "id_numbers_differ"
    ID_NUMBER_ALMOST = "id_number_almost"  # one character, or two neighbours exchanged
    RECORD_NUMBER = "record_number"
    PSN_NO = "psn_no"
    CARD = "card"  # both hold the card of one number
    NAME_SEX_BIRTH = "name_sex_birth"
    NAME_BIRTH = "name_birth"
    PHONE = "phone"
    MOTHER = "mother"
    VILLAGE = "village"
    PERHAPS_TWINS = "perhaps_twins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What identifies one person; anything unknown is empty."""

    name: str = ""
    sex: str = ""  # GB/T 2261.1
    birth_date: date | None = None
    id_number: str = ""  # valid, in 18 characters or 15
    id_proof: Proof = Proof.TYPED
    record_number: str = ""
    psn_no: str = ""  # number in the insurance scheme `scheme`
    scheme: str = ""
    phone: str = ""
    mother_name: str = ""
    village: str = ""  # code, or the name where there is none
    birth_order: int | None = None  # 1, 2 … of a multiple birth


@dataclass(frozen=True, slots=True)
class Same:
    """One person: may be joined without asking."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Ask:
    """Possibly one person: goes to the review list (待核对)."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Different:
    """Nothing speaks for one person."""


Match = Same | Ask | Different


def same_person(a: Person, b: Person) -> Match:
    """Compare two people; the order does not matter."""
    numbers = _by_id_number(a, b)
    if isinstance(numbers, Same):
        return numbers
    registered = _registered_alike(a, b)
    if registered is not None:
        return Ask((registered, Reason.ID_NUMBERS_DIFFER)) if _id_numbers_differ(a, b) else Same(registered)
    if numbers is not None:
        return numbers
    return _by_name(a, b)


def offers(new: Person, known: Iterable[Person]) -> list[tuple[Person, tuple[Reason, ...]]]:
    """Who of `known` might be meant before `new` is registered, the strongest first.

    Wider than `same_person`: it also offers a mistyped number and the same name with the same birth date.
    """
    found = [(person, offered(new, person)) for person in known]
    return sorted((hit for hit in found if hit[1]), key=lambda hit: _STRENGTH.index(hit[1][0]))


_STRENGTH = tuple(Reason)


def _by_id_number(a: Person, b: Person) -> Same | Ask | None:
    """Rule 1; None when it says nothing."""
    if not a.id_number or not b.id_number or _number(a) != _number(b):
        return None
    if _is_verified(a) and _is_verified(b) and _agree(a, b):
        return Same(Reason.ID_NUMBER)
    return Ask((Reason.ID_NUMBER,))


def _is_verified(person: Person) -> bool:
    """Read from a card, or typed with a name and the birth date that the number holds.

    A mistyped number can have a good check character, so a number alone verifies nobody.
    """
    if person.id_proof is Proof.CARD:
        return True
    return bool(person.name) and person.birth_date is not None and _birth_in(person) == person.birth_date


def _agree(a: Person, b: Person) -> bool:
    """Two cards always agree (people change their names); a typed number needs name and birth date too."""
    if a.id_proof is Proof.CARD and b.id_proof is Proof.CARD:
        return True
    return _same_name(a, b) and (a.birth_date or _birth_in(a)) == (b.birth_date or _birth_in(b))


def _registered_alike(a: Person, b: Person) -> Reason | None:
    """Rule 2."""
    if a.record_number and clean(a.record_number) == clean(b.record_number):
        return Reason.RECORD_NUMBER
    if a.psn_no and a.psn_no == b.psn_no and a.scheme == b.scheme:
        return Reason.PSN_NO
    return None


def _by_name(a: Person, b: Person) -> Ask | Different:
    """Rules 3 and 4."""
    if not _same_name(a, b) or not a.sex or a.sex != b.sex or not _same_birth(a, b) or _are_twins(a, b):
        return Different()
    if _id_numbers_differ(a, b) and a.id_proof is b.id_proof is Proof.CARD:
        return Different()
    shared = _shared(a, b)
    if not shared:
        return Different()
    doubts: tuple[Reason, ...] = (Reason.PERHAPS_TWINS,) if _may_be_twins(a, b) else ()
    doubts += (Reason.ID_NUMBERS_DIFFER,) if _id_numbers_differ(a, b) else ()
    return Ask((Reason.NAME_SEX_BIRTH, *shared, *doubts))


def _shared(a: Person, b: Person) -> tuple[Reason, ...]:
    pairs = (
        (Reason.PHONE, clean(a.phone), clean(b.phone)),
        (Reason.MOTHER, _plain(a.mother_name), _plain(b.mother_name)),
        (Reason.VILLAGE, a.village, b.village),
    )
    return tuple(reason for reason, first, second in pairs if first and first == second)


def _are_twins(a: Person, b: Person) -> bool:
    """Same mother and birth date, and known to be two children."""
    orders = {a.birth_order, b.birth_order}
    return _may_be_twins(a, b) and None not in orders and len(orders) == 2


def _may_be_twins(a: Person, b: Person) -> bool:
    """Born of one mother on one day, and at least one of them in a multiple birth."""
    mother = _plain(a.mother_name)
    multiple = a.birth_order is not None or b.birth_order is not None
    return multiple and bool(mother) and mother == _plain(b.mother_name) and _same_birth(a, b)


def offered(new: Person, person: Person) -> tuple[Reason, ...]:
    """Why one might be meant by the other; none: nothing speaks for it."""
    match = same_person(new, person)
    if isinstance(match, Same):
        return (match.reason,)
    if isinstance(match, Ask):
        return match.reasons
    if _are_twins(new, person):
        return ()
    reasons: tuple[Reason, ...] = ()
    if _is_almost(_number(new), _number(person)):
        reasons += (Reason.ID_NUMBER_ALMOST,)
    if _same_name(new, person) and _same_birth(new, person) and not _id_numbers_differ(new, person):
        reasons += (Reason.NAME_BIRTH,)
    return reasons


def _is_almost(first: str, second: str) -> bool:
    """One character differs, or two neighbours are exchanged: slips of a typing hand.

    The check character follows from the others, so it may differ too.
    """
    if len(first) != 18 or len(second) != 18 or first == second:
        return False
    places = [place for place in range(17) if first[place] != second[place]]
    if len(places) == 1:
        return True
    exchanged = [place + 1 for place in places[:1]] == places[1:]
    return exchanged and first[places[0]] == second[places[1]] and first[places[1]] == second[places[0]]


def _id_numbers_differ(a: Person, b: Person) -> bool:
    return bool(a.id_number) and bool(b.id_number) and _number(a) != _number(b)


def _number(person: Person) -> str:
    return eighteen_of(clean(person.id_number))


def _birth_in(person: Person) -> date | None:
    digits = _number(person)[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:  # another document
        return None


def _same_birth(a: Person, b: Person) -> bool:
    return a.birth_date is not None and a.birth_date == b.birth_date


def _same_name(a: Person, b: Person) -> bool:
    return bool(a.name) and _plain(a.name) == _plain(b.name)


def _plain(name: str) -> str:
    """A name without spaces and dots, which registers write in many ways."""
    return "".join(char for char in clean(name) if char not in "·•・.．‧")
