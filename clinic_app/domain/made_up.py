"""Made-up people: for the demonstration, the played day, tests and benchmarks.

The same seed gives the same people.  Nobody here exists: the numbers have a valid check
character, the telephones begin with 100, which no operator gives out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from clinic_app.domain.codes import codes, rows

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LANES = ("中心路", "新街", "老街", "桥头", "溪口", "上坂", "下坂", "后山", "塘边", "祠堂巷")
_ETHNIC_NAMES = ("阿依古丽·买买提", "古丽娜尔·阿不都", "艾山江·吐尔逊", "扎西·多吉", "卓玛·央金")
_OLDEST = 36_500  # days
_CHUNK = 512
_HUNDRED_MILLION = 100_000_000  # prime to the multipliers below, so that eight digits never repeat


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One person as a register would hold them."""

    name: str
    sex: str  # GB/T 2261.1: "1" or "2"
    birth_date: date
    id_number: str
    phone: str
    address: str
    ethnic: str  # GB/T 3304
    card_number: str  # social-security card: one letter, eight digits


def made_up_people(seed: int, today: date, area: str = "350881") -> Iterator[MadeUp]:
    """People without end; take as many as are needed.  ID, telephone and card numbers do not repeat.

    Nine in ten have the address code `area`; all were born before `today`.
    """
    random = Random(seed)
    taken: Counter[str] = Counter()
    first = random.randrange(_HUNDRED_MILLION)
    while True:
        yield from _chunk(random, today, area, taken, first)
        first += _CHUNK


def _chunk(random: Random, today: date, area: str, taken: Counter[str], first: int) -> Iterator[MadeUp]:
    """Random draws in bulk are ten times faster than one by one."""
    surnames, surname_sums = _surnames()
    towns = _towns(area)
    family = random.choices(surnames, cum_weights=surname_sums, k=_CHUNK)
    given = {sex: random.choices(*_given(sex), k=2 * _CHUNK) for sex in "12"}
    for place in range(_CHUNK):
        dice = random.getrandbits(64)
        sex = "1" if dice & 1 else "2"
        # The wider of two draws down the years: more people of middle age than of a hundred.
        days = 1 + min(dice >> 1 & 0xFFFF, dice >> 17 & 0xFFFF) * _OLDEST // 0x10000
        birth = today - timedelta(days=days)
        name, ethnic = _name(family[place], given[sex], place, dice >> 33 & 0xFF)
        home = area if dice >> 41 & 0x3FF > 102 else _elsewhere(dice)
        number = first + place
        yield MadeUp(
            name=name,
            sex=sex,
            birth_date=birth,
            id_number=_id_number(home, birth, sex, taken),
            phone=f"100{number * 61_803_399 % _HUNDRED_MILLION:08d}",
            address=f"{towns[dice >> 51 & 0xFF]}{_LANES[place % 10]}{(dice >> 59) + 1}号",
            ethnic=ethnic,
            card_number=f"{'ABCDEFGH'[dice >> 61]}{number * 27_182_819 % _HUNDRED_MILLION:08d}",
        )


def _name(family: str, given: list[str], place: int, dice: int) -> tuple[str, str]:
    """Name and ethnic code: one in a hundred or so is of another people than the Han."""
    if dice < 2:
        return _ETHNIC_NAMES[place % len(_ETHNIC_NAMES)], "05" if place % 5 < 3 else "04"
    first, second = given[2 * place], given[2 * place + 1]
    ethnic = "22" if dice == 2 else "01"  # 畲族 live in Fujian
    return (family + first if dice < 50 or first == second else family + first + second), ethnic


def _id_number(area: str, birth: date, sex: str, taken: Counter[str]) -> str:
    """The next sequence of that place, day and sex."""
    start = f"{area}{birth.year:04d}{birth.month:02d}{birth.day:02d}"
    taken[start + sex] += 1
    # Spread over all sequences, so that the last four characters differ as they do in life.
    sequence = (taken[start + sex] + birth.toordinal() * 37) % 499 * 2 + (1 if sex == "1" else 2)
    first = f"{start}{sequence:03d}"
    total = sum(map(int.__mul__, map(int, first), _WEIGHTS))
    return first + "10X98765432"[total % 11]


def _elsewhere(dice: int) -> str:
    counties = _counties()
    return counties[dice % len(counties)]


@cache
def _counties() -> tuple[str, ...]:
    return tuple(code for code in codes("divisions") if not code.endswith("00"))


@cache
def _towns(area: str) -> tuple[str, ...]:
    """256 places to live, repeated from the townships of the area (or one nameless village)."""
    names = [entry.name_zh for code, entry in codes("townships").items() if code.startswith(area)] or ["本村"]
    return tuple(names[place % len(names)] for place in range(256))


@cache
def _surnames() -> tuple[list[str], list[int]]:
    lines = rows("names", "made_up_surnames.csv")
    return [row["surname"] for row in lines], list(accumulate(int(row["weight"]) for row in lines))


@cache
def _given(sex: str) -> tuple[list[str], list[int]]:
    lines = [row for row in rows("names", "made_up_given.csv") if row["sex"] == sex]
    return [row["character"] for row in lines], [int(row["weight"]) for row in lines]
