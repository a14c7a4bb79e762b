"""门诊: the measurements of an examination as one line, and whether a visit is a return."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.domain.measurements import BadMeasurement, measures

RETURN_DAYS: Final = 90  # the same main diagnosis within these is 复诊


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """T P R BP as measured; blank where nobody measured."""

    temperature: str = ""  # °C
    pulse: str = ""  # a minute
    breaths: str = ""  # a minute
    systolic: str = ""  # mmHg
    diastolic: str = ""  # mmHg

    def measured(self) -> dict[str, int]:
        """What was measured, in ten-thousandths by key of `domain.measurements`; what is unreadable is left out."""
        typed = {
            "temp": self.temperature,
            "pulse": self.pulse,
            "resp": self.breaths,
            "sbp": self.systolic,
            "dbp": self.diastolic,
        }
        found: dict[str, int] = {}
        for key, text in typed.items():
            try:
                found[key] = measures()[key].read(text)
            except BadMeasurement:
                continue
        return found

    def line(self) -> str:
        """T 36.8°C　P 78次/分　R 18次/分　BP 128/76mmHg, as it stands in the record."""
        pressure = f"{self.systolic}/{self.diastolic}" if self.systolic and self.diastolic else ""
        parts = (
            ("T", self.temperature, "°C"),
            ("P", self.pulse, "次/分"),
            ("R", self.breaths, "次/分"),
            ("BP", pressure, "mmHg"),
        )
        return "　".join(f"{name} {value}{unit}" for name, value, unit in parts if value)


def is_return(main: str, earlier: Iterable[tuple[str, date]], day: date) -> bool:
    """复诊: whether one of the `earlier` visits (main diagnosis, day) was for the same, not too long ago.

    >>> is_return("I10", [("I10", date(2026, 9, 1))], date(2026, 11, 20))
    True
    """
    return any(code == main and 0 <= (day - then).days <= RETURN_DAYS for code, then in earlier)


def findings_of(vitals: Vitals, text: str) -> str:
    """体格检查: measurements first, then what was seen."""
    return "；".join(part for part in (vitals.line(), text.strip()) if part)
