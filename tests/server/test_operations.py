"""What an operator sees: readiness, figures, the log, and alarms; and that none of them tells of a patient."""

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from clinic_app.domain.time import wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.residents import ResidentRegistered
from sync_server.cli import run
from sync_server.logs import JsonLines, TextLines
from sync_server.publish.enrolments import new_code
from sync_server.reports.alarms import (
    LIMITS,
    Acknowledged,
    Alarm,
    Disk,
    HeldSince,
    Kind,
    Place,
    Seen,
    acknowledge,
    alarms,
    open_alarms,
    standing_alarms,
)
from sync_server.reports.devices import Device, device_of, devices, lag_of, silent
from sync_server.store.tables import device_contact, journal_segment
from sync_server.tls import new_authority, put_files, server_certificate
from tests.server.clinic import FakeClinic, Staff
from tests.server.county import TOWNSHIP, TestCounty, founded, running

NOW = 1_800_000_000_000
HOUR = 3_600_000
MARKED = "显眼包某某"
DEVICE = Device(
    id=UUID(int=7),
    facility=TOWNSHIP,
    facility_name="双洋镇卫生院",
    letter="A",
    enrolled=NOW - 90 * 24 * HOUR,
    revoked=None,
    revoked_reason="",
    seq=5,
    newest=NOW,
    pushed=NOW,
    contact=NOW,
    skew_ms=0,
    branches=1,
)


def seen_device(**changes: object) -> Seen:
    return Seen(devices=(replace(DEVICE, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param(seen_device(), [], id="a device in good order"),
        pytest.param(seen_device(contact=NOW - 24 * HOUR), [], id="a day without contact is not over a day"),
        pytest.param(seen_device(contact=NOW - 24 * HOUR - 1), [Kind.SILENT], id="silent"),
        pytest.param(
            seen_device(contact=NOW - 99 * HOUR, revoked=NOW), [], id="a device out of use may be silent"
        ),
        pytest.param(
            seen_device(contact=None, enrolled=NOW - 25 * HOUR),
            [Kind.SILENT],
            id="enrolled and never heard of",
        ),
        pytest.param(seen_device(skew_ms=5 * 60_000), [], id="five minutes are not over five"),
        pytest.param(seen_device(skew_ms=-5 * 60_000 - 1), [Kind.CLOCK], id="a slow clock"),
        pytest.param(seen_device(branches=2, branched=NOW - HOUR), [Kind.BRANCHES], id="a restored disk"),
        pytest.param(seen_device(refused=NOW - HOUR), [Kind.BRANCHES], id="a clone that was refused"),
        pytest.param(
            seen_device(branches=2, branched=NOW - 8 * 24 * HOUR), [], id="a fork of last week is no news"
        ),
        pytest.param(Seen(held=(HeldSince(TOWNSHIP, NOW - 24 * HOUR, 3, 2),)), [], id="set aside today"),
        pytest.param(
            Seen(held=(HeldSince(TOWNSHIP, NOW - 25 * HOUR, 3, 2),)), [Kind.HELD], id="set aside yesterday"
        ),
        pytest.param(Seen(behind_since=NOW - 10 * 60_000), [], id="ten minutes of work"),
        pytest.param(Seen(behind_since=NOW - 10 * 60_000 - 1), [Kind.BEHIND], id="nothing is worked off"),
        pytest.param(Seen(disk=Disk(20 << 30, 100 << 30)), [], id="enough disk"),
        pytest.param(Seen(disk=Disk(9 << 30, 100 << 30)), [Kind.DISK], id="less than a tenth"),
        pytest.param(Seen(disk=Disk(4 << 30, 10 << 30)), [Kind.DISK], id="less than 5 GB of a small disk"),
        pytest.param(Seen(certificate_ends=NOW + 30 * 24 * HOUR), [], id="a month is enough"),
        pytest.param(
            Seen(certificate_ends=NOW + 29 * 24 * HOUR), [Kind.CERTIFICATE], id="the certificate ends soon"
        ),
    ],
)
def test_alarms(seen: Seen, expected: list[Kind]) -> None:
    assert [one.kind for one in alarms(seen, NOW)] == expected


def test_the_servers_own_troubles_come_first() -> None:
    seen = replace(seen_device(contact=NOW - 30 * HOUR, skew_ms=HOUR), behind_since=NOW - HOUR)
    assert [one.kind for one in alarms(seen, NOW)] == [Kind.BEHIND, Kind.SILENT, Kind.CLOCK]


def test_a_new_silence_is_a_new_alarm() -> None:
    first, second = (alarms(seen_device(contact=NOW - hours * HOUR), NOW)[0] for hours in (30, 40))
    assert first.key != second.key
    assert alarms(seen_device(contact=NOW - 30 * HOUR), NOW + HOUR)[0].key == first.key


def test_the_end_of_a_certificate_is_read_from_its_file(county: TestCounty, tmp_path: Path) -> None:
    authority = new_authority("漳平市")
    put_files(tmp_path, *server_certificate(authority, ("localhost",)), authority.cert_pem)
    place = Place(tmp_path, tmp_path / "server.pem")
    with county.database.reading() as db:
        late = wall_clock() + 800 * 24 * HOUR
        kinds = [one.kind for one in standing_alarms(db, place, late)]
        assert Kind.CERTIFICATE in kinds
        assert Kind.CERTIFICATE not in [one.kind for one in standing_alarms(db, place, wall_clock())]


def test_an_acknowledged_alarm_is_quiet_for_a_week_and_still_told(url: str, tmp_path: Path) -> None:
    with running(founded(url)) as county:
        _acknowledged_for_a_week(county, tmp_path)


def _acknowledged_for_a_week(county: TestCounty, tmp_path: Path) -> None:
    county.clinic()
    now = wall_clock() + 30 * HOUR
    with county.database.writing() as db:
        silent_one = _one(standing_alarms(db, Place(tmp_path), now), Kind.SILENT)
        acknowledge(db, silent_one.key, "chen", "诊所装修停诊", now)
    with county.database.reading() as db:
        again = _one(standing_alarms(db, Place(tmp_path), now + HOUR), Kind.SILENT)
        later = _one(standing_alarms(db, Place(tmp_path), now + LIMITS.quiet_ms), Kind.SILENT)
    assert again.acknowledged == Acknowledged("chen", "诊所装修停诊", now)
    assert (open_alarms([again]), open_alarms([later])) == ([], [later])


def test_status_and_console_agree_on_who_is_silent(
    county: TestCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    pulling, gone = county.clinic(), county.clinic("350881002")
    for clinic in (pulling, gone):
        clinic.push()
    with county.database.writing() as db:
        db.execute(sa.update(journal_segment).values(received=wall_clock() - 30 * HOUR))
        db.execute(
            sa.update(device_contact)
            .where(device_contact.c.device == gone.device)
            .values(seen=wall_clock() - 30 * HOUR)
        )
        there = [one.id for one in silent(devices(db), wall_clock())]
    assert run(("status", "--json", "--database", county.database.url)) == 0
    assert (there, json.loads(capsys.readouterr().out)["silent_devices"]) == ([gone.device], 1)


def test_a_fork_that_was_refused_is_seen(county: TestCounty, tmp_path: Path) -> None:
    clinic = county.clinic()
    clinic.visit()
    assert clinic.push().status_code == 200
    clinic.keep_only(2)
    clinic.visit()
    assert clinic.push().json()["error"] == "journal.fork"
    core = county.http.app.state.core  # type: ignore[attr-defined]
    core.heard.write(county.database)
    with county.database.reading() as db:
        assert (
            _one(standing_alarms(db, Place(tmp_path), wall_clock()), Kind.BRANCHES).object
            == clinic.device.hex
        )


def test_entries_set_aside_since_yesterday_are_one_alarm_of_their_clinic(url: str, tmp_path: Path) -> None:
    with running(founded(url)) as county:
        clinic = county.clinic()
        for _ in range(3):
            clinic.chart(Staff("unknown"))
        clinic.push()
        county.work()
        with county.database.reading() as db:
            held = _one(standing_alarms(db, Place(tmp_path), wall_clock() + 25 * HOUR), Kind.HELD)
            soon = [one.kind for one in standing_alarms(db, Place(tmp_path), wall_clock() + 23 * HOUR)]
    assert (held.facility, held.amount) == (TOWNSHIP, 3)
    assert Kind.HELD not in soon


def test_how_far_a_clinic_has_pulled_is_known(url: str) -> None:
    with running(founded(url)) as county:
        _pulled_and_behind(county)


def _pulled_and_behind(county: TestCounty) -> None:
    clinic = county.clinic()
    other = county.further(clinic)
    clinic.push()
    county.work()
    other.pull()
    other.pull()
    core = county.http.app.state.core  # type: ignore[attr-defined]
    core.heard.write(county.database)
    clinic.visit()
    clinic.push()
    county.work()
    with county.database.reading() as db:
        assert lag_of(db, device_of(db, other.device)) == 1
        assert lag_of(db, device_of(db, clinic.device)) is None


def test_ready_tells_what_is_behind_and_goes_on_answering(county: TestCounty) -> None:
    assert county.http.get("/ready").json() == {
        "status": "ok", "database": True, "migrations": True, "worker": True, "behind_s": 0,
    }  # fmt: skip
    county.clinic().push()
    with county.database.writing() as db:
        db.execute(sa.update(journal_segment).values(received=wall_clock() - HOUR))
    answer = county.http.get("/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["worker"]) == (200, "behind", False)
    county.work()
    assert county.http.get("/ready").json()["status"] == "ok"


def test_a_server_on_tables_of_another_version_is_not_ready(county: TestCounty) -> None:
    with county.database.writing() as db:
        db.execute(sa.text("update server_version set version_num = '0001'"))
    answer = county.http.get("/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["migrations"]) == (
        503,
        "unready",
        False,
    )


def test_a_server_without_its_database_is_not_ready_and_alive(county: TestCounty) -> None:
    path = Path(county.database.url.removeprefix("sqlite:///"))
    county.database.close()
    path.unlink()
    path.mkdir()
    answer = county.http.get("/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert county.http.get("/health").status_code == 200


# ------------------------------------------------------------ figures

_SAMPLE = re.compile(
    r'([a-z_]+)(?:\{([a-z]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z]+="(?:[^"\\\n]|\\[\\"n])*")*)\})? (-?[0-9.e+-]+)'
)


def families(text: str) -> dict[str, tuple[str, dict[str, float]]]:
    """A strict reader of the text format: HELP and TYPE before the samples, each family once, no stray line."""
    found: dict[str, tuple[str, dict[str, float]]] = {}
    lines = iter(text.removesuffix("\n").split("\n"))
    name = ""
    for line in lines:
        if line.startswith("# HELP "):
            name = line.split(" ")[2]
            kind = next(lines).split(" ")
            assert (kind[:3], kind[3] in ("counter", "gauge", "histogram")) == (["#", "TYPE", name], True)
            assert name not in found
            found[name] = (kind[3], {})
            continue
        match = _SAMPLE.fullmatch(line)
        assert match, line
        suffix = match[1].removeprefix(name)
        assert suffix in (("_bucket", "_sum", "_count") if found[name][0] == "histogram" else ("",)), line
        key = f"{suffix}{{{match[2] or ''}}}"
        assert key not in found[name][1], line
        found[name][1][key] = float(match[3])
    return found


def test_metrics_are_strict_text_and_the_histogram_adds_up(url: str) -> None:
    with running(founded(url)) as county:
        _metrics_of_one_push(county)


def _metrics_of_one_push(county: TestCounty) -> None:
    clinic = county.clinic()
    segment = clinic.segment()
    assert clinic.push(segment).status_code == 200
    found = families(county.http.get("/metrics").text)
    assert found["xyt_push_entries_total"][1] == {"{}": 2}
    assert found["xyt_push_bytes_total"][1] == {"{}": len(segment)}
    assert found["xyt_inbox_segments"][1] == {"{}": 1}
    kind, samples = found["xyt_request_seconds"]
    route = 'route="/v1/journals/{device}"'
    buckets = [value for key, value in samples.items() if key.startswith(f"_bucket{{{route}")]
    assert kind == "histogram"
    assert buckets == sorted(buckets)
    assert buckets[-1] == samples[f"_count{{{route}}}"] == 1
    assert samples[f"_sum{{{route}}}"] > 0
    assert {"xyt_database_bytes", "xyt_disk_free_bytes", "xyt_behind_seconds", "xyt_devices_silent"} <= set(
        found
    )
    assert found["xyt_database_bytes"][1]["{}"] > 100_000
    assert found["xyt_alarms"][1]['{alarm="device.silent"}'] == 0


def test_a_refusal_is_counted_by_its_code(county: TestCounty) -> None:
    assert county.http.get("/v1/feed").status_code == 401
    found = families(county.http.get("/metrics").text)
    assert found["xyt_refusals_total"][1] == {'{route="/v1/feed",code="server.no_token"}': 1}


# ------------------------------------------------------------ the log


@pytest.fixture(params=[JsonLines, TextLines])
def log(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """What the server would write, in each style."""
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def marked(clinic: FakeClinic, author: Staff | None = None) -> None:
    entry = clinic.resident(author)
    fact = ResidentRegistered(name=MARKED, sex="1", village=MARKED, salt=new_salt())
    clinic.write(fact, author, entry.id)


def test_no_name_of_a_resident_reaches_the_log_the_figures_or_an_answer(
    county: TestCounty, log: StringIO
) -> None:
    clinic = county.clinic()
    marked(clinic)
    marked(clinic, Staff(MARKED))  # an author whom nobody certified: set aside
    answers: list[httpx.Response] = [clinic.push(), clinic.push()]
    county.work()
    whole = clinic.segment()
    answers += [
        clinic.push(whole[:-9]),
        clinic.push(MARKED.encode()),
        clinic.push(b"XYS2" + MARKED.encode() * 99),
    ]
    answers.append(county.http.post(f"/v1/journals/{MARKED}", content=whole, headers=clinic.bearer))
    answers.append(county.http.get("/v1/feed", params={"after": MARKED}, headers=clinic.bearer))
    answers.append(county.http.get(f"/v1/{MARKED}"))
    answers.append(county.http.get(f"/console/entries?q={MARKED}"))
    clinic.keep_only(2)
    marked(clinic)
    answers.append(clinic.push())
    answers += [county.http.get(path) for path in ("/health", "/ready", "/metrics")]
    assert [one.status_code for one in answers[:5]] == [200, 200, 400, 400, 400]
    assert 409 in [one.status_code for one in answers]
    assert "journal.fork" in log.getvalue()
    for text in (log.getvalue(), *(one.text for one in answers)):
        for told in (MARKED, json.dumps(MARKED)[1:-1], "陈某", str(MARKED.encode())[2:-1]):
            assert told not in text


def test_the_text_of_an_exception_stays_out_of_the_log(log: StringIO) -> None:
    try:
        raise ValueError(MARKED)
    except ValueError:
        logging.getLogger("sync_server.worker").exception("judging failed")
    assert MARKED not in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "test_operations.py" in log.getvalue()


def test_a_json_log_is_one_object_a_line(county: TestCounty) -> None:
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("sync_server")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        clinic = county.clinic()
        clinic.push()
        county.http.get("/v1/feed")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    push = next(line for line in lines if line.get("route") == "/v1/journals/{device}")
    assert (push["event"], push["level"], push["status"], push["entries"]) == ("request", "info", 200, 2)
    assert push["device"] == clinic.device.hex
    assert push["ms"] > 0
    assert lines[-1]["code"] == "server.no_token"


def test_a_server_told_so_writes_json_alone_its_worker_too(sqlite_url: str) -> None:
    database = founded(sqlite_url)
    code = new_code(database, TOWNSHIP)
    database.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "sync_server", "serve", "--plain", "--port", str(port)),
            *("--log", "json", "--database", sqlite_url),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            _until_it_answers(http)
            clinic = FakeClinic(http).join(code)
            marked(clinic)
            assert clinic.push().status_code == 200
            os.kill(_child_of(server.pid), signal.SIGKILL)
    finally:
        time.sleep(0.5)
        server.terminate()
        text = server.communicate(timeout=30)[1]
    ours = text.split("/multiprocessing/resource_tracker.py")[
        0
    ]  # Python's own: the killed worker left semaphores
    lines = [json.loads(line) for line in ours[: ours.rindex("\n")].splitlines()]
    assert all({"time", "level", "event"} <= set(line) for line in lines)
    assert "/v1/journals/{device}" in [line.get("route") for line in lines]
    assert any("the worker has died" in line.get("text", "") for line in lines)
    assert MARKED not in text


def _until_it_answers(http: httpx.Client) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(httpx.TransportError):
            if http.get("/ready").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _child_of(server: int) -> int:
    """The worker's process."""
    told = subprocess.run(["pgrep", "-P", str(server), "-f", "spawn_main"], capture_output=True, text=True)
    return int(told.stdout.split()[0])


# ------------------------------------------------------------ the command


def test_the_command_ends_with_3_and_tells_a_file_and_a_program(
    county: TestCounty, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = county.clinic()
    with county.database.writing() as db:
        db.execute(sa.update(device_contact).values(seen=wall_clock() - 30 * HOUR))
    # Enrolled just now and silent for longer: what counts is the contact.
    told, copied = tmp_path / "alarms.jsonl", tmp_path / "copy"
    base = ("alarms", "--json", "--database", county.database.url)
    assert run((*base, "--on-alarm", str(told))) == 3
    answer = json.loads(capsys.readouterr().out)
    silent_one = next(one for one in answer["alarms"] if one["alarm"] == "device.silent")
    assert (silent_one["object"], silent_one["facility"]) == (clinic.device.hex, TOWNSHIP)
    assert run((*base, "--on-alarm", f"tee {copied}")) == 3
    for path in (told, copied):
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert clinic.device.hex in [line["object"] for line in lines]
    capsys.readouterr()
    assert run((*base, "--on-alarm", "false")) == 2


def test_a_county_in_good_order_ends_with_0(
    county: TestCounty, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync_server.reports.alarms.disk_usage", lambda _: _Roomy())
    county.clinic()
    assert run(("alarms", "--json", "--database", county.database.url)) == 0
    assert json.loads(capsys.readouterr().out)["alarms"] == []


class _Roomy:
    free, total = 90 << 30, 100 << 30


def _one(every: list[Alarm], kind: Kind) -> Alarm:
    found = [one for one in every if one.kind is kind]
    assert len(found) == 1
    return found[0]
