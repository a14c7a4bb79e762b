"""拼音首字母 of short texts, for finding functions by a few keys."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def initials(text: str) -> str:
    """``"收费结算" → "sfjs"``; letters and digits stay, the rest is dropped."""
    from pypinyin import Style, lazy_pinyin  # 0.2 s: only when the palette is opened

    letters = lazy_pinyin(text, style=Style.FIRST_LETTER)
    return "".join(c for c in "".join(letters).lower() if c.isalnum())
