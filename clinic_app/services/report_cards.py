"""传染病报告卡 that a visit owes: told over every page until it is written."""

from datetime import timedelta
from typing import Final

from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import report_cards
from clinic_app.projections.queries.report_cards import OwedCard
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

_LOOK_BACK: Final = timedelta(days=7)  # older ones are found on 门诊日志


class ReportCardService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def owed(self, by: OnDuty) -> list[OwedCard]:
        """The cards of the last week that nobody wrote, the most urgent first.

        Raises:
            NotAllowed
        """
        by.must("forms")
        today = beijing_day(self._store.wall())
        with self._store.reading() as connection:
            return report_cards.owed(connection, self._store.facility, today - _LOOK_BACK, today)

    def is_late(self, card: OwedCard) -> bool:
        return self._store.wall() > card.due_ms
