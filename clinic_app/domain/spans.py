"""时间间隔 as the tables write them: ``28d``, ``3m``, ``4y``."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from clinic_app.domain.age import add_months

_MONTHS = {"m": 1, "y": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """Days or months; one of the two is 0."""

    days: int = 0
    months: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """``28d``, ``3m`` or ``4y``.

        Raises:
            ValueError: not so written.
        """
        number, unit = int(text[:-1]), text[-1:]
        if unit == "d":
            return cls(days=number)
        if unit not in _MONTHS:
            raise ValueError(text)
        return cls(months=number * _MONTHS[unit])

    def after(self, day: date) -> date:
        return add_months(day, self.months) + timedelta(days=self.days)


def span_or_none(text: str) -> Span | None:
    """An empty cell of a table is no span."""
    return Span.read(text) if text else None
