"""The county's own certificate authority, and the certificates of its servers.

A clinic trusts exactly one authority: the one whose fingerprint stands in its enrolment code.  It is made
once at ``init`` and kept in the database; a server's certificate is made from it whenever one is needed.

    EC P-256 throughout
    the authority lives 20 years; a server's certificate 825 days, renewed 30 days before its end
"""

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from clinic_app.domain.errors import Damaged, RuleBroken

AUTHORITY_LIFE: Final = timedelta(days=20 * 365 + 5)
SERVER_LIFE: Final = timedelta(days=825)  # what browsers take at most from a private authority
RENEW_BEFORE: Final = timedelta(days=30)
_CLOCKS: Final = timedelta(days=2)  # certificates begin this much earlier: clinic clocks run behind
_NAME_LENGTH: Final = 64  # bytes: what X.520 allows a common name


class BadHostName(RuleBroken):
    """A name that no certificate can be made out to."""

    code = "tls.bad_host_name"


class BadAuthority(Damaged):
    """The stored authority is unreadable: a wrong pass-phrase, or bytes that are no key or certificate."""

    code = "tls.bad_authority"


@dataclass(frozen=True, slots=True)
class Authority:
    """The county's certificate authority.  Whoever holds `key_pem` can pose as the county."""

    cert_pem: bytes
    key_pem: bytes  # PKCS #8, encrypted when it was made with a pass-phrase


@dataclass(frozen=True, slots=True)
class Files:
    """What uvicorn takes as ``ssl_certfile`` and ``ssl_keyfile``; `authority` is for `requests(verify=…)`."""

    certificate: Path
    key: Path
    authority: Path


def now() -> datetime:
    return datetime.now(UTC)


def new_authority(county: str, passphrase: bytes = b"", today: datetime | None = None) -> Authority:
    """A fresh authority named after the county.  With a `passphrase` its key is kept encrypted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"乡医通 {county}")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    builder = _begun(name, name, key.public_key(), today or now(), AUTHORITY_LIFE)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(_identifier(key.public_key()), critical=False)
    return Authority(_pem(builder.sign(key, hashes.SHA256())), _key_pem(key, passphrase))


def server_certificate(
    authority: Authority, host_names: Sequence[str], passphrase: bytes = b"", today: datetime | None = None
) -> tuple[bytes, bytes]:
    """A certificate for one server, and its key: both PEM, the key not encrypted.

    `host_names` are DNS names (``county.example``, ``*.example``) or addresses (``192.168.1.10``, ``::1``);
    people know the server by the first one.

    Raises:
        BadHostName: none, or one that is neither.
        BadAuthority: the authority cannot be read.
    """
    names = [_general_name(host) for host in dict.fromkeys(host_names)]
    if not names:
        raise BadHostName(host="")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _issued(authority, key.public_key(), host_names[0], names, passphrase, today)
    return certificate, _key_pem(key, b"")


def certificate_for(
    authority: Authority,
    request: x509.CertificateSigningRequest,
    host_name: str,
    passphrase: bytes = b"",
    today: datetime | None = None,
) -> bytes:
    """A certificate (PEM) for the key of a request; `host_name` is all that it is good for.

    Raises:
        BadHostName: the name, or a key that is no elliptic-curve key.
        BadAuthority: the authority cannot be read.
    """
    key = request.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise BadHostName(host=host_name)
    return _issued(authority, key, host_name, [_general_name(host_name)], passphrase, today)


def _issued(
    authority: Authority,
    key: ec.EllipticCurvePublicKey,
    name: str,
    names: Sequence[x509.GeneralName],
    passphrase: bytes,
    today: datetime | None,
) -> bytes:
    issuer, issuer_key = _opened(authority, passphrase)
    end = min(SERVER_LIFE, issuer.not_valid_after_utc - (today or now()))
    builder = _begun(issuer.subject, _name(name), key, today or now(), end)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(_identifier(key), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
    )
    return _pem(builder.sign(issuer_key, hashes.SHA256()))


def fingerprint(cert_pem: bytes) -> str:
    """SHA-256 of the certificate (DER) as 64 hexadecimal digits; an enrolment code carries the first 12."""
    return sha256(_certificate(cert_pem).public_bytes(serialization.Encoding.DER)).hexdigest()


def end_of(cert_pem: bytes) -> datetime:
    """When a certificate ends.

    Raises:
        BadAuthority: these bytes are none.
    """
    return _certificate(cert_pem).not_valid_after_utc


def due_for_renewal(cert_pem: bytes, host_names: Sequence[str], today: datetime | None = None) -> bool:
    """Whether a server needs a new certificate: less than 30 days left, or other names are wanted."""
    certificate = _certificate(cert_pem)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    wanted = {_general_name(host) for host in host_names}
    left = certificate.not_valid_after_utc - (today or now())
    return left < RENEW_BEFORE or set(names) != wanted


def ssl_files(
    folder: Path,
    authority: Authority,
    host_names: Sequence[str],
    passphrase: bytes = b"",
    today: datetime | None = None,
) -> Files:
    """The three files in `folder`, made or renewed when they are due; the key is readable by its owner alone.

    Called at every start; a server that runs for months is started anew by its service in time.

    Raises:
        BadHostName, BadAuthority: as `server_certificate`.
    """
    files = _in(folder)
    if not _usable(files, authority, host_names, today):
        certificate, key = server_certificate(authority, host_names, passphrase, today)
        put_files(folder, certificate, key, authority.cert_pem)
    return files


def put_files(folder: Path, certificate: bytes, key: bytes, authority: bytes) -> Files:
    """The three files (PEM) in `folder`; the key is readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    files = _in(folder)
    _write(files.key, key)
    _write(files.certificate, certificate)
    _write(files.authority, authority)
    return files


def _in(folder: Path) -> Files:
    return Files(folder / "server.pem", folder / "server.key", folder / "ca.pem")


def _usable(files: Files, authority: Authority, host_names: Sequence[str], today: datetime | None) -> bool:
    """Whether the three files belong together, to this authority, and last a while."""
    try:
        certificate = _certificate(files.certificate.read_bytes())
        key = serialization.load_pem_private_key(files.key.read_bytes(), None)
        certificate.verify_directly_issued_by(_certificate(authority.cert_pem))
    except Exception:  # a missing, cut or foreign file all mean the same: make new ones
        return False
    return (
        key.public_key() == certificate.public_key()
        and files.authority.exists()
        and files.authority.read_bytes() == authority.cert_pem
        and not due_for_renewal(files.certificate.read_bytes(), host_names, today)
    )


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and private from its first byte."""
    part = path.with_suffix(path.suffix + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    part.replace(path)


def _opened(authority: Authority, passphrase: bytes) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        key = serialization.load_pem_private_key(authority.key_pem, passphrase or None)
    except (ValueError, TypeError) as error:  # TypeError: a pass-phrase is missing, or given for a plain key
        raise BadAuthority(why=str(error)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadAuthority(why="not an elliptic-curve key")
    return _certificate(authority.cert_pem), key


def _certificate(cert_pem: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(cert_pem)
    except ValueError as error:
        raise BadAuthority(why=str(error)) from error


def _begun(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey, today: datetime, life: timedelta
) -> x509.CertificateBuilder:
    begin = today - _CLOCKS
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(min(begin + life, today + life))
    )


def _name(common_name: str) -> x509.Name:
    cut = common_name.encode()[:_NAME_LENGTH].decode(errors="ignore")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, cut)])


def _general_name(host: str) -> x509.GeneralName:
    """Raises:
    BadHostName: neither an address nor a DNS name.
    """
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        pass
    labels = host.removeprefix("*.").split(".")
    plain = all(label.replace("-", "").isalnum() and label.isascii() and len(label) <= 63 for label in labels)
    if not plain or len(host) > 253:
        raise BadHostName(host=host)
    return x509.DNSName(host)


def _usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def new_request(name: str) -> tuple[bytes, bytes]:
    """A fresh key and the request to have it certified: both PEM, the key not encrypted."""
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(_name(name)).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM), _key_pem(key, b"")


def _identifier(key: ec.EllipticCurvePublicKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey, passphrase: bytes) -> bytes:
    sealed: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    )
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed)
