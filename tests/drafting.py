"""What fills a sheet before it is printed, for tests of rounds: values given beforehand, records put in by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from clinic_app.domain.forms import Context
from clinic_app.store.duty import OnDuty


@dataclass(frozen=True)
class Sheet:
    values: Mapping[str, Any]
    day: date
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Drafts:
    """Carries the same answers over for everybody."""

    carried: Mapping[str, Any]
    name: str = "陈金水"
    records: dict[tuple[UUID, str], Sheet] = field(default_factory=dict)

    def start(
        self, by: OnDuty, form_key: str, resident_id: UUID | None = None, day: date | None = None
    ) -> Sheet:
        assert day is not None
        return Sheet({"name": self.name, **self.carried}, day)

    def last(self, resident_id: UUID, form_key: str) -> Sheet | None:
        return self.records.get((resident_id, form_key))

    def context(self, resident_id: UUID | None, day: date, form_key: str = "") -> Context:
        return Context(day)
