"""进销存: a month of each drug as the sheet prints it: opening, in, out, adjusted, 拆零差, closing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Final

from clinic_app.domain.pharmacy.batch import Batch, Pack
from clinic_app.domain.pharmacy.movement import Account, Kind, Moved, account


class Group(StrEnum):
    """A column of the sheet."""

    IN = "in"  # 入库, 调入, 退药
    OUT = "out"  # 发药, 调出, 退货, 报损, 过期, 召回
    ADJUSTED = "adjusted"  # 盘点, 调价
    SPLIT = "split"  # 拆零差: rounding alone, it moves no quantity


GROUP_OF: Final[Mapping[Kind, Group]] = MappingProxyType(
    {
        Kind.RECEIVE: Group.IN,
        Kind.TRANSFER_IN: Group.IN,
        Kind.RETURN_FROM_PATIENT: Group.IN,
        Kind.DISPENSE: Group.OUT,
        Kind.TRANSFER_OUT: Group.OUT,
        Kind.RETURN_TO_SUPPLIER: Group.OUT,
        Kind.WASTE: Group.OUT,
        Kind.EXPIRE: Group.OUT,
        Kind.RECALL: Group.OUT,
        Kind.COUNT_ADJUST: Group.ADJUSTED,
        Kind.REVALUE_OUT: Group.ADJUSTED,
        Kind.REVALUE_IN: Group.ADJUSTED,
        Kind.SPLIT: Group.SPLIT,
    }
)


@dataclass(frozen=True, slots=True)
class DrugMonth:
    """All batches of one drug."""

    drug: str
    name: str
    pack: Pack  # of its newest batch, for reading quantities
    opening: Moved
    groups: Mapping[Group, Moved]
    fen: Mapping[str, int]  # opening, each group, closing; each line adds up to the fen

    @property
    def closing(self) -> Moved:
        return sum(self.groups.values(), self.opening)

    def of(self, group: Group) -> Moved:
        return self.groups.get(group, Moved())


def by_drug(accounts: Iterable[tuple[str, Batch, Account]]) -> tuple[DrugMonth, ...]:
    """A line a drug, by name.

    Args:
        accounts: name, batch and account of each batch.
    """
    ordered = sorted(accounts, key=lambda one: (one[0], one[1].drug, one[1].received_on))
    return tuple(_drug(drug, tuple(group)) for drug, group in groupby(ordered, key=lambda one: one[1].drug))


def totals(lines: Iterable[DrugMonth]) -> Mapping[str, int]:
    """Fen by column: the sums of what the lines print, so the last line ties both ways."""
    names = ("opening", *Group, "closing")
    kept = tuple(lines)
    return {str(name): sum(one.fen[str(name)] for one in kept) for name in names}


def _drug(drug: str, batches: tuple[tuple[str, Batch, Account], ...]) -> DrugMonth:
    name, newest, _ = batches[-1]
    opening = sum((one.opening for _, _, one in batches), Moved())
    whole = account(opening, (kind for _, _, one in batches for kind in one.kinds.items()))
    groups: dict[Group, Moved] = {}
    for kind, moved in whole.kinds.items():
        group = GROUP_OF[kind]
        groups[group] = groups.get(group, Moved()) + moved
    printed = whole.fen()
    fen = {"opening": printed["opening"], "closing": printed["closing"]}
    for group in Group:
        fen[group.value] = sum(printed[kind.value] for kind in Kind if GROUP_OF[kind] is group)
    return DrugMonth(drug, name, newest.pack, opening, groups, fen)
