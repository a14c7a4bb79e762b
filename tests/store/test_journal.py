"""The journal on disk: gapless, chained, with its tables, all or nothing."""

from datetime import date

import pytest
import sqlalchemy as sa

from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.entry import BrokenChain, signed_by_author
from clinic_app.journal.facts.residents import Change, ResidentAmended
from clinic_app.journal.quarantine import BodyTooLarge
from clinic_app.journal.signing import is_signed
from clinic_app.projections.queries.facility import staff_of
from clinic_app.projections.queries.residents import resident_of
from clinic_app.projections.tables.residents import resident as resident_table
from clinic_app.store import search
from clinic_app.store.errors import DiskFull
from clinic_app.store.journal import SELF
from clinic_app.store.rebuild import rebuild
from clinic_app.store.rows import current_run, entry_of, own_runs, run_rows
from clinic_app.store.tables import entry as entries
from clinic_app.store.verify import verify
from tests.clinics import FACILITY, resident


def add(clinic, name="张三", **details):
    with clinic.store.writing(clinic.on_duty.author) as writing:
        return writing.append(resident(name, **details), SELF)


def test_entries_are_numbered_without_a_gap_and_verify(clinic):
    for name in ("张三", "李四", "王五"):
        add(clinic, name)
    found = verify(clinic.store)
    assert found.entries == found.heads[0].seq == 5
    with clinic.store.reading() as connection:
        run = current_run(connection)
        assert [row.seq for row in run_rows(connection, run, 0, 99)] == [1, 2, 3, 4, 5]


def test_what_raises_leaves_nothing(clinic):
    with pytest.raises(ZeroDivisionError), clinic.store.writing(clinic.on_duty.author) as writing:
        writing.append(resident("半途"), SELF)
        raise ZeroDivisionError
    assert verify(clinic.store).entries == 2
    assert clinic.residents.find("半途") == []


def test_a_changed_body_is_found(clinic):
    entry = add(clinic)
    with clinic.store.changing() as connection:
        changed = entry.body.replace("张三".encode(), "李四".encode())
        connection.execute(sa.update(entries).where(entries.c.id == entry.id).values(body=changed))
    with pytest.raises(BrokenChain):
        verify(clinic.store)


def test_a_removed_last_entry_is_found(clinic):
    entry = add(clinic)
    with clinic.store.changing() as connection:
        connection.execute(sa.delete(entries).where(entries.c.id == entry.id))
    with pytest.raises(BrokenChain):
        verify(clinic.store)


def test_a_sealed_body_leaves_the_chain_whole(clinic):
    entry = add(clinic)
    with clinic.store.changing() as connection:
        connection.execute(
            sa.update(entries).where(entries.c.id == entry.id).values(body=None, body_hash=entry.body_hash)
        )
    assert verify(clinic.store).entries == 3


def test_the_authors_signature_can_be_checked_by_a_third_party(clinic):
    with clinic.store.reading() as connection:
        row = next(
            row
            for row in run_rows(connection, own_runs(connection)[0], 0, 9)
            if row.type == "staff.certified"
        )
        key = staff_of(connection, FACILITY)[0].person.public_key
    entry = entry_of(row)
    signed = signed_by_author(entry.id, entry.type, entry.author, entry.subject, entry.time, entry.body_hash)
    assert is_signed(key, entry.signature, signed)
    assert not is_signed(key, entry.signature, signed + b"!")


def test_tables_are_what_a_replay_gives(clinic):
    entry = add(clinic, phone="13800000001")
    clinic.residents.amend(clinic.on_duty, entry.id, {"phone": "13900000002"})
    assert rebuild(clinic.store, check=True).different == ()


def test_a_tampered_table_is_found_and_mended_by_a_replay(clinic):
    entry = add(clinic)
    with clinic.store.changing() as connection:
        connection.execute(
            sa.update(resident_table).where(resident_table.c.id == entry.id).values(name="改动")
        )
    assert rebuild(clinic.store, check=True).different == ("resident",)
    rebuild(clinic.store)
    assert rebuild(clinic.store, check=True).different == ()
    assert clinic.residents.resident(entry.id).name == "张三"


def test_two_amendments_made_apart_keep_both_and_agree_on_one(clinic):
    entry = add(clinic, phone="1")
    with clinic.store.writing(clinic.on_duty.author) as writing:
        for phone in ("2", "3"):
            writing.append(ResidentAmended(changes={"phone": Change(phone, entry.id)}, salt="s"), entry.id)
    with clinic.store.reading() as connection:
        assert resident_of(connection, entry.id).phone == "3"


def test_the_search_follows_an_amendment(clinic):
    entry = add(clinic, "张三")
    clinic.residents.amend(clinic.on_duty, entry.id, {"name": "欧阳娜"})
    with clinic.store.reading() as connection:
        assert search.find(connection, "zs") == []
        assert search.find(connection, "oyn") == [entry.id]


def test_the_clock_never_goes_back(clinic):
    times = iter([2_000_000, 1_000_000, 1_000_000, 3_000_000])
    base = clinic.store.wall() + 24 * 3600 * 1000
    clinic.store.wall = lambda: base + next(times)
    stamps = [add(clinic, str(n)).time for n in range(4)]
    assert stamps == sorted(set(stamps))
    assert ms_of_stamp(stamps[1]) == base + 2_000_000
    assert ms_of_stamp(stamps[3]) == base + 3_000_000


def test_too_large_a_body_is_refused_and_nothing_written(clinic):
    with pytest.raises(BodyTooLarge):
        add(clinic, note="长" * 400_000)
    assert verify(clinic.store).entries == 2


def test_a_full_disk_loses_only_what_was_being_written(clinic):
    add(clinic)
    with clinic.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    clinic.store.engine.dispose()

    @sa.event.listens_for(clinic.store.engine, "connect")
    def _limit(raw, _record):
        raw.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(DiskFull):
        for n in range(200):
            add(clinic, f"满{n}", note="长" * 2000)
    sa.event.remove(clinic.store.engine, "connect", _limit)
    clinic.store.engine.dispose()
    found = verify(clinic.store)
    assert found.entries >= 3
    add(clinic, "清理以后")
    assert verify(clinic.store).entries == found.entries + 1
    assert rebuild(clinic.store, check=True).different == ()


def test_numbers_of_a_day_carry_the_letter_and_do_not_repeat(clinic):
    with clinic.store.writing(clinic.on_duty.author) as writing:
        assert [writing.next_serial("queue", "2026-11-22") for _ in range(3)] == [1, 2, 3]
        assert writing.next_serial("queue", "2026-11-23") == 1
        assert writing.device_serial("temporary", date.today().isoformat()) == 1
        assert writing.device_serial("temporary", date.today().isoformat()) == 65
