"""What fills a sheet before it is printed, for tests of rounds: values given beforehand, records put in by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from clinic_app.store.duty import OnDuty


@dataclass(frozen=True)
class Sheet:
    values: Mapping[str, Any]
    day: date


@dataclass
class Drafts:
    """Carries the same answers over for everybody, and keeps what is recorded."""

    carried: Mapping[str, Any]
    name: str = "陈金水"
    records: dict[tuple[UUID, str], Sheet] = field(default_factory=dict)

    def start(self, resident_id: UUID, form_key: str, day: date) -> Sheet:
        return Sheet({"name": self.name, **self.carried}, day)

    def last(self, resident_id: UUID, form_key: str) -> Sheet | None:
        return self.records.get((resident_id, form_key))

    def record_round(self, by: OnDuty, resident_id: UUID, form_key: str, values: Mapping[str, Any]) -> UUID:
        day = date.fromisoformat(values["date"])
        self.records[resident_id, form_key] = Sheet(values, day)
        return uuid4()
