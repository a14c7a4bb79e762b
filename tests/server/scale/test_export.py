"""What is in the files, that a further run adds only what is new, and that a killed one leaves nothing half."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from clinic_app.domain.made_up import made_up_people
from clinic_app.domain.time import beijing_day
from clinic_app.projections.tables.residents import resident
from sync_server.analysis.columns import AMOUNTS, FACTS, TABLES
from sync_server.analysis.errors import BadPersonKey, ExportRuns, OtherExport
from sync_server.analysis.export import export
from sync_server.analysis.manifest import alone, manifests
from sync_server.cli import run
from sync_server.publish.founding import mark_restored
from sync_server.store.queries.entries import all_entries
from sync_server.store.queries.progress import SEQUENCED, position_of
from tests.server.console.world import DAY
from tests.server.scale.city import CITY_KEY, NOW, County, county


@pytest.fixture
def one(tmp_path: Path) -> Iterator[County]:
    """A county after a day."""
    made = county(f"sqlite:///{tmp_path / 'county.db'}", 0, NOW - 5 * DAY)
    live(made, 4)
    yield made
    made.database.close()


def live(made: County, days_ago: int, patients: int = 6) -> None:
    people = made_up_people(days_ago, beijing_day(NOW))
    made.live([next(people) for _ in range(patients)], NOW - days_ago * DAY, made.clinics)


def read(folder: Path, table: str) -> pa.Table:
    """All rows of a table, as the manifests list its files."""
    parts = [part for one in manifests(folder) for part in one.parts if part.table == table]
    return pa.concat_tables(pq.read_table(folder / part.path, partitioning=None) for part in parts)


def everything(folder: Path) -> dict[str, list[dict[str, object]]]:
    """All tables, in an order that does not hang on the files."""
    return {
        name: sorted(read(folder, name).to_pylist(), key=lambda row: [str(value) for value in row.values()])
        for name in TABLES
    }


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_every_judged_entry_is_in_the_files_once(one: County, tmp_path: Path) -> None:
    export(one.database, tmp_path / "out")
    with one.database.reading() as connection:
        expected = [(a.position, a.entry.id.hex, a.entry.type) for a in all_entries(connection)]
    found = read(tmp_path / "out", "journal").select(["position", "entry", "type"]).to_pylist()
    assert sorted((row["position"], row["entry"], row["type"]) for row in found) == expected
    assert len(expected) > 30


def test_money_is_whole_fen_and_times_are_utc(one: County, tmp_path: Path) -> None:
    export(one.database, tmp_path / "out")
    bills, journal = read(tmp_path / "out", "settlement").schema, read(tmp_path / "out", "journal").schema
    assert {bills.field(name).type for name in AMOUNTS} == {pa.int64()}
    assert journal.field("received").type == journal.field("written").type == pa.timestamp("us", tz="UTC")


def test_files_are_divided_by_county_month_and_day(one: County, tmp_path: Path) -> None:
    export(one.database, tmp_path / "out")
    day = beijing_day(NOW - 4 * DAY)
    within = f"journal/county=漳平县/month={day:%Y-%m}/day={day}/"
    assert any(name.startswith(within) for name in files(tmp_path / "out"))


def test_no_file_names_a_person_unless_it_is_asked_for(one: County, tmp_path: Path) -> None:
    with one.database.reading() as connection:
        rows = connection.execute(sa.select(resident)).all()
    assert len(rows) > 5
    for identity, expected in ((False, False), (True, True)):
        folder = tmp_path / str(identity)
        export(one.database, folder, identity=identity)
        text = str(everything(folder))
        for row in rows:
            for secret in (row.name, row.id_number, row.phone, row.address):
                assert (secret in text) is expected, secret
        ids = {row.id.hex for row in rows}
        journal = read(folder, "journal").to_pylist()
        assert {row["resident"] for row in journal if row["entry"] in ids} == {None}
        assert (ids <= {row.get("subject") for row in journal}) is expected


def test_a_second_run_adds_only_what_is_new_and_changes_no_file(one: County, tmp_path: Path) -> None:
    first = export(one.database, tmp_path / "out")
    before = files(tmp_path / "out")
    nothing = export(one.database, tmp_path / "out")
    assert (nothing.entries, nothing.files, files(tmp_path / "out")) == (0, 0, before)
    live(one, 2)
    second = export(one.database, tmp_path / "out")
    with one.database.reading() as connection:
        newest = position_of(connection, SEQUENCED)
    assert first.entries + second.entries == second.position == newest
    after = files(tmp_path / "out")
    facts = {name for name in before if "as-of" not in name}
    assert {name: after[name] for name in facts} == {name: before[name] for name in facts}
    export(one.database, tmp_path / "at-once")
    assert everything(tmp_path / "out") == everything(tmp_path / "at-once")


def test_small_chunks_say_the_same(one: County, tmp_path: Path) -> None:
    export(one.database, tmp_path / "whole")
    export(one.database, tmp_path / "chunks", chunk=7)
    assert everything(tmp_path / "whole") == everything(tmp_path / "chunks")


_SLOWLY = """
import sys
from pathlib import Path
from sync_server.analysis.export import export
from sync_server.store.engine import Database
export(Database(sys.argv[1]), Path(sys.argv[2]), chunk=3)
"""


def test_a_killed_export_leaves_whole_files_only_and_the_next_run_goes_on(
    one: County, tmp_path: Path
) -> None:
    folder, dice = tmp_path / "out", random.Random(4)
    killed = 0
    for _ in range(8):
        running = subprocess.Popen([sys.executable, "-c", _SLOWLY, one.database.url, str(folder)])
        while running.poll() is None and not (folder / "_manifest").exists():
            time.sleep(0.005)
        time.sleep(dice.random() * 0.25)
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        for path in folder.rglob("*.parquet"):
            pq.read_table(path, partitioning=None)
        if list((folder / "_manifest").glob("*.json")):
            for part in manifests(folder)[0].parts:
                assert pq.read_metadata(folder / part.path).num_rows == part.rows
    assert killed
    export(one.database, folder, chunk=3)
    export(one.database, tmp_path / "at-once")
    assert everything(folder) == everything(tmp_path / "at-once")
    listed = {part.path for part in manifests(folder)[0].parts}
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for name in left if not name.startswith("_manifest")} == listed


def test_a_leftover_of_a_killed_run_is_cleared_and_never_read(one: County, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(one.database, folder)
    stray = next(folder.glob("journal/*/month=*/day=*/")) / "000000000001-000000000999.part"
    stray.write_bytes(b"PAR1 half")
    before = everything(folder)
    export(one.database, folder)
    assert not stray.exists() and everything(folder) == before


def test_after_a_restored_backup_what_the_county_no_longer_holds_goes(one: County, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(one.database, folder, chunk=10)
    mark_restored(one.database)
    live(one, 1)
    export(one.database, folder, chunk=10)
    export(one.database, tmp_path / "anew")
    assert everything(folder) == everything(tmp_path / "anew")


def test_an_entry_that_comes_again_counts_once(one: County, tmp_path: Path) -> None:
    with one.database.writing() as connection:
        row = connection.execute(
            sa.text("select * from journal_entry where type = 'settlement.made' limit 1")
        ).one()
        newest = position_of(connection, SEQUENCED)
        names = ", ".join(row._fields)
        values = ", ".join(f":{name}" for name in row._fields)
        connection.execute(
            sa.text(f"insert into journal_entry ({names}) values ({values})"),
            {**row._mapping, "position": newest + 1},
        )
        connection.execute(sa.text("update progress set position = :p"), {"p": newest + 1})
    export(one.database, tmp_path / "out")
    twice = [
        r
        for r in read(tmp_path / "out", "journal").to_pylist()
        if r["entry"] == UUID(hex=row.id.hex() if isinstance(row.id, bytes) else str(row.id)).hex
    ]
    assert [r["again"] for r in sorted(twice, key=lambda r: r["position"])] == [False, True]
    bills = read(tmp_path / "out", "settlement").to_pylist()
    assert len([r for r in bills if r["entry"] == twice[0]["entry"]]) == 1


def test_one_person_is_one_token_in_counties_of_one_key_only(tmp_path: Path) -> None:
    made = [county(f"sqlite:///{tmp_path / f'{place}.db'}", place, NOW - 5 * DAY) for place in range(2)]
    for each in made:
        live(each, 3)
        export(each.database, tmp_path / "city", city_key=CITY_KEY)
        export(each.database, tmp_path / "alone")
    tokens = {}
    for name in ("city", "alone"):
        rows = read(tmp_path / name, "resident").to_pylist()
        tokens[name] = [{row["person"] for row in rows if row["county"] == c.name} for c in made]
        assert len({row["resident"] for row in rows}) == len(rows) == 12
    assert tokens["city"][0] == tokens["city"][1] and len(tokens["city"][0]) == 6
    assert not tokens["alone"][0] & tokens["alone"][1]


def test_files_of_another_kind_are_not_mixed(one: County, tmp_path: Path) -> None:
    export(one.database, tmp_path / "out")
    with pytest.raises(OtherExport):
        export(one.database, tmp_path / "out", identity=True)
    with pytest.raises(OtherExport):
        export(one.database, tmp_path / "out", city_key=CITY_KEY)
    with pytest.raises(BadPersonKey):
        export(one.database, tmp_path / "out", city_key=b"short")
    other = county(f"sqlite:///{tmp_path / 'other.db'}", 0, NOW - DAY)
    with pytest.raises(OtherExport):
        export(other.database, tmp_path / "out")


def test_two_exports_of_a_county_do_not_write_at_once(one: County, tmp_path: Path) -> None:
    with alone(tmp_path / "out", one.name), pytest.raises(ExportRuns):
        export(one.database, tmp_path / "out")
    assert export(one.database, tmp_path / "out").entries


def test_the_command_tells_what_it_added(
    one: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    words = ("export", "parquet", "--out", str(tmp_path / "out"), "--database", one.database.url, "--json")
    assert run(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["entries"] == told["position"] == told["rows"]["journal"] > 30
    assert set(told["rows"]) == set(TABLES)
    assert run(words) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == 0
    assert {table.name for table in FACTS} == {path.name for path in (tmp_path / "out").iterdir()} - {
        "_manifest",
        "facility",
        "device",
        "resident",
    }


def test_the_same_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    made = county(postgres_url, 0, NOW - 5 * DAY)
    live(made, 4)
    done = export(made.database, tmp_path / "out", chunk=20)
    assert done.entries == done.rows["journal"] > 30
    assert sum(row["fund_pay_sumamt"] for row in read(tmp_path / "out", "settlement").to_pylist()) > 0
    made.database.close()
