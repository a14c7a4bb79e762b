"""考核指标: a year's figures of this institution, who is behind them, and whose next service counts."""

from dataclasses import dataclass
from datetime import date

from clinic_app.domain.public_health.indicators import Figure, indicator
from clinic_app.domain.public_health.next_actions import next_actions
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import indicators as queries
from clinic_app.projections.queries.indicators import Appraisal, Behind
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """One resident whose next services would count."""

    person: Behind
    steps: int  # services until the person counts
    also: int  # other indicators in which the person is wanted too


class IndicatorService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def appraise(self, by: OnDuty, year: int, with_villages: bool = True) -> Appraisal:
        """All indicators of a year up to today; `with_villages`: a township's own clinics are counted too.

        Raises:
            NotAllowed
        """
        by.must("forms")
        with self._store.reading() as connection:
            mine = self._store.facility
            asked = queries.below(connection, mine) if with_villages else [mine]
            return queries.appraise(connection, asked, year, self.today())

    def behind(self, by: OnDuty, ids: frozenset[bytes]) -> list[Behind]:
        """Residents by village and name; a key that is no resident (a case) is left out.

        Raises:
            NotAllowed
        """
        by.must("forms")
        with self._store.reading() as connection:
            return queries.behind(connection, sorted(ids))

    def wanted(self, by: OnDuty, appraisal: Appraisal, key: str) -> list[Wanted]:
        """达标的下一步, cheapest first: as many as the goal is short of, all where no goal is set or known.

        Raises:
            NotAllowed, UnknownIndicator
        """
        by.must("forms")
        figure: Figure = appraisal.figures[indicator(key).key]
        actions = next_actions(appraisal.year, key, appraisal.gone)
        short = figure.short_of
        if short is not None:
            actions = actions[:short]
        with self._store.reading() as connection:
            people = {
                one.id.bytes: one for one in queries.behind(connection, [each.resident for each in actions])
            }
        return [
            Wanted(people[one.resident], one.steps, one.also) for one in actions if one.resident in people
        ]
