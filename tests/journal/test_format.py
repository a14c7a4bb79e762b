"""What travels comes back exactly, and nothing hostile gets further than one of our own errors."""

import contextlib
import json
import time
import tracemalloc
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.columns import BadColumns, Source, read_entries, write_entries
from clinic_app.journal.entry import Entry, first_link, new_id
from clinic_app.journal.feed import Item, Page, read_page, write_page
from clinic_app.journal.packing import MAX_UNPACKED, BadPacking, TooLarge, pack, unpack
from clinic_app.journal.segment import links, read_segment, write_segment
from clinic_app.journal.signing import private_key, public_bytes

KEY = private_key(bytes(range(32)))
PUBLIC = public_bytes(KEY)
DEVICE, RUN = UUID(int=7), UUID(int=8)

ids = st.one_of(st.integers(1, 30).map(lambda n: UUID(int=(1 << 100) + n)), st.uuids())
names = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=20)
values = st.one_of(names, st.integers(), st.booleans(), st.none(), ids.map(str), st.floats(allow_nan=False))
json_bodies = st.dictionaries(
    st.sampled_from(["visit_id", "name", "lines", "salt", "amounts"]),
    st.one_of(values, st.lists(st.dictionaries(st.sampled_from(["code", "name"]), values), max_size=3)),
).map(lambda body: json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())
fragments = st.lists(
    st.sampled_from(
        [b'"', b"\\", b'":', b"{", b"}", b"[", b",", b"\0", b"-1", b"12", b"true", b"\n", b"\xff", b" "]
    ),
    max_size=12,
).map(b"".join)
bodies = st.one_of(json_bodies, fragments, st.binary(max_size=40), st.none())


@st.composite
def entries(draw: st.DrawFn, least: int = 1) -> list[Entry]:
    found = []
    for seq in range(1, draw(st.integers(least, 8)) + 1):
        body, own = draw(bodies), draw(ids)
        found.append(
            Entry(
                id=own,
                device=DEVICE,
                incarnation=RUN,
                seq=seq,
                time=draw(st.integers(0, (1 << 62) - 1)),
                author=draw(names.filter(lambda name: len(name.encode()) <= 60)),
                type=draw(st.sampled_from(["visit.called", "x", "encounter.signed"])),
                subject=draw(st.one_of(st.none(), ids, st.just(own))),
                body=body,
                body_hash=sha256(b"sealed" if body is None else body).digest(),
                signature=draw(st.sampled_from([b"", b"s" * 64])),
            )
        )
    return found


def segment_of(run: list[Entry]) -> bytes:
    start = first_link(PUBLIC, RUN, None)
    return write_segment(run, start, links(start, run)[-1], KEY.sign)


def page_of(run: list[Entry]) -> bytes:
    items = tuple(
        Item(10 + 2 * place, 1_790_000_000_000 + place, "" if place % 2 else "350881001", entry)
        for place, entry in enumerate(run)
    )
    return write_page(Page(epoch=RUN, after=9, upto=99, more=True, items=items), KEY.sign)


@given(entries())
def test_a_segment_comes_back_as_it_was(run):
    assert list(read_segment(segment_of(run), PUBLIC).entries) == run


@given(st.one_of(entries(), st.just([])))
def test_a_page_comes_back_as_it_was(run):
    page = read_page(page_of(run), PUBLIC)
    assert [item.entry for item in page.items] == run
    assert (page.after, page.upto, page.more) == (9, 99, True)


def test_ids_of_one_process_follow_one_another_and_cost_almost_nothing():
    own = [new_id() for _ in range(1000)]
    assert [one.int - own[0].int for one in own] == list(range(1000))
    assert {one.version for one in own} == {4}
    found = [replace(a_day()[0], id=one, seq=seq) for seq, one in enumerate(own, start=1)]
    others = [replace(a_day()[0], seq=seq) for seq in range(1, 1001)]
    assert len(segment_of(found)) < len(segment_of(others)) + 60


def test_another_process_draws_other_ids():
    import subprocess
    import sys

    ask = "from clinic_app.journal.entry import new_id; print(new_id())"
    others = {
        subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout[:26]
        for _ in range(2)
    }
    assert len(others | {str(new_id())[:26]}) == 3


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork here")
def test_a_forked_process_draws_other_ids():
    import os

    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, new_id().bytes)
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 16)[:12] != new_id().bytes[:12]


def a_day() -> list[Entry]:
    """Forty entries of the kinds that a clinic writes, about five residents."""
    found = []
    for seq in range(1, 41):
        own, subject = UUID(int=(9 << 64) + seq), UUID(int=(9 << 64) + seq % 5)
        body = json.dumps(
            {
                "visit_id": str(subject),
                "lines": [{"code": f"YP{seq % 7}", "name": "阿莫西林", "pric_e6": 10**6 * seq}],
            },
            separators=(",", ":"),
        ).encode()
        found.append(
            Entry(
                id=own,
                device=DEVICE,
                incarnation=RUN,
                seq=seq,
                time=(1_790_000_000_000 + seq) << 16,
                author="P001",
                type="prescription.issued",
                subject=subject,
                body=None if seq == 13 else body,
                body_hash=sha256(body).digest(),
                signature=b"s" * 64 if seq % 2 else b"",
            )
        )
    return found


mutations = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, 10**6), st.integers(0, 255)),
        st.tuples(st.just("cut"), st.integers(0, 10**6), st.integers(0, 40)),
        st.tuples(st.just("put"), st.integers(0, 10**6), st.binary(max_size=8)),
    ),
    min_size=1,
    max_size=6,
)


def mutated(data: bytes, changes: list[tuple[str, int, int | bytes]]) -> bytes:
    out = bytearray(data)
    for what, where, how in changes:
        at = where % (len(out) + 1)
        if what == "set" and at < len(out):
            out[at] = how
        elif what == "cut":
            del out[at : at + how]
        elif what == "put":
            out[at:at] = how
    return bytes(out)


def columns_of(data: bytes, body_at: int) -> tuple[bytes, bytes]:
    """The compressed columns unpacked, and what cannot be compressed."""
    return unpack(data[body_at:])


def read_columns(columns: bytes, apart: bytes, count: int) -> None:
    source, rest = Source(columns), Source(apart)
    read_entries(source, rest, count)
    source.finish()
    rest.finish()


HEAD = 115 + 64  # of a segment without origin


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutations)
def test_a_changed_segment_is_refused_in_our_own_words(changes):
    good = segment_of(a_day())
    bad = mutated(good, changes)
    if bad != good:
        with pytest.raises(ClinicError):
            read_segment(bad, PUBLIC)


@settings(max_examples=300, deadline=None)
@given(mutations)
def test_a_changed_page_is_refused_in_our_own_words(changes):
    good = page_of(a_day())
    bad = mutated(good, changes)
    if bad != good:
        with pytest.raises(ClinicError):
            read_page(bad, PUBLIC)


@settings(max_examples=600, deadline=None)
@given(mutations, st.booleans())
def test_columns_that_an_enrolled_device_made_up_are_read_or_refused(changes, in_raw):
    """Behind a good signature anything may stand: it is entries, or one of our own errors, and never a hang."""
    columns, raw = columns_of(segment_of(a_day()), HEAD)
    columns, raw = (columns, mutated(raw, changes)) if in_raw else (mutated(columns, changes), raw)
    started = time.perf_counter()
    with contextlib.suppress(ClinicError):
        read_columns(columns, raw, 40)
    assert time.perf_counter() - started < 2


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=64), st.integers(1, 20_000))
def test_random_columns_are_refused_in_our_own_words(columns, raw, count):
    with contextlib.suppress(ClinicError):
        read_columns(columns, raw, count)


def test_a_bomb_is_refused_before_it_unfolds():
    import zstandard

    bomb = bytes((0, 0, 0, 0, 2)) + zstandard.compress(bytes(300 << 20))
    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpack(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * MAX_UNPACKED


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0\0",
        b"\0\0\0\x09x",
        b"\0\0\0\0\x03" + pack(b"x")[5:],
        b"\0\0\0\0\x02\x28\xb5\x2f\xfdnonsense",
    ],
)
def test_what_is_not_packed_is_refused(data):
    with pytest.raises(BadPacking):
        unpack(data)


def test_a_sealed_body_travels_as_its_hash_and_the_chain_holds():
    run = a_day()
    sealed = [replace(entry, body=None) for entry in run]
    data = segment_of(run)
    start = first_link(PUBLIC, RUN, None)
    assert links(start, sealed) == links(start, run)
    assert read_segment(data, PUBLIC).entries[12].body is None


def test_what_does_not_end_where_it_should_is_refused():
    columns, apart = write_entries(a_day())
    for bad in (columns[:-1], columns + b"x"):
        with pytest.raises(BadColumns):
            read_columns(bad, apart, 40)
    with pytest.raises(BadColumns):
        read_columns(columns, apart + b"x", 40)
