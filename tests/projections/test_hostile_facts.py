"""What a changed program could push: the tables take it or leave it, alike in every order."""

import random
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.health_records import ResidentMerged
from clinic_app.projections.apply import apply_entry
from clinic_app.projections.upsert import Placed, Rows
from tests.hostile import KINDS, Hostile
from tests.projections.test_commutes import ENGINE, tables_after

_BEGAN = 1_795_000_000_000 << 16


def hostile_entries(seed: int, kinds: list[str]) -> list[Placed]:
    """Of one device, about few people and what it wrote."""
    dice = random.Random(seed)
    ids = [UUID(int=number) for number in range(1, 9)]
    hostile, made = Hostile(dice, ids), list[Placed]()
    for seq, kind in enumerate(kinds, start=1):
        own = UUID(
            int=seq if seq <= len(ids) and dice.random() < 0.5 else 1000 + seq
        )  # what others name, or not
        body = hostile.body(kind)
        entry = Entry(
            id=own,
            device=UUID(int=1),
            incarnation=UUID(int=1),
            seq=seq,
            time=_BEGAN + seq,
            author="P001",
            type=kind,
            subject=own
            if kind == "resident.registered"
            else dice.choice([None, own, UUID(int=1), UUID(int=2)]),
            body=body,
            body_hash=sha256(body).digest(),
        )
        made.append(Placed(entry, entry.time, "350881001"))
    return made


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), kinds=st.lists(st.sampled_from(KINDS), min_size=5, max_size=25))
def test_whatever_shape_lets_through_the_tables_take_in_any_order(seed: int, kinds: list[str]) -> None:
    entries = hostile_entries(seed, kinds)
    straight = tables_after(entries, gathered=7)
    assert tables_after(entries) == straight
    assert tables_after(random.Random(seed).sample(entries, len(entries)), gathered=100) == straight


def test_a_chain_of_hundreds_of_merges_is_not_walked_link_by_link() -> None:
    links = 400

    def merge(number: int) -> Placed:
        body = ResidentMerged(other=UUID(int=number), salt="s").write()
        entry = Entry(
            id=UUID(int=1000 + number),
            device=UUID(int=1),
            incarnation=UUID(int=1),
            seq=number,
            time=_BEGAN + number,
            author="P001",
            type=ResidentMerged.type,
            subject=UUID(int=number + 1),
            body=body,
            body_hash=sha256(body).digest(),
        )
        return Placed(entry, entry.time, "350881001")

    asked: list[str] = []
    with ENGINE.connect() as connection, connection.begin() as transaction:
        rows = Rows(connection)
        for number in range(1, links):
            apply_entry(rows, merge(number))
        rows.flush()
        sa.event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        apply_entry(rows, merge(links))
        rows.flush()
        transaction.rollback()
    assert 0 < len(asked) < 60
