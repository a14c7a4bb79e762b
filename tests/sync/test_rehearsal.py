"""演练 on the PC's side: what is shown to the county, and what is believed of its answer."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from clinic_app.journal.segment import read_segment
from clinic_app.store.journal import Store
from clinic_app.sync.county import Rehearsed
from clinic_app.sync.errors import BadAnswer
from clinic_app.sync.rehearsal import MOST_ENTRIES, Waiting, rehearse, waiting
from tests.sync.doings import registered, synced
from tests.sync.fake_county import FakeCounty

Pcs = Callable[..., Store]


@dataclass
class Says:
    """A county with one answer."""

    answer: Rehearsed

    def rehearse(self, segments: bytes) -> Rehearsed:
        return self.answer


def fine(shown: Waiting, **changes: object) -> Rehearsed:
    count = shown.upto - shown.run.safe_seq
    told = {"incarnation": shown.run.incarnation, "held": 0, "entries": count, "accepted": count}
    return Rehearsed(**(told | changes))  # type: ignore[arg-type]


def test_only_what_the_county_does_not_hold_is_shown(new_pc: Pcs, county: FakeCounty) -> None:
    pc = new_pc()
    registered(pc, count=5)
    synced(pc, county)
    assert waiting(pc) is None
    written = registered(pc, count=3)
    shown = waiting(pc)
    assert shown is not None
    entries = [entry.id for one in shown.segments for entry in read_segment(one, pc.public_key).entries]
    assert entries == [one.id for one in written]
    assert (shown.upto, shown.left) == (written[-1].seq, 0)


def test_a_week_s_backlog_is_shown_in_part_and_the_rest_is_counted(new_pc: Pcs) -> None:
    pc = new_pc()
    for _ in range(9):
        registered(pc, count=500)
    shown = waiting(pc)
    assert shown is not None
    sent = sum(len(read_segment(one, pc.public_key).entries) for one in shown.segments)
    assert sent == shown.upto - shown.run.safe_seq == MOST_ENTRIES
    assert shown.left == shown.run.head_seq - shown.upto == 500


@pytest.mark.parametrize(
    "changes",
    [
        {"set_aside": ((9, "journal.bad_fact"),)},
        {"adjusted": ((0, -100, "PERSON"),)},
        {"entries": 2},
        {"held": 1},
        {"incarnation": None},
    ],
)
def test_an_answer_about_something_else_is_not_believed(new_pc: Pcs, changes: dict[str, object]) -> None:
    pc = new_pc()
    registered(pc, count=3)
    shown = waiting(pc)
    assert shown is not None
    assert rehearse(shown, Says(fine(shown))).accepted == 3
    if "incarnation" in changes:
        changes = {"incarnation": pc.device}
    with pytest.raises(BadAnswer):
        rehearse(shown, Says(fine(shown, **changes)))
