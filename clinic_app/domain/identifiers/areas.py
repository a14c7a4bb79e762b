"""行政区划: which address codes exist or once did."""

from functools import cache

from clinic_app.domain.codes import codes, rows

# GB/T 2260, first two digits; 71 Taiwan, 81-83 residents of Hong Kong, Macao and Taiwan.
_PROVINCE_DIGITS = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
PROVINCES = frozenset(_PROVINCE_DIGITS.split())


@cache
def known_areas() -> frozenset[str]:
    """Every six-digit code of the lists at hand, abolished ones too: a number outlives its county."""
    history = frozenset(row["code"] for row in rows("tables", "area_history.csv"))
    return history | frozenset(codes("divisions")) | frozenset(codes("divisions_old"))
