"""The line to the county against servers that break, lie, hang and pour; every failure has its own name."""

import gzip
import json
import secrets
import time

import pytest
import zstandard

from clinic_app.journal.entry import device_id, new_id
from clinic_app.journal.feed import Page, write_page
from clinic_app.journal.refusal import Busy, Fork, Revoked
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.sync.client import DATA_LIMIT, Line, Patience, address_of
from clinic_app.sync.county import County
from clinic_app.sync.errors import (
    BadAddress,
    BadAnswer,
    NoLine,
    NotEncrypted,
    Refused,
    ServerBusy,
    Untrusted,
)
from tests.sync.line_server import answers, drips, hangs, line_server, pours, says

SOON = Patience(connect=0.5, silence=0.5, answer=0.5, slowest=100_000)
KEY = private_key(secrets.token_bytes(32))
COUNTY = private_key(secrets.token_bytes(32))
TOKEN = answers(json.dumps({"token": "t", "expires": 3_600_000, "now": 0}).encode())


def ask(server: str, limit: int = 1 << 16) -> bytes:
    line = Line(server, patience=SOON)
    try:
        return line.ask("GET", "/health", limit=limit).body
    finally:
        line.close()


def county_at(server: str) -> County:
    return County(
        server, device_id(public_bytes(KEY)), KEY, public_bytes(COUNTY), None, wall=lambda: 0, patience=SOON
    )


@pytest.mark.parametrize(
    ("script", "error"),
    [
        pytest.param(hangs(), NoLine, id="hangs"),
        pytest.param(says(b""), NoLine, id="closes without a word"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nContent-Le"), NoLine, id="cut in the head"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), NoLine, id="cut in the body"),
        pytest.param(
            says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"),
            NoLine,
            id="cut in a chunk",
        ),
        pytest.param(drips, NoLine, id="slower than any line"),
        pytest.param(pours, BadAnswer, id="pours without end"),
        pytest.param(answers(b"x" * 100_000), BadAnswer, id="longer than allowed"),
        pytest.param(says(b"SSH-2.0-OpenSSH_9.2\r\n"), BadAnswer, id="another protocol"),
        pytest.param(
            answers(gzip.compress(b"0" * 9_000_000), "200 OK", "Content-Encoding: gzip"),
            BadAnswer,
            id="packed",
        ),
        pytest.param(answers(b"", "302 Found", "Location: http://portal/"), BadAnswer, id="sign in first"),
    ],
)
def test_each_way_to_fail_has_its_name_and_ends_soon(script, error) -> None:
    with line_server(script) as server:
        began = time.monotonic()
        with pytest.raises(error):
            ask(server)
        assert time.monotonic() - began < 5


def test_nobody_there_is_no_line() -> None:
    with line_server(says(b"")) as server:
        pass
    with pytest.raises(NoLine):
        ask(server)


def test_no_name_in_the_world_is_no_line() -> None:
    line = Line("https://nowhere.invalid", b"-----BEGIN CERTIFICATE-----\n", SOON)
    with pytest.raises((NoLine, Untrusted)):
        line.ask("GET", "/health")
    line.close()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("county.example:8443", "https://county.example:8443"),
        (" https://county.example/ ", "https://county.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_an_address_has_one_form(text, address) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize("text", ["http://county.example", "http://10.0.0.1", "http://127.0.0.1.example.com"])
def test_nothing_goes_out_unencrypted(text) -> None:
    with pytest.raises(NotEncrypted):
        address_of(text)


@pytest.mark.parametrize("text", ["", "ftp://county.example", "https://", "https://a:b@c", "https://x:port"])
def test_what_is_no_address_is_said_at_once(text) -> None:
    with pytest.raises(BadAddress):
        address_of(text)


def test_without_an_authority_no_encrypted_server_is_trusted() -> None:
    with pytest.raises(Untrusted):
        Line("https://county.example")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(answers(b'{"error":"server.revoked"}', "403 Forbidden"), Revoked, id="revoked"),
        pytest.param(answers(b'{"error":"journal.fork","seq":3}', "409 Conflict"), Fork, id="fork"),
        pytest.param(
            answers(b'{"error":"journal.bad_segment","why":"x"}', "400 Bad Request"), Refused, id="refused"
        ),
        pytest.param(answers(b'{"error":"server.busy","retry_after":7}', "503 Busy"), Busy, id="busy"),
        pytest.param(
            answers(b"<h1>gateway</h1>", "502 Bad Gateway", "Retry-After: 9"), ServerBusy, id="a proxy"
        ),
        pytest.param(answers(b"<h1>hello</h1>"), BadAnswer, id="a web page"),
        pytest.param(answers(b'{"runs": 7}'), BadAnswer, id="other JSON"),
        pytest.param(answers(b"\xff\xfe{"), BadAnswer, id="no text"),
        pytest.param(answers(b"<h1>?</h1>", "404 Not Found"), BadAnswer, id="another server"),
    ],
)
def test_each_refusal_has_its_name(answer, error) -> None:
    with line_server(TOKEN, answer) as server, pytest.raises(error):
        county_at(server).standing()


def test_a_token_is_used_again_and_made_anew_once_when_it_lapsed() -> None:
    gone = answers(b'{"error":"server.no_token"}', "401 Unauthorized")
    runs = answers(b'{"runs": []}')
    with line_server(TOKEN, runs, runs, gone, TOKEN, runs) as server:
        county = county_at(server)
        for _ in range(3):
            assert county.standing().runs == ()
        assert county.traffic.requests == 6
    with line_server(TOKEN, gone, TOKEN, gone) as server, pytest.raises(Exception, match=r"server\.no_token"):
        county_at(server).standing()


def test_the_clock_is_put_right_by_the_countys_answer() -> None:
    wrong = answers(b'{"error":"server.clock","now":86400000}', "400 Bad Request")
    with line_server(wrong, TOKEN, answers(b'{"runs": []}')) as server:
        county = county_at(server)
        county.standing()
        assert abs(county.skew_ms) < 100, "the last answer counts"


def page(items: bytes = b"", *, key=COUNTY, after: int = 5, upto: int = 5, more: bool = False, epoch=None):
    whole = Page(epoch=epoch or EPOCH, after=after, upto=upto, more=more, items=())
    data = write_page(whole, key.sign)
    return data + items if items else data


EPOCH = new_id()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"XYF2" + b"\0" * 400, id="zeros"),
        pytest.param(page(key=KEY), id="signed by somebody else"),
        pytest.param(page(after=4), id="another cursor"),
        pytest.param(page(epoch=new_id()), id="another epoch"),
        pytest.param(page(more=True), id="more, but stands still"),
        pytest.param(page(upto=4), id="backwards"),
        pytest.param(page()[:-3], id="cut"),
        pytest.param(
            page()[: -len(zstandard.compress(b""))] + zstandard.compress(b"\0" * (64 << 20)), id="bomb"
        ),
    ],
)
def test_a_page_that_the_county_did_not_make_for_us_is_a_bad_answer(data) -> None:
    with line_server(TOKEN, answers(data)) as server, pytest.raises(BadAnswer):
        county_at(server).page(EPOCH, 5, limit=10)


def test_a_good_page_is_taken() -> None:
    with line_server(TOKEN, answers(page(upto=9))) as server:
        assert county_at(server).page(EPOCH, 5, limit=10).upto == 9


@pytest.mark.parametrize("data", [b"x", b"\0" * 12, b"\0" * 8 + b"\0\0\0\x04abcd", b"\xff" * 64])
def test_segments_that_are_none_are_a_bad_answer(data) -> None:
    with line_server(TOKEN, answers(data)) as server, pytest.raises(BadAnswer):
        county_at(server).segments(new_id(), 0)


def test_bytes_are_counted_as_they_go_over_the_line() -> None:
    with line_server(TOKEN, answers(b'{"runs": []}')) as server:
        county = county_at(server)
        county.standing()
        assert county.traffic.requests == 2
        assert 500 < county.traffic.up < 1500
        assert 100 < county.traffic.down < 500
    assert DATA_LIMIT > 8 << 20, "a bundle of segments has to fit"
