"""What judging asks of the county, looked up once for a batch and kept up to date as its entries count."""

from collections.abc import Iterable, Sequence, Set
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from sync_server.intake.naming import Named
from sync_server.store.queries import entries, held, registry, staff
from sync_server.store.queries.entries import Arrived, Came
from sync_server.store.queries.registry import Facility
from sync_server.store.queries.staff import Certificate

_EVERYTHING: Final = 1 << 62  # a position that no entry reaches
_NOBODY: Final[frozenset[str]] = frozenset()


class _Id:
    """What is known of one id."""

    __slots__ = ("brought_by", "first", "is_held", "is_waited_for")

    def __init__(self) -> None:
        self.first: Came | None = None  # its first arrival; None: it has not come
        self.brought_by = _NOBODY  # facilities
        self.is_held = False
        self.is_waited_for = False


class Known:
    """Of ids only what came before the batch is looked up; `see` adds the batch's own entries in their turn.

    So what an entry is judged by hangs on its place alone, not on what happened to be numbered behind it.
    """

    def __init__(self, connection: sa.Connection, before: int = _EVERYTHING) -> None:
        self._connection = connection
        self._before = before  # arrival position of the batch's first entry
        self._ids: dict[UUID, _Id] = {}
        self._certificates: dict[str, dict[str, list[Certificate]]] = {}
        self._facilities: dict[str, Facility] | None = None

    def ask(self, batch: Sequence[Arrived], named: Iterable[Named]) -> None:
        """Look up all that these entries, and what they name, will be judged by."""
        own = [arrived.entry.id for arrived in batch]
        ids = set(own)
        for one in named:
            ids.update(one.built_on, one.mentioned, one.shared)
        self._ask_ids(ids)
        for waited_for in held.waited_for(self._connection, own):
            self._ids[waited_for].is_waited_for = True
        self._ask_certificates({arrived.facility for arrived in batch})

    def see(self, arrived: Arrived) -> Came:
        """The first arrival of an entry's id: another one after a fork, otherwise itself, which has come from now on."""
        entry = arrived.entry
        known = self._of(entry.id)
        if arrived.facility not in known.brought_by:
            known.brought_by |= {arrived.facility}
        if known.first is None:
            known.first = Came(arrived.position, arrived.facility, entry.type, entry.body_hash)
        return known.first

    def brought_by(self, ids: Sequence[UUID]) -> list[Set[str]]:
        """Whose devices brought each of these ids; an empty set: it has not come."""
        missing = {one for one in ids if one not in self._ids}
        if missing:
            self._ask_ids(missing)
        return [self._ids[one].brought_by for one in ids]

    def is_held(self, entry_id: UUID) -> bool:
        return self._of(entry_id).is_held

    def hold(self, entry_id: UUID, waits_for: UUID | None) -> None:
        """It was set aside just now."""
        self._of(entry_id).is_held = True
        if waits_for is not None:
            self._of(waits_for).is_waited_for = True

    def release(self, entry_id: UUID) -> None:
        self._of(entry_id).is_held = False

    def is_waited_for(self, entry_id: UUID) -> bool:
        return self._of(entry_id).is_waited_for

    def in_force(self, facility: str, staff_id: str, stamp: int) -> Sequence[Certificate]:
        """The certificate of that time (hybrid clock), then the later ones; none: nobody knows this person."""
        if facility not in self._certificates:
            self._ask_certificates({facility})
        return staff.in_force(self._certificates[facility].get(staff_id, ()), stamp)

    def certify(self, certificate: Certificate) -> None:
        """A certificate has come."""
        found = self._certificates.get(certificate.facility)
        if found is not None:
            found.setdefault(certificate.staff_id, []).append(certificate)
            found[certificate.staff_id].sort(key=_in_time)

    def level(self, facility: str) -> str:
        known = self._facility(facility)
        return "" if known is None else known.inst_lv

    def township(self, facility: str) -> str:
        """The township that a village belongs to; any other facility is its own."""
        known = self._facility(facility)
        return facility if known is None else known.parent or facility

    def _facility(self, code: str) -> Facility | None:
        if self._facilities is None:
            self._facilities = registry.facilities(self._connection)
        return self._facilities.get(code)

    def _of(self, entry_id: UUID) -> _Id:
        found = self._ids.get(entry_id)
        if found is None:
            self._ask_ids((entry_id,))
            found = self._ids[entry_id]
        return found

    def _ask_ids(self, ids: Iterable[UUID]) -> None:
        wanted = [one for one in ids if one not in self._ids]
        self._ids.update((one, _Id()) for one in wanted)
        for own, came in entries.arrivals_of_ids(self._connection, wanted, self._before):
            known = self._ids[own]
            known.brought_by |= {came.facility}
            if known.first is None or came.position < known.first.position:
                known.first = came
        for own in held.unreleased_among(self._connection, wanted):
            self._ids[own].is_held = True

    def _ask_certificates(self, codes: Iterable[str]) -> None:
        wanted = [code for code in codes if code not in self._certificates]
        for code in wanted:
            self._certificates[code] = {}
        for certificate in staff.certificates_at(self._connection, wanted):
            self._certificates[certificate.facility].setdefault(certificate.staff_id, []).append(certificate)


def _in_time(certificate: Certificate) -> tuple[int, bytes]:
    return certificate.effective, certificate.entry_id.bytes
