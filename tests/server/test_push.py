"""Push: what the county promises to hold, and what it refuses."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
import zstandard

from clinic_app.journal.segment import read_segment, write_segment
from clinic_app.journal.signing import public_bytes
from sync_server.publish.facilities import revoke_device
from sync_server.store.tables import kept_segment
from tests.server.clinic import FakeClinic
from tests.server.county import TestCounty


def test_a_push_is_held_up_to_its_last_entry(county: TestCounty) -> None:
    clinic = county.clinic()
    answer = clinic.push()
    assert answer.status_code == 200
    told = answer.json()
    assert (told["incarnation"], told["seq"]) == (clinic.incarnation.hex, 2)
    assert told["hash"] == clinic.links[2].hex()
    assert told["received"] > 0


def test_a_device_learns_where_its_journal_stands(county: TestCounty) -> None:
    clinic = county.clinic()
    path = f"/v1/journals/{clinic.device.hex}"
    nothing = county.http.get(path, headers=clinic.bearer).json()
    clinic.push()
    told = county.http.get(path, headers=clinic.bearer).json()
    clinic.chart()
    received = clinic.push().json()["received"]
    more = county.http.get(path, headers=clinic.bearer).json()
    here = {"incarnation": clinic.incarnation.hex, "seq": 2, "hash": clinic.links[2].hex()}
    assert nothing == {"incarnation": None, "seq": 0, "hash": "", "runs": []}
    assert told == {**here, "runs": [{**here, "received": told["runs"][0]["received"]}]}
    assert (more["runs"][0]["seq"], more["runs"][0]["received"]) == (3, received)


def test_the_same_push_again_changes_nothing(county: TestCounty) -> None:
    clinic = county.clinic()
    first, again = clinic.push().json(), clinic.push().json()
    county.work()
    assert again == first, "the receipt is that of the first time: it bounds the entry's clock"
    assert _entries_of(county, clinic) == 2


def test_an_overlap_is_compared_and_skipped(county: TestCounty) -> None:
    clinic = county.clinic()
    for _ in range(4):
        clinic.chart()
    clinic.push(clinic.segment(1, 4))
    answer = clinic.push(clinic.segment(2, 6))
    county.work()
    assert (answer.status_code, answer.json()["seq"]) == (200, 6)
    assert _entries_of(county, clinic) == 6


def test_a_gap_answers_with_the_seq_wanted(county: TestCounty) -> None:
    clinic = county.clinic()
    for _ in range(3):
        clinic.chart()
    clinic.push(clinic.segment(1, 2))
    answer = clinic.push(clinic.segment(4, 5))
    assert answer.status_code == 409
    assert answer.json() == {"error": "journal.gap", "wanted": 3, "incarnation": clinic.incarnation.hex}


def test_a_restored_old_disk_is_a_fork_and_goes_on_in_a_new_incarnation(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.chart()
    clinic.push()
    lost = clinic.entries[2]
    clinic.keep_only(2)
    kept = clinic.chart()
    answer = clinic.push()
    assert answer.status_code == 409
    assert answer.json() == {"error": "journal.fork", "seq": 3, "incarnation": clinic.incarnation.hex}

    tail = county.http.get(
        f"/v1/journals/{clinic.device.hex}/{clinic.incarnation.hex}",
        params={"after": 2},
        headers=clinic.bearer,
    ).content
    pulled_back = read_segment(tail[12:], public_bytes(clinic.key))  # after its receipt and length
    assert lost.id in [entry.id for entry in pulled_back.entries]

    from clinic_app.journal.entry import Origin

    old = Origin(clinic.incarnation, 2, clinic.links[2])
    clinic.begin_incarnation(old)
    clinic.append(replace(kept, incarnation=clinic.incarnation, seq=1))
    answer = clinic.push()
    county.work()
    assert (answer.status_code, answer.json()["seq"]) == (200, 1)
    assert _entries_of(county, clinic) == 4  # the lost one and the one written after it both stand


def test_the_branch_that_was_left_may_not_go_on(county: TestCounty) -> None:
    from clinic_app.journal.entry import Origin

    clinic, clone = county.clinic(), None
    clinic.push()
    clone = FakeClinic(county.http, clinic.facility)
    clone.key, clone.admin, clone.token = clinic.key, clinic.admin, clinic.token
    clone.begin_incarnation(Origin(clinic.incarnation, 2, clinic.links[2]))
    clone.chart()
    assert clone.push().status_code == 200
    clinic.chart()
    answer = clinic.push()
    assert answer.status_code == 409
    assert answer.json()["error"] == "journal.two_branches"


def test_a_second_beginning_of_one_key_is_a_second_branch(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.push()
    clinic.begin_incarnation()
    clinic.chart()
    assert clinic.push().json()["error"] == "journal.two_branches"


def test_a_fork_from_a_point_that_never_was_is_refused(county: TestCounty) -> None:
    from clinic_app.journal.entry import Origin

    clinic = county.clinic()
    clinic.push()
    old = clinic.incarnation
    clinic.begin_incarnation(Origin(old, 1, bytes(32)))
    clinic.chart()
    assert clinic.push().json() == {"error": "journal.fork", "seq": 1, "incarnation": old.hex}
    clinic.begin_incarnation(Origin(old, 9, bytes(32)))
    clinic.chart()
    assert clinic.push().json() == {"error": "journal.gap", "wanted": 3, "incarnation": old.hex}


def test_a_forged_signature_is_refused(county: TestCounty) -> None:
    clinic, thief = county.clinic(), FakeClinic(county.http)
    forged = write_segment(clinic.entries, clinic.links[0], clinic.links[-1], thief.key.sign)
    answer = clinic.push(forged)
    assert (answer.status_code, answer.json()["error"]) == (400, "journal.bad_signature")


def test_an_entry_changed_on_the_way_breaks_the_chain(county: TestCounty) -> None:
    clinic = county.clinic()
    changed = [clinic.entries[0], replace(clinic.entries[1], author="somebody")]
    answer = clinic.push(write_segment(changed, clinic.links[0], clinic.links[-1], clinic.key.sign))
    assert (answer.status_code, answer.json()["error"]) == (400, "journal.broken_chain")


def test_a_journal_is_pushed_under_its_own_name_only(county: TestCounty) -> None:
    clinic, other = county.clinic(), county.clinic("350881002")
    answer = other.push(clinic.segment())
    assert (answer.status_code, answer.json()["error"]) == (403, "journal.other_device")
    answer = county.http.post(
        f"/v1/journals/{clinic.device.hex}", content=clinic.segment(), headers=other.bearer
    )
    assert (answer.status_code, answer.json()["error"]) == (403, "journal.other_device")


def test_what_a_revoked_device_pushes_is_refused_and_kept(county: TestCounty) -> None:
    clinic = county.clinic()
    revoke_device(county.database, clinic.device, "stolen")
    with_token = clinic.push()
    clinic.token = ""
    without = clinic.push()
    assert (with_token.status_code, with_token.json()["error"]) == (403, "server.revoked")
    assert (without.status_code, without.json()["error"]) == (403, "server.revoked")
    assert clinic.get_token().json()["error"] == "server.revoked"
    with county.database.reading() as connection:
        kept = connection.execute(sa.select(kept_segment.c.device, kept_segment.c.data)).all()
    assert [(row.device, bytes(row.data)) for row in kept] == [(clinic.device, clinic.segment())] * 2


def test_a_stranger_cannot_fill_the_shelf_of_a_revoked_device(county: TestCounty) -> None:
    clinic, stranger = county.clinic(), FakeClinic(county.http)
    revoke_device(county.database, clinic.device, "stolen")
    forged = write_segment(clinic.entries, clinic.links[0], clinic.links[-1], stranger.key.sign)
    clinic.token = ""
    assert clinic.push(forged).status_code == 400
    with county.database.reading() as connection:
        assert connection.execute(sa.select(kept_segment.c.no)).all() == []


def test_a_decompression_bomb_is_refused(county: TestCounty) -> None:
    clinic = county.clinic()
    segment = clinic.segment()
    header = segment[: len(segment) - len(_packed(segment))]
    bomb = header + zstandard.compress(bytes(200 << 20))
    assert len(bomb) < 100_000
    answer = clinic.push(bomb)
    assert (answer.status_code, answer.json()["error"]) == (413, "journal.too_large")


def test_a_body_without_end_is_cut_off(county: TestCounty) -> None:
    clinic = county.clinic()
    sent = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal sent
        while sent < 1 << 30:
            sent += 1 << 20
            yield bytes(1 << 20)

    answer = county.http.post(f"/v1/journals/{clinic.device.hex}", content=endless(), headers=clinic.bearer)
    assert (answer.status_code, answer.json()["error"]) == (413, "journal.too_large")


def test_an_announced_size_is_believed_and_refused(county: TestCounty) -> None:
    clinic = county.clinic()
    answer = county.http.post(
        f"/v1/journals/{clinic.device.hex}",
        content=b"x",
        headers={**clinic.bearer, "Content-Length": str(1 << 40)},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"XYS2", id="a beginning"),
        pytest.param(b"{}" * 300, id="another kind"),
        pytest.param(b"XYS2" + bytes(300), id="zeros"),
        pytest.param(b"XYS2" + b"\xff" * 300, id="ones"),
    ],
)
def test_garbage_is_the_senders_fault(county: TestCounty, garbage: bytes) -> None:
    answer = county.clinic().push(garbage)
    assert (answer.status_code, answer.json()["error"]) == (400, "journal.bad_segment")


def test_no_changed_byte_gets_past(county: TestCounty) -> None:
    """Each byte of a segment changed once: always refused by a rule, never a failure of the server."""
    clinic = county.clinic()
    good = clinic.segment()
    for at in range(0, len(good), 7):
        bad = bytearray(good)
        bad[at] ^= 0x41
        answer = clinic.push(bytes(bad))
        assert 400 <= answer.status_code < 500, (at, answer.text)
    assert clinic.push(good).status_code == 200


def test_an_honest_key_cannot_send_nonsense_either(county: TestCounty) -> None:
    """Signed columns that are no entries: whatever is in them, the answer is 4xx."""
    import random
    import struct

    from clinic_app.journal.packing import pack

    clinic = county.clinic()
    chance = random.Random(7)
    for _ in range(60):
        head = (
            struct.pack(
                ">4s16s16sQI32s32sH",
                b"XYS2",
                clinic.device.bytes,
                clinic.incarnation.bytes,
                chance.choice([1, 2, 1 << 61, (1 << 64) - 1]),
                chance.choice([1, 2, 20_000]),
                clinic.links[0],
                bytes(32),
                1,
            )
            + b"\x00"
        )
        columns = pack(chance.randbytes(chance.randrange(400)))
        answer = clinic.push(head + clinic.key.sign(head) + columns)
        assert 400 <= answer.status_code < 500, answer.text


def _packed(segment: bytes) -> bytes:
    return segment[segment.index(b"\x28\xb5\x2f\xfd") :]


def _entries_of(county: TestCounty, clinic: FakeClinic) -> int:
    from sync_server.store.tables import journal_entry

    with county.database.reading() as connection:
        count = sa.select(sa.func.count()).where(journal_entry.c.device == clinic.device)
        return connection.scalar(count) or 0
