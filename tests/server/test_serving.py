"""The server as a process: its command line, TLS, and two of them on one database."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from sync_server.cli import run
from tests.server.clinic import FakeClinic, Staff
from tests.server.county import TOWNSHIP, founded

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PASSWORD = "a-long-password-1"


@contextmanager
def served(*arguments: str, verify: ssl.SSLContext | bool = True) -> Iterator[httpx.Client]:
    """`serve` in a process of its own, and a client for it."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sync_server", "serve", "--port", str(port), *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    scheme = "http" if "--plain" in arguments else "https"
    try:
        with httpx.Client(base_url=f"{scheme}://127.0.0.1:{port}", verify=verify, timeout=30) as http:
            _wait_until_ready(http, process)
            yield http
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait_until_ready(http: httpx.Client, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            if http.get("/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    process.terminate()
    raise AssertionError(process.communicate()[1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def made(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """A county made by the command line, with one township; answers its address."""
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)
    code, out, _ = command(
        capsys, "init", "--database", sqlite_url, "--county", "漳平市", "--admin", "chen", "--json"
    )
    assert code == 0
    assert json.loads(out)["county"] == "漳平市"
    code, _, _ = command(
        capsys,
        *("facility", "add", TOWNSHIP, "--name", "双洋镇卫生院", "--inst-lv", "township"),
        *("--database", sqlite_url),
    )
    assert code == 0
    return sqlite_url


def test_a_clinic_joins_over_tls_with_the_authority_from_its_code(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sync_server.tls import fingerprint

    _, code, _ = command(capsys, "device", "code", TOWNSHIP, "--database", made)
    code = code.strip()
    with served("--database", made, "--tls", verify=False) as unsure:
        pem = unsure.get("/v1/authority").content
        assert fingerprint(pem)[:12] == code.split("-")[1]
        trusting = ssl.create_default_context(cadata=pem.decode())
        with httpx.Client(base_url=unsure.base_url, verify=trusting, timeout=30) as http:
            clinic = FakeClinic(http).join(code)
            clinic.chart(Staff("unknown"))
            assert clinic.push().status_code == 200
            assert [entry.type for entry in clinic.pull()][-1] == "entry.quarantined"
        with pytest.raises(httpx.ConnectError), httpx.Client(base_url=unsure.base_url) as stranger:
            stranger.get("/health")
    code_, out, _ = command(capsys, "status", "--json", "--database", made)
    told = json.loads(out)
    assert (code_, told["devices"], told["quarantined"], told["lag"]) == (0, 1, 1, 0)
    code_, out, _ = command(capsys, "journal", "verify", "--json", "--database", made)
    assert (code_, json.loads(out)["entries"], len(json.loads(out)["heads"])) == (0, told["entries"], 2)


def test_two_processes_share_one_postgresql(postgres_url: str) -> None:
    founded(postgres_url).close()
    with ExitStack() as stack:
        servers = [stack.enter_context(served("--database", postgres_url, "--plain")) for _ in range(2)]
        codes = [_code(postgres_url) for _ in range(2)]
        clinic = FakeClinic(servers[0]).join(codes[0])
        reader = FakeClinic(servers[1])
        reader.admin = clinic.admin
        assert reader.enrol(codes[1], joining=True).status_code == 200
        assert reader.get_token().status_code == 200
        for index in range(6):
            clinic.http = servers[index % 2]
            visit = clinic.visit()
            assert clinic.push().status_code == 200
            reader.http = servers[(index + 1) % 2]
            found = []
            end = time.monotonic() + 10
            while visit.id not in found and time.monotonic() < end:
                found += [entry.id for entry in reader.pull(wait=5)]
            assert visit.id in found
        request = clinic.signed_request()
        answers = [server.send(request).json().get("error") for server in (clinic.http, clinic.http)]
        assert answers == [None, "server.replayed"]


def _code(url: str) -> str:
    from sync_server.publish.enrolments import new_code
    from sync_server.store.engine import Database

    database = Database(url)
    try:
        return new_code(database, TOWNSHIP)
    finally:
        database.close()


def test_several_worker_processes_answer_on_one_port(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, code, _ = command(capsys, "device", "code", TOWNSHIP, "--database", made)
    with served("--database", made, "--plain", "--workers", "2") as http:
        clinic = FakeClinic(http).join(code.strip())
        assert clinic.push().status_code == 200
        assert http.get("/health").json() == {"status": "ok"}


def test_the_worker_is_begun_again_when_it_dies_and_ends_with_its_server(made: str) -> None:
    with served("--database", made, "--plain") as http:
        server = _listening(http)
        first = _worker_of(server)
        os.kill(first, signal.SIGKILL)
        again = _until(lambda: _worker_of(server, other_than=first))
        assert again
    _until(lambda: not Path(f"/proc/{again}").exists())


def _listening(http: httpx.Client) -> int:
    """The process that serves this address."""
    found = subprocess.run(
        ["pgrep", "-f", "--", f"--port {http.base_url.port}"], capture_output=True, text=True
    )
    return int(found.stdout.split()[0])


def _worker_of(server: int, other_than: int = 0) -> int:
    found = subprocess.run(
        ["pgrep", "-P", str(server), "-f", "spawn_main"], capture_output=True, text=True
    ).stdout.split()
    return next((int(pid) for pid in found if int(pid) != other_than), 0)


def _until(what: Callable[[], T], seconds: float = 60) -> T:
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def test_health_metrics_and_description(made: str) -> None:
    with served("--database", made, "--plain") as http:
        metrics = http.get("/metrics").text
        assert "xyt_facilities 1" in metrics
        assert 'xyt_requests_total{route="/ready",method="GET",status="200"}' in metrics
        document = http.get("/openapi.json").json()
        assert document["openapi"].startswith("3.1")
        assert set(document["paths"]) >= {"/v1/feed", "/v1/journals/{device}", "/v1/enrolments", "/v1/tokens"}
        assert http.get("/console/login").status_code == 200


def test_the_description_names_every_route() -> None:
    from sync_server.api.openapi import document
    from sync_server.asgi import API

    assert set(document()["paths"]) | {"/openapi.json"} == {route.path for route in API}


def test_export_tells_every_entry_and_its_hash(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = command(capsys, "journal", "export", "--database", made)
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["type"] for line in lines] == ["county.founded", "facility.registered"]
    assert {"id", "device", "incarnation", "seq", "time", "author", "subject", "body", "hash"} <= set(
        lines[0]
    )
    _, heads, _ = command(capsys, "journal", "verify", "--json", "--database", made)
    assert json.loads(heads)["heads"][0]["hash"] == lines[-1]["hash"]
    _, none, _ = command(capsys, "journal", "export", "--facility", "nowhere", "--database", made)
    assert none == ""


def test_a_permit_is_given_and_taken_by_command(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    for given, said in (("iv_antibiotics,narcotics", "iv_antibiotics,narcotics"), ("-", "-")):
        code, out, _ = command(capsys, "facility", "permit", TOWNSHIP, "--permit", given, "--database", made)
        assert (code, out.strip()) == (0, f"{TOWNSHIP} {said}")


@pytest.mark.parametrize(
    ("arguments", "expected", "said"),
    [
        (("serve", "--plain", "--host", "192.0.2.7"), 2, "loopback"),
        (("serve", "--workers", "0"), 2, "--workers"),
        (("facility", "add", "1", "--name", "x", "--inst-lv", "castle"), 2, ""),
        (("facility", "add", "1", "--name", "x", "--inst-lv", "village", "--parent", "1"), 3, "facility.bad"),
        (("facility", "permit", "nowhere", "--permit", "narcotics"), 3, "facility.not_found"),
        (("facility", "permit", "1", "--permit", "surgery"), 3, "facility.bad"),
        (("device", "code", "nowhere"), 3, "facility.not_found"),
        (("device", "revoke", "xyz", "--reason", "x"), 2, "hexadecimal"),
        (("device", "revoke", "0" * 32, "--reason", "x"), 3, "device.not_found"),
        (("policy", "publish", "/nowhere.toml"), 2, "nowhere"),
        (("catalog", "publish", "drugs", os.devnull), 2, "sheet.bad_table"),
        (("insured", "import", "/nowhere.csv"), 2, "sheet.bad_table"),
        (("init", "--county", "x", "--admin", "y"), 3, "server.founded_before"),
        (("entry", "release", "0" * 32, "--reason", "x"), 3, "quarantine.not_held"),
        (("unheard-of",), 2, ""),
        ((), 2, ""),
    ],
)
def test_a_refusal_says_why_and_ends_with_its_code(
    made: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: int, said: str
) -> None:
    code, out, err = command(capsys, "--database", made, *arguments)
    assert (code, out) == (expected, "")
    assert said in err


def test_a_database_that_is_away_is_exit_code_four(capsys: pytest.CaptureFixture[str]) -> None:
    url = f"postgresql+psycopg://county@127.0.0.1:{_free_port()}/county"
    code, _, err = command(capsys, "status", "--database", url)
    assert (code, "server.no_database" in err) == (4, True)


def test_a_database_without_a_county_is_refused(capsys: pytest.CaptureFixture[str], sqlite_url: str) -> None:
    code, _, err = command(capsys, "status", "--database", sqlite_url)
    assert (code, "server.not_founded" in err) == (3, True)


def test_without_a_password_nothing_is_made(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CLINIC_PASSWORD", raising=False)
    arguments = ("init", "--database", sqlite_url, "--county", "x", "--admin", "chen")
    assert command(capsys, *arguments)[0] == 2
    weak = tmp_path / "weak"
    weak.write_text("1234\n", encoding="utf-8")
    assert command(capsys, *arguments, "--password-file", str(weak))[0] == 3
    assert command(capsys, "status", "--database", sqlite_url)[0] == 3
    strong = tmp_path / "strong"
    strong.write_text(PASSWORD + "\n", encoding="utf-8")
    assert command(capsys, *arguments, "--password-file", str(strong))[0] == 0


@pytest.mark.parametrize("verb", ["init", "serve", "facility", "device", "policy", "journal", "status"])
def test_every_verb_helps(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    assert run((verb, "--help")) == 0
    assert verb in capsys.readouterr().out
