"""演练 before closing time and the county's receipt the next morning, against the real county over a real line."""

import json
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_app.cli import main
from clinic_app.journal.entry import new_id
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.outpatient import PrescriptionIssued
from clinic_app.journal.facts.residents import ResidentRegistered
from clinic_app.services.receipts import DayReceipt, ReceiptService
from clinic_app.services.rehearsal import Rehearsal, RehearsalService, Would
from clinic_app.store.journal import SELF, Author
from clinic_app.sync.enrolment import county_of
from clinic_app.sync.errors import NoLine
from sync_server.intake.pen import held_pen
from sync_server.publish.policies import publish_policy
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.townships import PASSWORD, TODAY, Township, policy, township
from tests.server.county import TOWNSHIP
from tests.server.test_rehearsal import contents


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    with at_work(tmp_path) as county:
        publish_policy(county.database(), policy(days=7))
        yield county


@pytest.fixture
def pc(tmp_path: Path, county: CountyAtWork) -> Township:
    pc = township(tmp_path / "pc", county, TOWNSHIP)
    stated(county)
    pc.sync()
    return pc


def stated(county: CountyAtWork, stas: str = "1") -> None:
    with held_pen(county.database()) as pen:
        pen.append(
            InsuredStated(
                psn_no="P1",
                id_number="350881195001011236",
                insutype="390",
                psn_insu_stas=stas,
                home=TOWNSHIP,
                salt=new_salt(),
            )
        )


def quiet(county: CountyAtWork) -> dict[str, list[str]]:
    """Every row once everything is judged, but for those of who asked when."""
    database, end = county.database(), time.monotonic() + 20
    while True:
        with database.reading() as connection:
            if position_of(connection, JUDGED) == position_of(connection, SEQUENCED):
                break
        assert time.monotonic() < end
        time.sleep(0.05)
    found = contents(database)
    database.close()
    return {name: rows for name, rows in found.items() if name not in ("nonce", "device_contact")}


def rehearsed(pc: Township) -> Rehearsal:
    return RehearsalService(pc.clinic.store).rehearse()


def receipt(pc: Township) -> DayReceipt:
    return ReceiptService(pc.clinic.store).receipt(TODAY)


def synced_until_judged(pc: Township) -> DayReceipt:
    end = time.monotonic() + 20
    while not (found := receipt(pc)).complete:
        assert time.monotonic() < end, "the county has said nothing"
        pc.sync()
        time.sleep(0.1)
    return found


def test_what_would_come_back_is_known_before_the_day_is_closed(pc: Township, county: CountyAtWork) -> None:
    right, _ = pc.settle("P1", 8000)
    pc.sync()
    stated(county, stas="2")  # the cover has ended, and this PC does not hear of it
    wrong, made = pc.settle("P1", 6000)
    with pc.clinic.store.writing(Author("nobody")) as writing:
        stranger = writing.append(ResidentRegistered(name="某人", sex="1", salt=new_salt()), SELF)
    before = quiet(county)
    told = rehearsed(pc)
    assert quiet(county) == before
    assert (told.by_county, told.entries, told.accepted, told.left, told.fine) == (True, 2, 0, 0, False)
    first, second = told.would_return
    assert (first.would, first.entry_id, first.number, first.code) == (Would.ADJUST, wrong, "A1", "PERSON")
    assert first.fund_diff == -made.amounts["fund_pay_sumamt"] == told.fund_diff
    assert (second.would, second.entry_id, second.code) == (
        Would.SET_ASIDE,
        stranger.id,
        "journal.unknown_author",
    )

    found = synced_until_judged(pc)
    assert (found.verdicts.records, found.verdicts.unchanged, found.verdicts.adjusted) == (2, 1, 1)
    assert found.verdicts.fund_diff == told.fund_diff
    assert found.set_aside == 1
    assert (found.waiting, found.agrees, found.complete, found.proved) == (0, True, True, False)
    assert found.fen == 14000
    assert right != wrong
    assert rehearsed(pc).fine, "there is nothing left to rehearse"


def test_the_receipt_of_a_day_without_trouble_proves_it(pc: Township, county: CountyAtWork) -> None:
    pc.settle("P1", 8000)
    assert rehearsed(pc).fine
    early = receipt(pc)
    assert (early.waiting, early.complete, early.proved) == (1, False, False)
    found = synced_until_judged(pc)
    assert found.proved
    peer = county_of(pc.clinic.store)
    run = peer.standing().runs[-1]
    peer.close()
    assert (found.head_seq, found.head_hash) == (run.seq, run.hash[:12])
    assert found.entries == found.county_entries == run.seq
    empty = ReceiptService(pc.clinic.store).receipt(TODAY - timedelta(days=1))
    assert (empty.entries, empty.agrees, empty.head_hash) == (0, None, "")


def test_without_a_line_shape_and_roles_are_looked_at_and_it_is_said_so(pc: Township) -> None:
    def cut(_: object) -> None:
        raise NoLine(server="county")

    pc.settle("P1", 8000)
    with pc.clinic.store.writing(Author("nobody")) as writing:
        writing.append(ResidentRegistered(name="某人", sex="1", salt=new_salt()), SELF)
    with pc.clinic.store.writing(
        Author(pc.clinic.on_duty.author.staff_id)
    ) as writing:  # without the key to sign
        unsigned = writing.append(PrescriptionIssued(visit_id=new_id(), lines=()), new_id())
    told = RehearsalService(pc.clinic.store, cut).rehearse()  # type: ignore[arg-type]
    assert (told.by_county, told.why_not, told.fine) == (False, "sync.no_line", False)
    assert (told.entries, told.accepted) == (3, 1)
    assert [one.code for one in told.would_return] == [
        "journal.unknown_author",
        "journal.bad_author_signature",
    ]
    assert told.would_return[1].entry_id == unsigned.id
    by_county = rehearsed(pc)
    assert [one.code for one in by_county.would_return] == [one.code for one in told.would_return]


def test_the_commands_say_it_by_their_exit_codes(
    pc: Township, county: CountyAtWork, tmp_path: Path, capsys, monkeypatch, qapp
) -> None:
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)
    data = ["--data", str(tmp_path / "pc"), "--json"]
    pc.settle("P1", 8000)
    pc.clinic.close()
    assert main(["rehearse", *data]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] == 1
    stated(county, stas="2")
    assert main(["rehearse", *data]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["would_return"][0]["would"] == "adjusted" and told["fund_diff"] < 0
    assert main(["sync", *data]) == 0
    capsys.readouterr()
    paper = tmp_path / "receipt.pdf"
    assert main(["receipt", "--day", TODAY.isoformat(), "--pdf", str(paper), *data]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["agrees"] is True and told["entries"] == told["county_entries"]
    text = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert "两端记录数与金额一致" in text and told["head_hash"] in text
    assert text.count("\f") == 1, "one page"


def test_without_a_line_the_command_says_so_and_what_it_could_look_at(
    tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)
    with at_work(tmp_path) as county:
        publish_policy(county.database(), policy(days=7))
        pc = township(tmp_path / "pc", county, TOWNSHIP)
    with pc.clinic.store.writing(pc.clinic.on_duty.author) as writing:
        writing.append(ResidentRegistered(name="某人", sex="1", salt=new_salt()), SELF)
    pc.clinic.close()
    assert main(["rehearse", "--data", str(tmp_path / "pc"), "--json"]) == 4
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["by_county"], told["why_not"], told["accepted"]) == (False, "sync.no_line", 1)
    assert "只查了格式、经手人和权限" in err
