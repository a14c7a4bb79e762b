"""The letter of a device: stands in every number that it gives out, so that two devices never give the same one."""

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_of(index: int) -> str:
    """0 → A … 25 → Z, 26 → AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = _ALPHABET[rest] + letters
    return letters


def index_of(letter: str) -> int:
    """The other way; an empty letter is the first device's."""
    index = 0
    for one in letter or "A":
        index = index * 26 + _ALPHABET.index(one) + 1
    return index - 1
