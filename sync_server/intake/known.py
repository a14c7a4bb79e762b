"""What judging asks of the county, looked up once for a batch and kept up to date as its entries count."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from sync_server.intake.naming import Named
from sync_server.store.queries import entries, held, registry, staff
from sync_server.store.queries.entries import Arrived, Came
from sync_server.store.queries.registry import Facility
from sync_server.store.queries.staff import Certificate

_EVERYTHING: Final = 1 << 62  # a position that no entry reaches


class Known:
    """Of ids only what came before the batch is looked up; `see` adds the batch's own entries in their turn.

    So what an entry is judged by hangs on its place alone, not on what happened to be numbered behind it.
    """

    def __init__(self, connection: sa.Connection, before: int = _EVERYTHING) -> None:
        self._connection = connection
        self._before = before  # arrival position of the batch's first entry
        self._first: dict[UUID, Came | None] = {}  # the first arrival of each id; None: it has not come
        self._brought_by: dict[UUID, set[str]] = {}
        self._held: dict[UUID, bool] = {}
        self._waited_for: set[UUID] = set()
        self._certificates: dict[str, dict[str, list[Certificate]]] = {}
        self._facilities: dict[str, Facility | None] = {}

    def ask(self, batch: Sequence[Arrived], named: Iterable[Named]) -> None:
        """Look up all that these entries, and what they name, will be judged by."""
        own = [arrived.entry.id for arrived in batch]
        ids = set(own)
        for one in named:
            ids.update(one.built_on, one.mentioned)
        self._ask_ids(ids)
        self._waited_for |= held.waited_for(self._connection, own)
        self._ask_facilities({arrived.facility for arrived in batch})

    def see(self, arrived: Arrived) -> Came:
        """The first arrival of an entry's id: another one after a fork, otherwise itself, which has come from now on."""
        entry = arrived.entry
        if entry.id not in self._first:
            self._ask_ids({entry.id})
        self._brought_by[entry.id].add(arrived.facility)
        first = self._first[entry.id]
        if first is None:
            first = Came(arrived.position, arrived.facility, entry.type, entry.body_hash)
            self._first[entry.id] = first
        return first

    def brought_by(self, ids: Sequence[UUID]) -> list[set[str]]:
        """Whose devices brought each of these ids; an empty set: it has not come."""
        missing = {one for one in ids if one not in self._first}
        if missing:
            self._ask_ids(missing)
        return [self._brought_by[one] for one in ids]

    def is_held(self, entry_id: UUID) -> bool:
        if entry_id not in self._held:
            self._held[entry_id] = entry_id in held.unreleased_among(self._connection, [entry_id])
        return self._held[entry_id]

    def hold(self, entry_id: UUID, waits_for: UUID | None) -> None:
        """It was set aside just now."""
        self._held[entry_id] = True
        if waits_for is not None:
            self._waited_for.add(waits_for)

    def release(self, entry_id: UUID) -> None:
        self._held[entry_id] = False

    def is_waited_for(self, entry_id: UUID) -> bool:
        return entry_id in self._waited_for

    def in_force(self, facility: str, staff_id: str, stamp: int) -> Sequence[Certificate]:
        """The certificate of that time (hybrid clock), then the later ones; none: nobody knows this person."""
        if facility not in self._certificates:
            self._ask_facilities({facility})
        return staff.in_force(self._certificates[facility].get(staff_id, ()), stamp)

    def certify(self, certificate: Certificate) -> None:
        """A certificate has come."""
        found = self._certificates.get(certificate.facility)
        if found is not None:
            found.setdefault(certificate.staff_id, []).append(certificate)
            found[certificate.staff_id].sort(key=_in_time)

    def level(self, facility: str) -> str:
        if facility not in self._facilities:
            self._facilities[facility] = registry.facility_of(self._connection, facility)
        known = self._facilities[facility]
        return "" if known is None else known.inst_lv

    def _ask_ids(self, ids: Iterable[UUID]) -> None:
        wanted = [one for one in ids if one not in self._first]
        for one in wanted:
            self._first[one], self._brought_by[one] = None, set()
        for own, came in entries.arrivals_of_ids(self._connection, wanted, self._before):
            self._brought_by[own].add(came.facility)
            first = self._first[own]
            if first is None or came.position < first.position:
                self._first[own] = came
        set_aside = held.unreleased_among(self._connection, wanted)
        for one in wanted:
            self._held.setdefault(one, one in set_aside)

    def _ask_facilities(self, codes: Iterable[str]) -> None:
        wanted = [code for code in codes if code not in self._certificates]
        for code in wanted:
            self._certificates[code] = {}
        for certificate in staff.certificates_at(self._connection, wanted):
            self._certificates[certificate.facility].setdefault(certificate.staff_id, []).append(certificate)


def _in_time(certificate: Certificate) -> tuple[int, bytes]:
    return certificate.effective, certificate.entry_id.bytes
