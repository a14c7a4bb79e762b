"""The keys by which a resident is found, and the key ranges that a typed text asks for.

The first letter of a key says what it is:

    w whole name                n name from a later character on
    i initials                  j initials from a later character on
    p full pinyin               q full pinyin of the given name
    d number of a document      r its last six characters, reversed
    t telephone                 u its last four digits, reversed
    c card number               h health-record number, whole and its last eight
    y birth year with initials, and with the name
    a area code (the first six of an identity number) with initials, and with the name

The shape of what was typed chooses the letters.  Nothing here touches a database.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from clinic_app.domain.identifiers import clean, eighteen_of
from clinic_app.store.pinyin import initials, plain, readings, spellings

Keys = frozenset[str]
Range = tuple[str, str]  # from, up to and without
Condition = tuple[Range, ...]  # a resident with a key in any of them meets it; the best matches stand first
Areas = Callable[[str], Iterable[str]]  # the area codes in use that begin with these digits

LAST = "\U0010ffff"  # behind every key with the same beginning
_MOST_INSIDE = 12  # suffixes of a long foreign name


def keys_of(
    name: str,
    id_number: str = "",
    phone: str = "",
    card_numbers: Iterable[str] = (),
    birth_date: date | None = None,
    record_number: str = "",
) -> Keys:
    """Every key of one resident; empty fields give none.

    `id_number` may be any document's number or a temporary identity; 15 digits are found in both forms.
    """
    whole = plain(name)
    of_name, initials_of = _name_keys(whole)
    keys = {*of_name, *_document_keys(clean(id_number)), *_phone_keys(_digits(phone))}
    keys.update("c" + card for card in map(clean, card_numbers) if card)
    if record_number:
        keys.update("h" + part for part in (clean(record_number), clean(record_number)[9:]) if part)
    if birth_date is not None and name:
        year = f"y{birth_date.year:04d}"
        keys.add(year + whole)
        keys.update(year + first for first in initials_of)
    number = eighteen_of(clean(id_number))
    if name and re.fullmatch(r"[0-9]{17}[0-9X]", number):
        keys.update(f"a{number[:6]}{start}" for start in (whole, *initials_of))
    return frozenset(keys)


def plan_of(query: str, areas: Areas = lambda _: ()) -> list[tuple[Condition, ...]]:
    """The ways to understand a query, the likeliest first; of each way every condition must hold.

    One term gives one way.  Two terms are a name and a birth year (``张 1956``), a name typed with a
    space (``zhang san``), a name and the beginning of an identity number (``zsf 3508``), or any two conditions.
    """
    terms = _terms(query)
    if not terms:
        return []
    if len(terms) == 1:
        return [(condition_of(terms[0]),), *_split_ways(terms[0], areas)]
    ways: list[tuple[Condition, ...]] = []
    if len({_shape(term) for term in terms}) == 1 and _shape(terms[0]) in {"letters", "name"}:
        ways.append((condition_of("".join(terms)),))
    if len(terms) == 2:
        for name, number in (terms, terms[::-1]):
            ways += _year_ways(name, number) + _area_ways(name, number, areas)
    return [*ways, tuple(condition_of(term) for term in terms)]


def ranges_of(query: str) -> list[Range]:
    """The key ranges of a query's likeliest reading, its conditions one after the other."""
    return [each for condition in plan_of(query)[:1] for ranges in condition for each in ranges]


def condition_of(term: str) -> Condition:
    """The ranges of one term, by its shape."""
    upper = term.upper()
    match _shape(term):
        case "digits":
            return _digits_condition(term)
        case "tail":
            return (*_reversed("r", upper, 6), _prefix("d", upper))
        case "letters":
            words = (_prefix(letter, term) for letter in "ipjqwn")
            return (*words, _prefix("d", upper), _prefix("c", upper))
        case "mixed":
            return tuple(_prefix(letter, upper) for letter in "cd")
        case _:
            return (_prefix("w", term), _prefix("n", term))


@lru_cache(maxsize=65_536)
def _name_keys(name: str) -> tuple[Keys, tuple[str, ...]]:
    """The keys of a name, which many people share, and its initials by each reading."""
    if not name:
        return frozenset(), ()
    keys = {"w" + name} | {"n" + name[place:] for place in range(1, min(len(name), _MOST_INSIDE))}
    firsts: list[str] = []
    for reading in readings(name):
        first = initials(reading)
        firsts.append(first)
        keys.add("i" + first)
        keys.update("j" + first[place:] for place in range(1, min(len(first), _MOST_INSIDE)))
        keys.update("p" + word for word in spellings(reading))
        keys.update("q" + word for word in spellings(reading[1:]) if word)
    return frozenset(keys), tuple(firsts)


def _document_keys(number: str) -> set[str]:
    if not number:
        return set()
    return {"d" + number, "d" + eighteen_of(number), "r" + eighteen_of(number)[:-7:-1]}


def _phone_keys(phone: str) -> set[str]:
    return {"t" + phone, "u" + phone[:-5:-1]} if phone else set()


def _digits(phone: str) -> str:
    """Only the digits, without the country's 86."""
    digits = "".join(char for char in clean(phone) if "0" <= char <= "9")
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _digits_condition(term: str) -> Condition:
    tails = (*_reversed("r", term, 6), *_reversed("u", term, 4))
    starts = tuple(_prefix(letter, term) for letter in "dtch")
    if len(term) == 15:
        starts = (_prefix("d", eighteen_of(term)), *starts)
    return (*tails, *starts)


def _reversed(letter: str, tail: str, longest: int) -> Condition:
    return (_prefix(letter, tail[::-1]),) if len(tail) <= longest else ()


def _prefix(letter: str, text: str) -> Range:
    return letter + text, letter + text + LAST


def _year_ways(name: str, year: str) -> list[tuple[Condition, ...]]:
    if _shape(name) not in {"letters", "name"} or not re.fullmatch(r"(18|19|20)[0-9]{2}", year):
        return []
    return [((_prefix("y", year + name),),)]


def _area_ways(name: str, number: str, areas: Areas) -> list[tuple[Condition, ...]]:
    """A name in the areas that the number begins with: two common terms, and hardly more read than shown."""
    if _shape(name) not in {"letters", "name"} or not re.fullmatch(r"[0-9]{2,17}", number):
        return []
    begun = tuple(_prefix(f"a{area}", name) for area in areas(number[:6]))
    if not begun:
        return []
    if len(number) <= 6:
        return [(begun,)]
    born = [(_prefix("y", number[6:10] + name),)] if len(number) >= 10 else []
    return [(begun, *born, condition_of(number))]


def _split_ways(term: str, areas: Areas) -> list[tuple[Condition, ...]]:
    """``张1956`` and ``zsf1956`` without the space."""
    runs = re.fullmatch(r"([^0-9]{2,}|[^0-9a-z])([0-9]+x?)", term)
    if runs is None:
        return []
    name, number = runs.groups()
    either = (condition_of(name), condition_of(number))
    return [*_year_ways(name, number), *_area_ways(name, number, areas), either]


def _terms(query: str) -> list[str]:
    """At most three terms, folded as keys are; a number keeps together over its hyphens."""
    folded = unicodedata.normalize("NFKC", query).lower()
    words = [plain(word) for word in folded.split()]
    joined = "".join(words)
    # 3508 8119 0102 03001X: a long number typed in groups is one number.
    if len(words) > 1 and re.fullmatch(r"[0-9]{7,}x?", joined):
        return [joined]
    return [word for word in words if word][:3]


def _shape(term: str) -> str:
    if re.fullmatch(r"[0-9]+", term):
        return "digits"
    if re.fullmatch(r"[0-9]+x", term):
        return "tail"
    if re.fullmatch(r"[a-z]+", term):
        return "letters"
    return "mixed" if re.fullmatch(r"[0-9a-z]+", term) else "name"
