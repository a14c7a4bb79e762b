"""The county's certificate authority, proved by a real TLS server on the loopback address."""

import http.server
import socket
import ssl
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from sync_server import tls

TODAY = datetime(2026, 11, 22, tzinfo=UTC)


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write("县里".encode())

    def log_message(self, *_: object) -> None:
        pass


class QuietServer(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A refused handshake is what the test asks for."""


@pytest.fixture
def serve() -> Iterator[Callable[[tls.Files], int]]:
    """Starts an HTTPS server with the given files and answers its port."""
    running: list[QuietServer] = []

    def start(files: tls.Files) -> int:
        server = QuietServer(("127.0.0.1", 0), Hello)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.certificate, files.key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return int(server.server_address[1])

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def authority() -> tls.Authority:
    return tls.new_authority("漳平市")


def certificate_of(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_clinic_that_holds_the_authority_reaches_the_county(tmp_path, serve, authority, host):
    files = tls.ssl_files(tmp_path, authority, ["localhost", "127.0.0.1"])
    port = serve(files)
    answer = requests.get(f"https://{host}:{port}/", verify=str(files.authority), timeout=60)
    assert answer.content.decode() == "县里"


def test_another_authority_of_the_same_name_is_refused(tmp_path, serve, authority):
    port = serve(tls.ssl_files(tmp_path / "real", authority, ["127.0.0.1"]))
    false = tmp_path / "false.pem"
    false.write_bytes(tls.new_authority("漳平市").cert_pem)
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"https://127.0.0.1:{port}/", verify=str(false), timeout=60)


def test_a_name_that_is_not_in_the_certificate_is_refused(tmp_path, serve, authority):
    files = tls.ssl_files(tmp_path, authority, ["county.example"])
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"https://127.0.0.1:{serve(files)}/", verify=str(files.authority), timeout=60)


def test_the_strictest_check_of_openssl_is_content(tmp_path, serve, authority):
    """Python 3.13 turns VERIFY_X509_STRICT on by default; clinics will come with it."""
    files = tls.ssl_files(tmp_path, authority, ["localhost"])
    context = ssl.create_default_context(cafile=str(files.authority))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with (
        socket.create_connection(("127.0.0.1", serve(files))) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secure,
    ):
        assert secure.version() in {"TLSv1.2", "TLSv1.3"}


def test_a_servers_certificate_cannot_sign_another(tmp_path, serve, authority):
    """OpenSSL as clinics use it; the chain is sent whole, so that nothing but the rule stands in its way."""
    own = tls.ssl_files(tmp_path / "own", authority, ["localhost"])
    thief = tls.Authority(own.certificate.read_bytes(), own.key.read_bytes())
    false = tls.ssl_files(tmp_path / "false", thief, ["127.0.0.1"])
    false.certificate.write_bytes(false.certificate.read_bytes() + own.certificate.read_bytes())
    with pytest.raises(requests.exceptions.SSLError, match="invalid CA certificate"):
        requests.get(f"https://127.0.0.1:{serve(false)}/", verify=str(own.authority), timeout=60)


def test_the_authority_lives_twenty_years_and_a_server_825_days(tmp_path):
    authority = tls.new_authority("漳平市", today=TODAY)
    root = x509.load_pem_x509_certificate(authority.cert_pem)
    assert root.not_valid_after_utc.year == 2046
    leaf = certificate_of(tls.ssl_files(tmp_path, authority, ["localhost"], today=TODAY).certificate)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=825)


def test_a_server_never_outlives_its_authority():
    authority = tls.new_authority("漳平市", today=TODAY - timedelta(days=20 * 365 - 100))
    certificate, _ = tls.server_certificate(authority, ["localhost"], today=TODAY)
    root = x509.load_pem_x509_certificate(authority.cert_pem)
    leaf = x509.load_pem_x509_certificate(certificate)
    assert leaf.not_valid_after_utc <= root.not_valid_after_utc


@pytest.mark.parametrize(
    ("days", "hosts", "renewed"),
    [
        pytest.param(1, ["localhost"], False, id="the next day"),
        pytest.param(790, ["localhost"], False, id="more than 30 days are left"),
        pytest.param(794, ["localhost"], True, id="less than 30 days are left"),
        pytest.param(900, ["localhost"], True, id="already over"),
        pytest.param(1, ["localhost", "10.1.2.3"], True, id="a further name is wanted"),
    ],
)
def test_files_are_renewed_when_they_are_due(tmp_path, days, hosts, renewed):
    authority = tls.new_authority("漳平市", today=TODAY)
    first = tls.ssl_files(tmp_path, authority, ["localhost"], today=TODAY).certificate.read_bytes()
    later = tls.ssl_files(tmp_path, authority, hosts, today=TODAY + timedelta(days=days))
    assert (later.certificate.read_bytes() != first) is renewed


@pytest.mark.parametrize("lost", ["server.pem", "server.key", "ca.pem"])
def test_a_file_that_was_lost_or_cut_is_made_again(tmp_path, authority, lost):
    tls.ssl_files(tmp_path, authority, ["localhost"])
    (tmp_path / lost).write_bytes(b"cut")
    files = tls.ssl_files(tmp_path, authority, ["localhost"])
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(files.certificate, files.key)
    assert files.authority.read_bytes() == authority.cert_pem


def test_only_its_owner_reads_the_key(tmp_path, authority):
    files = tls.ssl_files(tmp_path, authority, ["localhost"])
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600


def test_a_key_with_a_pass_phrase_opens_with_it_alone():
    authority = tls.new_authority("漳平市", b"correct horse")
    assert b"ENCRYPTED" in authority.key_pem
    tls.server_certificate(authority, ["localhost"], b"correct horse")
    for wrong in (b"", b"wrong"):
        with pytest.raises(tls.BadAuthority):
            tls.server_certificate(authority, ["localhost"], wrong)


def test_the_fingerprint_is_that_of_the_der_bytes(authority):
    root = x509.load_pem_x509_certificate(authority.cert_pem)
    assert tls.fingerprint(authority.cert_pem) == root.fingerprint(SHA256()).hex()


@pytest.mark.parametrize("host", ["", "https://county", "a b", "县.example", "a..b", "x" * 254])
def test_a_name_that_no_certificate_can_carry_is_refused(authority, host):
    with pytest.raises(tls.BadHostName):
        tls.server_certificate(authority, [host])


def test_a_certificate_without_a_name_is_refused(authority):
    with pytest.raises(tls.BadHostName):
        tls.server_certificate(authority, [])


def test_a_county_with_a_very_long_name_gets_its_authority_too():
    assert tls.fingerprint(tls.new_authority("漳" * 90).cert_pem)
