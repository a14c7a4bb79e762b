"""The search box over a catalogue: by name or part of it, alias, code, initials or full pinyin.

What is looked for is prepared once a catalogue: sorted words for what begins with the text, one long line for what
holds it.  A keystroke is then answered without walking the items.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final, Generic, TypeVar

from clinic_app.domain.catalogs.items import Item

I = TypeVar("I", bound=Item)  # noqa: E741

_LAST: Final = "\U0010ffff"  # no word goes on with it
_END: Final = "\n"  # between items; folded text never holds it


class Catalogue(Generic[I]):
    """The lines of one kind, in force together; never changes."""

    def __init__(self, items: Iterable[I]) -> None:
        self.items = tuple(items)
        self._by_code = {item.code: item for item in self.items}
        # Of two that match alike the shorter name stands first, then the code: places are numbered in that order.
        self._ranked = sorted(self.items, key=lambda item: (len(item.name), item.code))
        names = [tuple(map(_folded, (one.name, *one.aliases))) for one in self._ranked]
        codes = [_folded(one.code) for one in self._ranked]
        initials = [one.initials for one in self._ranked]
        spelt = [_spellings(one.pinyin) for one in self._ranked]
        first = [(name, code) for (name, *_), code in zip(names, codes, strict=True)]
        # The ways to match, the best first, each with the shortest text for which it is worth asking.
        self._ways: tuple[tuple[int, Callable[[str], Iterable[int]]], ...] = (
            (1, _Words(first).equal),
            (1, _Words((name,) for name, *_ in names).begun),
            (1, _Words(initials).equal),
            (1, _Words(initials).begun),
            (1, _Words(names).begun),
            (1, _Words((*ways, code) for ways, code in zip(spelt, codes, strict=True)).begun),
            (1, _Line(names).holding),
            (2, _Line(initials).holding),
            (3, _Line(spelt).holding),
        )

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[I]:
        return iter(self.items)

    def of_code(self, code: str) -> I | None:
        return self._by_code.get(code)

    def find(self, text: str, limit: int = 20) -> list[I]:
        """The lines that `text` means, the best first.

        What begins with `text` stands before what holds it, a shorter name before a longer one.
        """
        wanted = _folded(text)
        found: dict[int, None] = {}
        for shortest, places in self._ways:
            if not wanted or len(found) >= limit:
                break
            if len(wanted) >= shortest:
                for place in places(wanted):
                    found[place] = None
                    if len(found) >= limit:
                        break
        return [self._ranked[place] for place in found][:limit]


class _Words:
    """Words in their order, each with the place of the item that it stands for."""

    def __init__(self, words: Iterable[Iterable[str]]) -> None:
        pairs = sorted({(word, place) for place, of_one in enumerate(words) for word in of_one if word})
        self._words = [word for word, _ in pairs]
        self._places = [place for _, place in pairs]

    def equal(self, wanted: str) -> list[int]:
        return self._between(wanted, wanted + "\0")

    def begun(self, wanted: str) -> list[int]:
        return self._between(wanted, wanted + _LAST)

    def _between(self, low: str, high: str) -> list[int]:
        return sorted(self._places[bisect_left(self._words, low) : bisect_left(self._words, high)])


class _Line:
    """All words of all items in one line, in the order of places, so that the best are met first."""

    def __init__(self, words: Iterable[Iterable[str]]) -> None:
        parts = [" ".join(of_one) + _END for of_one in words]
        self._text = "".join(parts)
        self._ends = list(accumulate(map(len, parts)))

    def holding(self, wanted: str) -> Iterator[int]:
        at = self._text.find(wanted)
        while at >= 0:
            place = bisect_left(self._ends, at + 1)
            yield place
            at = self._text.find(wanted, self._ends[place])


def _spellings(pinyin: str) -> tuple[str, ...]:
    """ü as v, and as u."""
    return (pinyin, pinyin.replace("v", "u")) if "v" in pinyin else (pinyin,)


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    """Half width, lower case, letters, figures and Chinese characters only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
