"""自查: what can be said of our own entries without the county: their shape, and whether their authors may say them."""

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.roles import NotAllowed, Role, may
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.entry import Entry, signed_by_author
from clinic_app.journal.fact import BadFact, Fact
from clinic_app.journal.facts.facility import RECOVERY, StaffCertified
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.journal.quarantine import (
    MAX_BODY,
    BadAuthorSignature,
    BodyTooLarge,
    UnknownAuthor,
    WrongFacility,
)
from clinic_app.journal.signing import is_signed
from clinic_app.projections.queries.facility import keys_of, staff_of
from clinic_app.store.rows import Run, all_rows, entry_of, own_runs, run_rows

_AT_ONCE: Final = 500  # rows in memory
_ROLES: Final = frozenset(role.value for role in Role)
_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})


def own_look(connection: sa.Connection) -> Iterator[tuple[Entry, str]]:
    """Each entry that the county does not hold, with the code of what is wrong with it; "" where nothing is."""
    people = _People(connection)
    for run in own_runs(connection):
        for entry in _entries(connection, run):
            yield entry, _fault(entry, run.facility, people)


def _entries(connection: sa.Connection, run: Run) -> Iterator[Entry]:
    after = run.safe_seq
    while after < run.head_seq:
        rows = run_rows(connection, run, after, _AT_ONCE)
        yield from (entry_of(row) for row in rows)
        after = rows[-1].seq


class _People:
    """Who might ever do what at our facility, as far as this PC knows."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._ever: dict[tuple[str, str], frozenset[Role]] | None = None
        self._now: dict[str, dict[str, frozenset[Role]]] = {}  # roles by facility and person

    def may(self, facility: str, author: str, needs: str) -> bool | None:
        """`None`: nobody knows this person."""
        if author == RECOVERY:
            return may(_ADMINISTRATOR, needs)
        if facility not in self._now:
            self._now[facility] = {one.staff_id: one.roles for one in staff_of(self._connection, facility)}
        roles = self._now[facility].get(author)
        if roles is None:
            return None
        return may(roles, needs) or may(self._roles_ever(facility, author), needs)

    def signed(self, facility: str, entry: Entry) -> bool:
        message = signed_by_author(
            entry.id, entry.type, entry.author, entry.subject, entry.time, entry.body_hash
        )
        keys = keys_of(self._connection, facility, entry.author)
        return any(is_signed(key, entry.signature, message) for key in keys)

    def _roles_ever(self, facility: str, author: str) -> frozenset[Role]:
        """The journal is judged by the roles of the entry's own time; only asked for where today's do not do."""
        if self._ever is None:
            found: dict[tuple[str, str], frozenset[Role]] = {}
            for row in all_rows(self._connection, (StaffCertified.type,)):
                try:
                    fact = StaffCertified.parse(row.body or b"")
                except BadFact:
                    continue
                key = (row.facility, fact.staff_id)
                roles = frozenset(Role(role) for role in fact.roles if role in _ROLES)
                found[key] = found.get(key, frozenset()) | roles
            self._ever = found
        return self._ever.get((facility, author), frozenset())


def _fault(entry: Entry, facility: str, people: _People) -> str:
    if entry.body is not None and len(entry.body) > MAX_BODY:
        return BodyTooLarge.code
    try:
        fact = fact_of(entry)
    except BadFact:
        return BadFact.code
    if fact is None:  # of a later version
        return ""
    return _fault_of_author(entry, fact, facility, people) or _fault_of_place(fact, facility)


def _fault_of_author(entry: Entry, fact: Fact, facility: str, people: _People) -> str:
    if not fact.needs:  # the clinic says it to itself
        return ""
    allowed = people.may(facility, entry.author, fact.needs)
    if allowed is None:
        return UnknownAuthor.code
    if not allowed:
        return NotAllowed.code
    if fact.signed and entry.author != RECOVERY and not people.signed(facility, entry):
        return BadAuthorSignature.code
    return ""


def _fault_of_place(fact: Fact, facility: str) -> str:
    elsewhere = isinstance(fact, SettlementMade) and fact.fixmedins_code != facility
    return WrongFacility.code if elsewhere else ""
