"""What travels comes back exactly, and nothing hostile gets further than one of our own errors."""

import contextlib
import json
import time
import tracemalloc
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.binary import BadColumns, In, Out
from clinic_app.journal.bodies import read_bodies, split, write_bodies
from clinic_app.journal.entry import Entry, first_link, new_id
from clinic_app.journal.feed import Item, Page, read_page, write_page
from clinic_app.journal.ids import read_ids, write_ids
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


@given(st.lists(bodies, max_size=10))
@example([b'{"a":"\\""}', b'{"a":1}{', b'"unclosed', b'{"a":"x","b":"x"}'])
@example([b"\0", b"\0", None, b""])
def test_bodies_come_back_byte_by_byte(found):
    own = [UUID(int=number + 1) for number in range(len(found))]
    out = Out()
    write_bodies(out, found, write_ids(out, own, [None] * len(own)))
    source = In.of(out.packed())
    assert read_bodies(source, len(found), read_ids(source, len(found)), MAX_UNPACKED) == found
    source.finish()


@given(st.one_of(json_bodies, fragments.filter(lambda body: b"\0" not in body)))
def test_a_frame_and_its_values_are_the_body(body):
    frame, found = split(body)
    parts = frame.split(b"\0")
    assert parts[0] + b"".join(value + part for value, part in zip(found, parts[1:], strict=True)) == body


def test_ids_of_one_process_follow_one_another_and_cost_almost_nothing():
    own = [new_id() for _ in range(1000)]
    assert [one.int - own[0].int for one in own] == list(range(1000))
    assert {one.version for one in own} == {4}
    out = Out()
    write_ids(out, own, [None] * 1000)
    assert len(out.packed()) < 60


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
    source = In.of(data[body_at:])
    return bytes(source._data), bytes(source._raw)


def read_columns(columns: bytes, raw: bytes, count: int) -> None:
    from clinic_app.journal.columns import read_entries

    source = In(columns, raw)
    read_entries(source, [(DEVICE, RUN, seq) for seq in range(1, count + 1)])
    source.finish()


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


def test_a_word_that_is_used_too_often_is_too_large():
    """A small segment must not become gigabytes: a long word, and thousands of bodies that name it."""
    word = b'"' + b"x" * 1_000_000 + b'"'
    found = [b'{"a":' + word + b',"b":%d}' % number for number in range(40)]
    own = [UUID(int=number + 1) for number in range(len(found))]
    out = Out()
    write_bodies(out, found, write_ids(out, own, [None] * len(own)))
    packed = out.packed()
    assert len(packed) < 3_000
    tracemalloc.start()
    source = In.of(packed)
    with pytest.raises(TooLarge):
        read_bodies(source, len(found), read_ids(source, len(found)), MAX_UNPACKED)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * MAX_UNPACKED


def test_one_body_of_many_gaps_is_too_large_before_it_is_joined():
    frame = b"[" + b",".join([b"\0"] * 1000) + b"]"
    out = Out()
    own = [UUID(int=1)]
    write_ids(out, own, [None])
    out.number(1)
    out.sized(frame)
    out.number(2)  # this frame
    for code in [1] + [0] * 999:
        out.number(code)
    out.number(100_000)
    out.data += b"y" * 100_000
    source = In(bytes(out.data), bytes(out.raw))
    with pytest.raises(TooLarge):
        read_bodies(source, 1, read_ids(source, 1), MAX_UNPACKED)


def test_a_bomb_is_refused_before_it_unfolds():
    import zstandard

    bomb = bytes((1,)) + zstandard.compress(bytes(300 << 20))
    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpack(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * MAX_UNPACKED


@pytest.mark.parametrize("data", [b"", b"\x02" + pack(b"x")[1:], b"\x01\x28\xb5\x2f\xfdnonsense"])
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


def test_numbers_without_end_are_refused():
    with pytest.raises(BadColumns):
        In(b"\xff" * 20).number()
