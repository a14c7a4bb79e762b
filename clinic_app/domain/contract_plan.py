"""履约计划: from the packages of a contract, what is to be done when, and which records did it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from clinic_app.domain.contract_packages import Item


class LineStatus(StrEnum):
    FUTURE = "future"  # 未到期
    DUE = "due"  # 待服务
    DONE = "done"  # 已履约
    MISSED = "missed"  # 逾期未履约
    VOID = "void"  # 不再需要: the contract or the care ended before


class Evidence(NamedTuple):
    """A record of another service."""

    kind: str  # key of a form, or one of `contract_packages.FACTS`
    id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One time of one item: first and last day, and the record that fulfilled it."""

    item: Item
    first: date
    last: date
    status: LineStatus
    evidence: Evidence | None = None
