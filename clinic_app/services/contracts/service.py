"""家庭医生签约: teams, packages, signing, renewal, ending, and what was done for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clinic_app.domain.time import beijing_day
from clinic_app.store.journal import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """签约覆盖: residents with a valid contract on a day."""

    day: date
    contracted: int
    residents: int | None  # permanent, as the county stated of the year; None: not stated
    percent: int | None  # of the residents, in hundredths
    target: int | None  # percent in hundredths; None: no goal was set
    met: bool | None
    groups: Mapping[str, int]  # contracted by code of codes/contract_group.csv; who is in two counts in both
    key_contracted: int  # in any key group
    teams: Mapping[str, int]  # contracted by name of team


class ContractService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())
