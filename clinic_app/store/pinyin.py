"""拼音: how names are read aloud, for search keys; words of catalogues are journal/spoken.py's.

pypinyin reads 单, 仇, 解, 曾, 区, 查 … as words, not as surnames; resources/names corrects
it, and a character with two living readings gets keys for both.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import islice, product

from clinic_app.domain.codes import rows
from clinic_app.journal.spoken import reader, words_of

__all__ = ["Reading", "initials", "plain", "readings", "spellings", "words_of"]

Reading = tuple[str, ...]  # one syllable a character, without tones, ü as v

_MOST_READINGS = 8  # of one name
# What stands between the parts of an ethnic or foreign name.
_DOTS = frozenset("·•・‧∙⋅．.'’-‐")


def plain(name: str) -> str:
    """A name as it is searched: NFKC, lower case, without spaces and dots."""
    folded = unicodedata.normalize("NFKC", name).lower()
    if folded.isalnum():
        return folded
    return "".join(char for char in folded if not char.isspace() and char not in _DOTS)


def readings(name: str) -> tuple[Reading, ...]:
    """The ways to read a person's name, the likeliest first: 曾乐 is zeng le, zeng yue, ceng le …"""
    text = plain(name)
    compound = _compound_surnames().get(text[:2]) if len(text) > 2 else None
    if compound is not None:
        family: list[Reading] = [compound]
        given = text[2:]
    else:
        family = [(syllable,) for syllable in _surname_syllables(text[:1])]
        given = text[1:]
    ways = product(family, product(*(_given_syllables(char) for char in given)))
    return tuple(first + rest for first, rest in islice(ways, _MOST_READINGS))


def spellings(syllables: Reading) -> tuple[str, ...]:
    """A reading in one word, as people type it: 吕 is lv, lu or lyu."""
    word = "".join(syllables)
    if not any(syllable.startswith(("lv", "nv")) for syllable in syllables):
        return (word,)
    return (word, *("".join(_without_umlaut(each, vowel) for each in syllables) for vowel in ("u", "yu")))


def initials(syllables: Reading) -> str:
    """首字母: 张三丰 → zsf."""
    return "".join(syllable[0] for syllable in syllables)


def _without_umlaut(syllable: str, vowel: str) -> str:
    return syllable[0] + vowel + syllable[2:] if syllable.startswith(("lv", "nv")) else syllable


@lru_cache(maxsize=32_768)
def _syllable(char: str) -> str:
    """The usual reading of one character; a letter or a sign reads as itself."""
    return str(reader()(char, errors="default")[0]) or char


@lru_cache(maxsize=4_096)
def _surname_syllables(char: str) -> tuple[str, ...]:
    """As a surname, and then as any word: many type what the character says elsewhere."""
    if not char:
        return ()
    return tuple(dict.fromkeys((*_listed("surname_readings.csv", "surname").get(char, ()), _syllable(char))))


@lru_cache(maxsize=32_768)
def _given_syllables(char: str) -> tuple[str, ...]:
    return _listed("given_readings.csv", "character").get(char, (_syllable(char),))


@cache
def _listed(file: str, column: str) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in rows("names", file):
        found[row[column]] += (row["reading"],)
    return dict(found)


@cache
def _compound_surnames() -> Mapping[str, Reading]:
    return {row["surname"]: tuple(row["reading"].split()) for row in rows("names", "compound_surnames.csv")}
