"""The sentences of `texts.py`, by what they are about."""

from typing import NamedTuple


class Text(NamedTuple):
    zh: str
    en: str
