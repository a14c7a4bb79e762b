"""大写金额: an amount of money in the characters that cannot be altered by a stroke.

Source: 支付结算办法 (银发〔1997〕393号) annex 1, 正确填写票据和结算凭证的基本规定, articles 1 to 4.
"""

from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")


def capital_amount(fen: int) -> str:
    """Fen in words: ``1763 → 壹拾柒元陆角叁分``, ``1000 → 壹拾元整``; a red amount begins with 负.

    Raises:
        ValueError: beyond 9,999 万亿.
    """
    if fen < 0:
        return "负" + capital_amount(-fen)
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    words = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not rest:
        return f"{words or '零元'}整"
    if jiao:
        # 101.30: a zero that ends the yuan may be written or not (article 3); it is left out.
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return f"{words}{_DIGITS[rest]}分" if rest else f"{words}整"


def _whole(number: int) -> str:
    """A positive whole number, four digits at a time; one 零 for any run of zeros inside."""
    groups = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    if len(groups) > len(_GROUPS):
        raise ValueError(number)
    words, gap = "", False
    for at in range(len(groups) - 1, -1, -1):
        low = groups[at]
        if not low:
            gap = True
            continue
        if words and (gap or low < 1000):
            words += _DIGITS[0]
        words += _four(low) + _GROUPS[at]
        gap = False
    return words


def _four(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = True
            continue
        if words and gap:
            words += _DIGITS[0]
        words += _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
