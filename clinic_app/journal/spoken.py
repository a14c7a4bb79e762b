"""拼音 of catalogue words: clinic and county read them alike, so that both write the same search words."""

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import cast

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
    "射干": [["shè"], ["gān"]],
    "重楼": [["chóng"], ["lóu"]],
    "枳壳": [["zhǐ"], ["qiào"]],
    "蛤壳": [["gé"], ["qiào"]],
    "荜茇": [["bì"], ["bō"]],
    "颈椎": [["jǐng"], ["zhuī"]],
    "椎管": [["zhuī"], ["guǎn"]],
    "椎基底": [["zhuī"], ["jī"], ["dǐ"]],
}


@cache
def reader() -> Callable[..., list[str]]:
    """pypinyin's `lazy_pinyin`, loaded when the first word is read: it takes a good part of a second."""
    from pypinyin import lazy_pinyin, load_phrases_dict

    load_phrases_dict(_WORDS)
    return cast("Callable[..., list[str]]", lazy_pinyin)


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[str, str]:
    """Initials and full pinyin of a catalogue name; figures and Latin letters stay, signs go.

    A whole phrase is read at once, so that 血 in 血压 or 重 in 重组 come out as doctors say them.
    """
    kept = "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
    # What pypinyin cannot read comes back in one piece, of which every letter counts.
    pieces = reader()(kept, errors="default")
    return "".join(piece if piece in kept else piece[0] for piece in pieces), "".join(pieces)
