"""重复档案: entries of the register that may be one person, brought together and taken apart again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.health_records import (
    ResidentDistinguished,
    ResidentMerged,
    ResidentSplit,
)
from clinic_app.journal.facts.residents import Change
from clinic_app.projections.queries import facility, residents
from clinic_app.projections.queries import merges as queries
from clinic_app.projections.queries.merges import Merge, Pair
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.tables.residents import FIELDS
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

# What is chosen side by side; how a number was proved goes with the number.
CHOSEN = tuple(one for one in FIELDS if one not in ("id_doc_type", "id_verified", "temp_reason"))
_WITH = {"id_number": ("id_doc_type", "id_verified"), "temp_identity": ("temp_reason",)}


class SamePerson(RuleBroken):
    """The two are one entry, or one person already."""

    code = "merge.same_person"


class NoSplitReason(RuleBroken):
    """Records are taken apart for a reason."""

    code = "merge.no_reason"


class SplitAlready(RuleBroken):
    """These were taken apart before."""

    code = "merge.split_already"


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of two entries, side by side."""

    field: str
    kept: str
    other: str

    @property
    def differs(self) -> bool:
        return self.kept != self.other

    @property
    def taken(self) -> bool:
        """Whether the other one's value is the better guess: the kept entry has none."""
        return not self.kept and bool(self.other)


@dataclass(frozen=True, slots=True)
class Merged:
    """One merge, with names for people."""

    merge: Merge
    kept: str
    other: str
    by: str  # who brought them together


class DuplicateService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def pairs(self, by: OnDuty) -> list[Pair]:
        """待核对: who may be one person, the strongest reason first; the entry to keep stands first.

        Raises:
            NotAllowed
        """
        by.must("health_record")
        with self._store.reading() as connection:
            return [_kept_first(pair) for pair in queries.pairs(connection)]

    def merges(self, by: OnDuty, resident_id: UUID | None = None) -> list[Merged]:
        """What was brought together, of one person or of all, the newest first; split ones too.

        Raises:
            NotAllowed
        """
        by.must("health_record")
        with self._store.reading() as connection:
            found = (
                queries.all_merges(connection)
                if resident_id is None
                else queries.merges_of(connection, resident_id)
            )
            names = residents.names_of(connection, [id_ for one in found for id_ in (one.kept, one.other)])
            staff = {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}
        return [
            Merged(
                one,
                names.get(one.kept, ""),
                names.get(one.other, ""),
                staff.get(one.merged_by, one.merged_by),
            )
            for one in found
        ]

    def merge(self, by: OnDuty, kept: UUID, other: UUID, take: Collection[str] = (), note: str = "") -> UUID:
        """Two entries are one person from now on; `take`: the fields where the other one's value is right.

        Returns the merge's id.

        Raises:
            NotAllowed, NoResident, SamePerson
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            first, second = (residents.resident_of(writing.connection, one) for one in (kept, other))
            if first.id == second.id:
                raise SamePerson()
            wanted = {field for one in take for field in (one, *_WITH.get(one, ()))}
            chosen = {
                field: value
                for field in FIELDS
                if field in wanted and (value := _text(second, field)) != _text(first, field)
            }
            fact = ResidentMerged(
                other=second.id,
                reasons=tuple(queries.reasons_of(writing.connection, first.id, second.id)),
                note=note.strip(),
                changes=_changes(writing, first.id, chosen),
                before={field: _text(first, field) for field in chosen},
                salt=new_salt(),
            )
            return writing.append(fact, first.id).id

    def split(self, by: OnDuty, merge_id: UUID, reason: str) -> None:
        """They are two people after all: each has again what was its own, and what the merge put in goes.

        Where two clinics merged the same two, both merges are split.

        Raises:
            NotAllowed, NoMerge, NoSplitReason, SplitAlready
        """
        by.must("health_record")
        if not reason.strip():
            raise NoSplitReason()
        with self._store.writing(by.author) as writing:
            asked = queries.merge_of(writing.connection, merge_id)
            standing = queries.joining(writing.connection, asked.kept, asked.other)
            if all(one.id != merge_id for one in standing):
                raise SplitAlready()
            for one in standing:
                fact = ResidentSplit(
                    merge_id=one.id,
                    reason=reason.strip(),
                    changes=queries.undoing(writing.connection, one),
                    salt=new_salt(),
                )
                writing.append(fact, one.kept)

    def tell_apart(self, by: OnDuty, one: UUID, other: UUID, reason: str = "") -> None:
        """Alike, but two people: never offered again.

        Raises:
            NotAllowed, NoResident, SamePerson
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            first, second = (residents.resident_of(writing.connection, id_) for id_ in (one, other))
            if first.id == second.id:
                raise SamePerson()
            writing.append(ResidentDistinguished(other=second.id, reason=reason.strip()), first.id)


def side_by_side(kept: Resident, other: Resident) -> list[Choice]:
    """Every field that somebody may choose, in the order of the register."""
    return [Choice(field, _text(kept, field), _text(other, field)) for field in CHOSEN]


def _kept_first(pair: Pair) -> Pair:
    """Offered to be kept: the entry whose number was read from a card, then the one that knows more."""

    def weight(one: Resident) -> tuple[bool, bool, int]:
        return (
            one.id_verified == "card",
            bool(one.id_number),
            sum(bool(_text(one, field)) for field in CHOSEN),
        )

    if weight(pair.second) > weight(pair.first):
        return Pair(pair.second, pair.first, pair.reasons)
    return pair


def _changes(writing: Writing, resident_id: UUID, values: dict[str, str]) -> dict[str, Change]:
    standing = residents.values_with_entries(writing.connection, resident_id)
    return {field: Change(value, standing.get(field, resident_id)) for field, value in values.items()}


def _text(one: Resident, field: str) -> str:
    value = getattr(one, field)
    return value.isoformat() if isinstance(value, date) else str(value or "")
