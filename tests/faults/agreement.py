"""What must hold after any fault: both ends have the same bytes, everything once, and true tables."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.tables import metadata as projections
from clinic_app.store.journal import Store
from clinic_app.store.rebuild import rebuild
from clinic_app.store.verify import verify
from sync_server.intake.rebuild import rebuild as rebuild_county
from sync_server.reports.journals import verify as verify_county
from sync_server.store.engine import Database
from sync_server.store.queries import entries, journals
from sync_server.store.queries.state import state_of
from sync_server.store.tables import held_entry
from sync_server.worker import work_off
from tests.e2e.county_at_work import CountyAtWork
from tests.sync.doings import held
from tests.sync.fake_county import ids


def require_agreement(county: CountyAtWork, stores: Iterable[Store]) -> None:
    """The county and its clinics have the same journals, each verified, and nothing of it twice.

    The clinics have synced to the end; nobody pushes meanwhile.
    """
    database = county.database()
    try:
        work_off(database)
        for store in stores:
            ours, theirs = held(store), county.journal_of(store)
            assert {run: len(found) for run, found in ours.items()} == {
                run: len(found) for run, found in theirs.items()
            }
            assert ours == theirs, "the same bytes"
            verify(store)
            assert rebuild(store, check=True).different == ()
        require_whole_county(database)
    finally:
        database.close()


def require_whole_county(database: Database) -> None:
    """Chains and signatures hold, nothing waits, nothing is set aside, nothing counts twice, the tables are true."""
    with database.reading() as connection:
        verify_county(connection)
        state = state_of(connection)
        reasons = connection.execute(sa.select(held_entry.c.reason, held_entry.c.detail)).all()
        assert (state.inbox, state.lag, state.quarantined) == (0, 0, 0), reasons
        found = [arrived.entry for arrived in entries.all_entries(connection)]
        before = digests(connection)
    doubled = [entry_id for entry_id, count in Counter(entry.id for entry in found).items() if count > 1]
    assert doubled == []
    made = [entry.id for entry in found if entry.type == SettlementMade.type]
    judged = Counter(settlement_of(entry.body) for entry in found if entry.type == SettlementAdjudicated.type)
    assert judged == Counter(made), "every settlement is judged, once"
    rebuild_county(database)
    with database.reading() as connection:
        after = digests(connection)
    assert [name for name in before if before[name] != after[name]] == []


def settlement_of(body: bytes | None) -> UUID:
    fact = SettlementAdjudicated.parse(body or b"")
    assert isinstance(fact, SettlementAdjudicated)
    return fact.settlement_id


def digests(connection: sa.Connection) -> dict[str, bytes]:
    """A fingerprint of each projection's rows, in the order of their keys."""
    found: dict[str, bytes] = {}
    for table in projections.sorted_tables:
        rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
        found[table.name] = sha256(repr([tuple(row) for row in rows]).encode()).digest()
    return found


def require_kept(database: Database, notes: Iterable[dict[str, Any]]) -> int:
    """Whatever a clinic was told to be safe had come before it was told, and is still that segment; answers how many.

    A segment that was lost and brought again would have a later receipt.
    """
    told: dict[tuple[str, int], int] = {}
    for note in notes:
        for run, seq in note.get("safe", {}).items():
            told.setdefault((run, seq), note["at"])
    with database.reading() as connection:
        for (run, seq), at in told.items():
            received = journals.receipt_of(connection, UUID(hex=run), seq)
            assert received <= at, f"entry {seq} was confirmed at {at} and came (again) at {received}"
    return len(told)


def require_same_entries(stores: Iterable[Store]) -> None:
    """PCs of one clinic hold the same entries."""
    found = [ids(store) for store in stores]
    assert all(one == found[0] for one in found)
