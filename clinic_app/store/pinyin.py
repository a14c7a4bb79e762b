"""拼音: how names and catalogue words are read aloud, for search keys.

pypinyin reads 单, 仇, 解, 曾, 区, 查 … as words, not as surnames; resources/names corrects
it, and a character with two living readings gets keys for both.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import islice, product
from typing import cast

from clinic_app.domain.codes import rows

# Words of medicine that pypinyin reads otherwise.
_WORDS = {
    "参麦": [["shēn"], ["mài"]],
    "参芪": [["shēn"], ["qí"]],
    "参苓": [["shēn"], ["líng"]],
    "生脉": [["shēng"], ["mài"]],
    "血塞通": [["xuè"], ["sè"], ["tōng"]],
    "血栓通": [["xuè"], ["shuān"], ["tōng"]],
    "便血": [["biàn"], ["xuè"]],
    "咯血": [["kǎ"], ["xuè"]],
    "呕血": [["ǒu"], ["xuè"]],
}

Reading = tuple[str, ...]  # one syllable a character, without tones, ü as v

_MOST_READINGS = 8  # of one name
# What stands between the parts of an ethnic or foreign name.
_DOTS = frozenset("·•・‧∙⋅．.'’-‐")


@cache
def _reader() -> Callable[..., list[str]]:
    """pypinyin, loaded when the first name is read: it takes a good part of a second."""
    from pypinyin import lazy_pinyin, load_phrases_dict

    load_phrases_dict(_WORDS)
    return cast("Callable[..., list[str]]", lazy_pinyin)


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


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[str, str]:
    """Initials and full pinyin of a catalogue name; figures and Latin letters stay, signs go.

    A whole phrase is read at once, so that 血 in 血压 or 重 in 重组 come out as doctors say them.
    """
    kept = "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
    # What pypinyin cannot read comes back in one piece, of which every letter counts.
    pieces = _reader()(kept, errors="default")
    return "".join(piece if piece in kept else piece[0] for piece in pieces), "".join(pieces)


def _without_umlaut(syllable: str, vowel: str) -> str:
    return syllable[0] + vowel + syllable[2:] if syllable.startswith(("lv", "nv")) else syllable


@lru_cache(maxsize=32_768)
def _syllable(char: str) -> str:
    """The usual reading of one character; a letter or a sign reads as itself."""
    return str(_reader()(char, errors="default")[0]) or char


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
