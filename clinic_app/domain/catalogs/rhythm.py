"""给药频次: how many doses fall into a number of days."""

from functools import cache

from clinic_app.domain.codes import rows


def doses_in(frequency: str, days: int) -> int | None:
    """How many doses fall into a number of days; one for ``st``, None for ``prn`` and unknown codes.

    A part of a rhythm counts whole: every other day for three days is two doses.
    """
    if frequency == "st":
        return 1
    rate = _rates().get(frequency)
    return None if rate is None else -(-days * rate[0] // rate[1])


def times_a_day(frequency: str) -> int | None:
    """How often a day; None for rhythms that are no whole number of times a day.

    >>> times_a_day("bid"), times_a_day("qod"), times_a_day("prn")
    (2, None, None)
    """
    rate = _rates().get(frequency)
    return None if rate is None or rate[1] != 1 else rate[0]


@cache
def _rates() -> dict[str, tuple[int, int]]:
    return {
        row["code"]: (int(row["times"]), int(row["days"])) for row in rows("tables", "frequency_times.csv")
    }
