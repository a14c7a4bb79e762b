"""What happens at a clinic, and what must hold afterwards."""

from hashlib import sha256

from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.residents import Change, ResidentAmended, ResidentRegistered
from clinic_app.store.exchange import unsent
from clinic_app.store.journal import MACHINE, SELF, Store
from clinic_app.store.rebuild import rebuild
from clinic_app.store.rows import entry_of, own_runs, run_rows
from clinic_app.store.verify import verify
from clinic_app.sync.engine import Round, sync_once
from clinic_app.sync.errors import NoLine
from tests.sync.fake_county import FakeCounty, FakePeer


def registered(store: Store, name: str = "张三", count: int = 1) -> list[Entry]:
    """`count` people registered."""
    with store.writing(MACHINE) as work:
        return [
            work.append(
                ResidentRegistered(name=f"{name}{number}", sex="1", salt="salt", source="typed"), SELF
            )
            for number in range(count)
        ]


def renamed(store: Store, person: Entry, name: str) -> Entry:
    with store.writing(MACHINE) as work:
        change = {"name": Change(value=name, replaces=person.id)}
        return work.append(ResidentAmended(changes=change, salt="salt"), person.id)


def synced(store: Store, county: FakeCounty) -> Round:
    return sync_once(store, FakePeer(county, store))


def synced_in_the_end(store: Store, county: FakeCounty, **faults: frozenset[int]) -> int:
    """Rounds until one is not cut; how many calls the first one made before it was."""
    peer = FakePeer(county, store, **faults)  # type: ignore[arg-type]
    try:
        sync_once(store, peer)
    except NoLine:
        synced(store, county)
    return peer.calls


def held(store: Store) -> dict[str, list[bytes]]:
    """Our own journal, run by run: headers and bodies."""
    with store.reading() as connection:
        return {
            str(run.incarnation): [
                entry_of(row).header() + (row.body or b"") for row in run_rows(connection, run, 0, 10**9)
            ]
            for run in own_runs(connection)
            if run.head_seq
        }


def at_county(store: Store, county: FakeCounty) -> dict[str, list[bytes]]:
    return {
        str(run.incarnation): [entry.header() + (entry.body or b"") for entry in run.entries]
        for run in county.runs.values()
        if run.device == store.device
    }


def agree(store: Store, county: FakeCounty) -> None:
    """Both journals are equal byte for byte, every chain and page holds, and the tables are what they say."""
    assert held(store) == at_county(store, county)
    with store.reading() as connection:
        assert unsent(connection).count == 0
    verify(store)
    assert rebuild(store, check=True).different == ()
    numbered = [entry.id for _, _, entry in county.log]
    assert len(numbered) == len(set(numbered)), "an entry was taken twice"


def fingerprint(data: bytes) -> str:
    return sha256(data).hexdigest()[:12]
