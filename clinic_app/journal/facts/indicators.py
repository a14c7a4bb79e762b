"""考核: the population figures and targets of a year, which only the county sets."""

from typing import ClassVar

from clinic_app.journal.facts.county import CountyFact


class PopulationStated(CountyFact, frozen=True, kw_only=True):
    """年度人口数 of one institution's area, or of one village in it; a later statement replaces it whole.

    It reaches the institution and the township over it.
    """

    type: ClassVar[str] = "population.stated"

    institution: str  # facility code
    village: str = ""  # name as in the register; empty: the whole area
    year: int
    counts: dict[str, int]  # Population → persons


class TargetStated(CountyFact, frozen=True, kw_only=True):
    """考核目标 of one indicator and year, for every institution; a later statement replaces it."""

    type: ClassVar[str] = "target.stated"

    indicator: str
    year: int
    percent: int | None  # hundredths; None: no target any more
