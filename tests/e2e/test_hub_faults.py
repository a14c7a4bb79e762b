"""What a clinic's hub meets: two of them by mistake, disks put back, a revoked PC, a county put back, a hub that lies."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from clinic_app.journal.entry import first_link
from clinic_app.journal.facts.residents import ChartViewed
from clinic_app.journal.hub import BadNews, Carried, CountyReceipt, Mark, Sighting
from clinic_app.journal.refusal import Revoked, TwoBranches
from clinic_app.journal.segment import write_segment
from clinic_app.journal.signing import BadSignature, private_key
from clinic_app.store import exchange, hub, siblings
from clinic_app.store.journal import Author, Store
from clinic_app.store.keys import KeyHolder
from clinic_app.store.rows import current_run, entry_of, held_by_county, own_runs, run_rows
from clinic_app.sync.engine import reorder
from clinic_app.sync.errors import Untrusted
from clinic_app.sync.hub import hear, hub_at
from clinic_app.sync.nearby import Nearby
from sync_server.hub.relay import offer_again
from sync_server.hub.tables import relayed
from sync_server.publish.facilities import revoke_device
from sync_server.publish.founding import mark_restored
from sync_server.store.county import county_of
from sync_server.store.engine import Database
from sync_server.store.queries import journals
from sync_server.store.tables import journal_entry, journal_head, kept_segment
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.hub_at_work import HubAtWork, hub_at_work, made_hub
from tests.e2e.test_hub import eventually, heard, is_safe, point_to, provisional_left, pushed, two_pcs
from tests.e2e.test_sync_county import equal, registered, synced
from tests.sync.fake_county import disk_copy, ids

NOWHERE = "http://127.0.0.1:1"


@dataclass
class Clinic:
    county: CountyAtWork
    a: Store
    b: Store
    holder: KeyHolder
    folder: Path
    hub_url: str

    def cut(self, name: str = "hub", url: str = ""):
        """The hub, whose line to the county is cut."""
        return hub_at_work(
            self.folder / name, self.county, database_url=url or self.hub_url, upstream=NOWHERE
        )

    def back(self, name: str = "hub", url: str = ""):
        """The hub, with its line."""
        return hub_at_work(self.folder / name, self.county, database_url=url or self.hub_url)

    def agree(self) -> None:
        """Everything is at the county, once, and the same everywhere."""
        for _ in range(20):
            assert synced(self.a).safe and synced(self.b).safe
            if ids(self.a) == ids(self.b):
                break
        assert ids(self.a) == ids(self.b)
        for store in (self.a, self.b):
            reorder(store)
            equal(store, self.county)
            assert provisional_left(store) == 0
        with self.county.database().reading() as connection:
            assert count_twice(connection) == 0


def count_twice(connection) -> int:
    every = connection.scalar(sa.select(sa.func.count(journal_entry.c.id)))
    once = connection.scalar(sa.select(sa.func.count(sa.distinct(journal_entry.c.id))))
    return int(every - once)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with at_work(tmp_path) as county:
        a, b, holder = two_pcs(tmp_path, county)
        url = made_hub(tmp_path / "hub", county)
        synced(a), synced(b)
        yield Clinic(county, a, b, holder, tmp_path, url)


def segment_of(store: Store) -> bytes:
    """The whole journal of a PC in one segment."""
    with store.reading() as connection:
        run = current_run(connection)
    cut = exchange.segment_after(store, run, 0, 1 << 20)
    assert cut is not None
    return cut[0]


def test_two_hubs_by_mistake_do_no_harm(clinic) -> None:
    other_url = made_hub(clinic.folder / "other", clinic.county)
    synced(clinic.a), synced(clinic.b)
    with clinic.cut() as one, clinic.cut("other", other_url) as other:
        registered(clinic.a, clinic.holder, 5)
        pushed(clinic.a, one)
        pushed(clinic.a, other)
        registered(clinic.b, clinic.holder, 2)
        pushed(clinic.b, other)
        for at in (one, other):
            heard(clinic.a, at), heard(clinic.b, at)
        assert ids(clinic.a) == ids(clinic.b)
    with clinic.back() as one, clinic.back("other", other_url) as other:
        assert eventually(lambda: bool(heard(clinic.a, one)) and is_safe(clinic.a))
        assert eventually(lambda: bool(heard(clinic.b, other)) and is_safe(clinic.b))
        clinic.agree()


def test_a_hub_whose_disk_was_put_back_gets_again_what_it_lost(clinic) -> None:
    with clinic.cut() as at:
        registered(clinic.a, clinic.holder, 3)
        pushed(clinic.a, at)
    assert not (clinic.folder / "hub" / "hub.db-wal").exists(), "closed, and whole in its file"
    shutil.copy(clinic.folder / "hub" / "hub.db", clinic.folder / "saved.db")
    with clinic.cut() as at:
        registered(clinic.a, clinic.holder, 4)
        assert pushed(clinic.a, at) == 4
    for leftover in (clinic.folder / "hub").glob("hub.db*"):
        leftover.unlink()
    shutil.copy(clinic.folder / "saved.db", clinic.folder / "hub" / "hub.db")
    with clinic.cut() as at:
        registered(clinic.a, clinic.holder, 1)
        assert pushed(clinic.a, at) == 5, "the gap names what is missing"
        heard(clinic.b, at)
        assert set(ids(clinic.a)) <= set(ids(clinic.b))
    with clinic.back() as at:
        assert eventually(lambda: bool(heard(clinic.a, at)) and is_safe(clinic.a))
        clinic.agree()


def saved(path: Path, to: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def test_a_pc_whose_disk_was_put_back_gets_its_tail_from_the_hub(clinic) -> None:
    with clinic.cut() as at:
        registered(clinic.a, clinic.holder, 2)
        pushed(clinic.a, at)
        old = disk_copy(clinic.a, clinic.folder / "old")
        registered(clinic.a, clinic.holder, 3)
        pushed(clinic.a, at)
        heard(clinic.b, at)
        lost = set(ids(clinic.a))
        registered(old, clinic.holder, 4)
        clinic.a = old
        heard(old, at)
        assert lost <= set(ids(old)), "without the county"
        assert not is_safe(old)
        assert pushed(old, at) == 4, "in a new run, under the same ids"
        heard(clinic.b, at)
        assert set(ids(old)) <= set(ids(clinic.b))
    with clinic.back() as at:
        assert eventually(lambda: bool(heard(old, at)) and is_safe(old))
        clinic.agree()


def test_what_a_hub_holds_of_a_branch_that_the_county_does_not_follow_is_appended_to_the_other(
    clinic,
) -> None:
    with clinic.cut() as at:
        pushed(clinic.a, at)
        old = disk_copy(clinic.a, clinic.folder / "old")
        registered(clinic.a, clinic.holder, 3)
        pushed(clinic.a, at)
        heard(clinic.b, at)
        lost = set(ids(clinic.a))
        registered(old, clinic.holder, 2)
        assert synced(old).safe, "the county has never heard of the hub's branch"
        clinic.a = old
        heard(old, at)
        assert lost <= set(ids(old))
        pushed(old, at)
        with at.database().reading() as connection:
            heads = journals.heads_of(connection, old.device)
            kept = connection.execute(kept_segment.select()).all()
        with old.reading() as connection:
            assert {run.incarnation: run.head_seq for run in own_runs(connection)} == {
                head.incarnation: head.seq for head in heads.values()
            }
        assert [row.reason for row in kept] == ["journal.fork"], "the hub let go of it, and can show it"
        clinic.agree()
        assert lost <= set(ids(clinic.b))


def test_a_revoked_pc_is_refused_by_the_hub_and_its_colleagues_take_nothing_more_of_it(clinic) -> None:
    registered(clinic.b, clinic.holder, 1)
    with clinic.cut() as at:
        pushed(clinic.b, at)
    revoke_device(clinic.county.database(), clinic.b.device, "stolen")
    with clinic.back() as at:
        assert eventually(lambda: is_refused(clinic.b, at)), "once the hub has heard"
        synced(clinic.a)
        assert clinic.b.device not in hub.question(clinic.a, at.id, 0).has


def is_refused(store: Store, at: HubAtWork) -> bool:
    try:
        heard(store, at)
    except Revoked:
        return True
    return False


def test_a_county_put_back_is_offered_by_the_hub_what_it_had_confirmed(clinic) -> None:
    saved(clinic.folder / "county.db", clinic.folder / "night.db")
    registered(clinic.a, clinic.holder, 6)
    with clinic.back() as at:
        pushed(clinic.a, at)
        assert eventually(lambda: bool(heard(clinic.a, at)) and is_safe(clinic.a))
        everything = set(ids(clinic.a))
    put_back(clinic)
    with at_work(clinic.folder, database_url=clinic.county.database_url) as after:
        clinic.county = after
        point_to(clinic.a, after.url), point_to(clinic.b, after.url)
        with clinic.back():
            assert eventually(lambda: len(clinic.county.journal_of(clinic.a)) > 0 and held(clinic) >= 6, 20)
        clinic.agree()
        assert everything <= set(ids(clinic.b))


def held(clinic: Clinic) -> int:
    return sum(len(run) for run in clinic.county.journal_of(clinic.a).values())


def put_back(clinic: Clinic) -> None:
    """Last night's database in the place of today's; the server of today is left to itself."""
    night = f"sqlite:///{clinic.folder / 'night.db'}"
    mark_restored(Database(night))
    clinic.county.database_url = night


def test_a_look_at_a_chart_stays_with_the_county(clinic) -> None:
    with clinic.a.writing(Author.of(clinic.holder)) as work:
        looked = work.append(ChartViewed(purpose="encounter"), uuid4())
    registered(clinic.a, clinic.holder, 1)
    with clinic.cut() as at:
        pushed(clinic.a, at)
        heard(clinic.b, at)
        assert set(ids(clinic.a)) - set(ids(clinic.b)) == {looked.id}
        assert heard(clinic.b, at).segments == (), "it is not asked for again"


def test_a_colleagues_settlement_that_only_a_hub_vouches_for_is_not_safe_at_the_county(clinic) -> None:
    registered(clinic.a, clinic.holder, 1)
    mine = ids(clinic.a)[-1]
    with clinic.cut() as at:
        pushed(clinic.a, at)
        heard(clinic.b, at)
    with clinic.b.reading() as connection:
        assert held_by_county(connection, [mine]) == frozenset()
    synced(clinic.a)
    assert eventually(lambda: synced(clinic.b).pulled == 0)
    with clinic.b.reading() as connection:
        assert held_by_county(connection, [mine]) == {mine}


# ---- a hub that lies


def test_a_hub_cannot_forge_a_colleagues_entry(clinic) -> None:
    registered(clinic.a, clinic.holder, 1)
    with clinic.a.reading() as connection:
        run = current_run(connection)
        rows = run_rows(connection, run, 0, 100)
    previous = first_link(clinic.a.public_key, run.incarnation, None)
    forged = write_segment(
        [entry_of(row) for row in rows], previous, rows[-1].hash, private_key(bytes(32)).sign
    )
    before = ids(clinic.b)
    with pytest.raises(BadSignature):
        siblings.take(clinic.b, [Carried(1, forged)])
    assert ids(clinic.b) == before


def test_a_hub_cannot_pass_on_a_stranger(clinic) -> None:
    registered(clinic.b, clinic.holder, 1)
    with pytest.raises(BadNews):
        siblings.take(clinic.b, [Carried(1, segment_of(clinic.b))])


def test_a_hub_that_leaves_something_out_is_not_listened_to(clinic) -> None:
    registered(clinic.a, clinic.holder, 4)
    with clinic.a.reading() as connection:
        run = current_run(connection)
    synced_to = run.head_seq
    cut = exchange.segment_after(clinic.a, run, synced_to - 1, 1 << 20)
    assert cut is not None
    before = ids(clinic.b)
    with pytest.raises(BadNews):
        siblings.take(clinic.b, [Carried(1, cut[0])])
    assert ids(clinic.b) == before


def test_only_the_countys_own_receipt_makes_anything_safe(clinic) -> None:
    registered(clinic.a, clinic.holder, 3)
    with clinic.a.reading() as connection:
        run = current_run(connection)
        at = exchange.position(connection)
        link = exchange.link_before(connection, clinic.a, run, run.head_seq + 1)
    assert at is not None
    with clinic.county.database().reading() as connection:
        key = county_of(connection)
    true = CountyReceipt(
        epoch=at[0],
        device=clinic.a.device,
        incarnation=run.incarnation,
        first=run.safe_seq + 1,
        marks=(Mark(run.head_seq, 1_790_000_000_000),),
        hash=link,
    )
    wrong = [
        true.signed(private_key(bytes(32)).sign),
        msgspec.structs.replace(true, epoch=uuid4()).signed(key.sign),
        msgspec.structs.replace(true, device=clinic.b.device).signed(key.sign),
        msgspec.structs.replace(true, first=run.safe_seq + 2).signed(key.sign),
        msgspec.structs.replace(true, hash=bytes(32)).signed(key.sign),
        msgspec.structs.replace(true, marks=()).signed(key.sign),
        msgspec.structs.replace(true.signed(key.sign), marks=(Mark(run.head_seq, 5),)),
    ]
    assert hub.accept(clinic.a, wrong) == 0
    assert not is_safe(clinic.a)
    assert hub.accept(clinic.a, [true.signed(key.sign)]) == 3
    assert is_safe(clinic.a)


def test_a_hub_is_trusted_by_the_name_in_its_certificate_alone(clinic) -> None:
    with hub_at_work(
        clinic.folder / "hub", clinic.county, database_url=clinic.hub_url, upstream=NOWHERE, tls=True
    ) as at:
        peer = hub_at(clinic.a, at.id, at.url)
        hear(clinic.a, peer, at.id)
        peer.close()
        other = hub_at(clinic.a, uuid4(), at.url)
        with pytest.raises(Untrusted):
            hear(clinic.a, other, at.id)
        other.close()


@dataclass
class Seen:
    """A LAN on which these hubs announce themselves."""

    sightings: tuple[Sighting, ...]

    def begin(self) -> None: ...
    def end(self) -> None: ...
    def seen(self) -> tuple[Sighting, ...]:
        return self.sightings


def test_who_poses_as_the_hub_keeps_nobody_from_the_real_one(clinic) -> None:
    other_url = made_hub(clinic.folder / "other", clinic.county)
    one = hub_at_work(
        clinic.folder / "hub", clinic.county, database_url=clinic.hub_url, upstream=NOWHERE, tls=True
    )
    other = hub_at_work(
        clinic.folder / "other", clinic.county, database_url=other_url, upstream=NOWHERE, tls=True
    )
    with one as real, other as poser:
        lies = (
            Sighting(real.id, poser.url),
            Sighting(real.id, "https://127.0.0.1:1"),
            Sighting(uuid4(), real.url),
        )
        nearby = Nearby(clinic.a, Seen((*lies, real.sighting)), lambda _: None)
        nearby.start()
        try:
            assert eventually(lambda: nearby.met == 1, 30)
            registered(clinic.a, clinic.holder, 1)
            assert eventually(lambda: not hub.lacks(clinic.a, real.id), 20)
        finally:
            nearby.stop()
        with poser.database().reading() as connection:
            assert journals.heads_of(connection, clinic.a.device) == {}


def test_a_clone_in_use_is_told_by_the_county_not_by_the_hub(clinic) -> None:
    with clinic.cut() as at:
        pushed(clinic.a, at)
        clone = disk_copy(clinic.a, clinic.folder / "clone")
        registered(clinic.a, clinic.holder, 1)
        registered(clone, clinic.holder, 1)
        pushed(clinic.a, at)
        heard(clone, at)
        pushed(clone, at)  # goes on in a run of its own
        registered(clinic.a, clinic.holder, 1)
        with pytest.raises(TwoBranches):
            pushed(clinic.a, at)
        heard(clinic.b, at)
        assert set(ids(clone)) <= set(ids(clinic.b))


def test_what_is_offered_again_counts_once(clinic) -> None:
    registered(clinic.a, clinic.holder, 2)
    with clinic.back() as at:
        pushed(clinic.a, at)
        assert eventually(lambda: bool(heard(clinic.a, at)) and is_safe(clinic.a))
        offer_again(at.database())
        assert eventually(lambda: relayed_everything(at))
        clinic.agree()


def relayed_everything(at: HubAtWork) -> bool:
    with at.database().reading() as connection:
        seqs = dict(connection.execute(sa.select(relayed.c.incarnation, relayed.c.seq)).all())
        heads = connection.execute(sa.select(journal_head.c.incarnation, journal_head.c.seq)).all()
    return all(seqs.get(row.incarnation, 0) >= row.seq for row in heads)
