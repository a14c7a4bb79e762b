"""脱敏: what lists and prints outside treatment show of a person."""

from functools import cache

from clinic_app.domain.codes import rows


@cache
def compound_surnames() -> frozenset[str]:
    """复姓: two characters belong to the family name."""
    return frozenset(row["surname"] for row in rows("names", "compound_surnames.csv"))


def family_name(name: str) -> str:
    """姓: the first character, two for a compound surname."""
    return name[:2] if len(name) > 2 and name[:2] in compound_surnames() else name[:1]


def mask_name(name: str) -> str:
    """``欧阳春花 → 欧阳**``; an ethnic name keeps its first character and the dot: ``阿****·***``."""
    kept = family_name(name)
    return kept + "".join(char if char in "·• " else "*" for char in name[len(kept) :])


def mask_id_number(number: str) -> str:
    """First six and last four characters with eight stars between; a short number shows its ends only."""
    return f"{number[:6]}{'*' * 8}{number[-4:]}" if len(number) > 10 else _ends(number, 1, 1)


def mask_phone(phone: str) -> str:
    """First three and last four: ``138****5678``; seven characters or fewer show the last two."""
    return _ends(phone, 3, 4) if len(phone) > 7 else _ends(phone, 0, 2)


def _ends(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    return text[:first] + "*" * hidden + text[-last:] if hidden > 0 else "*" * len(text)
