"""封: a file for one receiver (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM).

    "XYC1" · mark of the receiver 16 · HPKE's encapsulated key and ciphertext

The mark is the first 16 bytes of SHA-256 of the receiver's sealing key: it says who can open the file, and
nothing of what is in it.  The head is bound into the key, so another mark or version opens nothing.
"""

from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from clinic_app.domain.errors import Damaged, RuleBroken
from clinic_app.journal.signing import is_signed, private_key, public_bytes

MAGIC: Final = b"XYC1"
_MARK: Final = 16
_HEAD: Final = len(MAGIC) + _MARK
_SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_DERIVE: Final = b"xyt-courier-seal-1"
_STATE: Final = b"xyt-courier-key-1"


class BadParcel(Damaged):
    """A file of the courier that is cut off, was changed, or is none."""

    code = "courier.bad_file"


class ForeignParcel(RuleBroken):
    """A file of the courier that is sealed for somebody else."""

    code = "courier.foreign"


def sealing_key(seed: bytes) -> X25519PrivateKey:
    """The sealing key that belongs to a device's or a county's 32-byte seed."""
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_DERIVE).derive(seed)
    return X25519PrivateKey.from_private_bytes(derived)


def sealing_public(seed: bytes) -> bytes:
    """Its public half, 32 bytes."""
    return sealing_key(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def stated_key(seed: bytes) -> bytes:
    """The sealing key as its owner publishes it: 32 bytes, and the signature (64 bytes) that binds it to the owner."""
    public = sealing_public(seed)
    return public + private_key(seed).sign(_STATE + public_bytes(private_key(seed)) + public)


def key_stated_by(owner: bytes, stated: bytes) -> bytes:
    """The sealing key of `owner` (Ed25519, 32 bytes).

    Raises:
        BadParcel: `owner` did not state it.
    """
    public, signature = stated[:32], stated[32:]
    if len(stated) != 96 or not is_signed(owner, signature, _STATE + owner + public):
        raise BadParcel(why="key")
    return public


def mark_of(public: bytes) -> bytes:
    return sha256(public).digest()[:_MARK]


def seal(data: bytes, public: bytes) -> bytes:
    """`data` for the owner of `public` (32 bytes), and for nobody else.

    Raises:
        BadParcel: `public` is no key.
    """
    head = MAGIC + mark_of(public)
    try:
        return head + _SUITE.encrypt(data, X25519PublicKey.from_public_bytes(public), info=head)
    except ValueError as error:
        raise BadParcel(why="key") from error


def unseal(data: bytes, seed: bytes) -> bytes:
    """What was sealed for the owner of `seed`.

    Raises:
        BadParcel: too short, of another kind or version, or not one bit as it was sealed.
        ForeignParcel: it is for somebody else.
    """
    head = data[:_HEAD]
    if len(head) < _HEAD or not head.startswith(MAGIC):
        raise BadParcel(why="head")
    key = sealing_key(seed)
    if head[len(MAGIC) :] != mark_of(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)):
        raise ForeignParcel()
    try:
        return _SUITE.decrypt(data[_HEAD:], key, info=head)
    except (InvalidTag, ValueError) as error:
        raise BadParcel(why="seal") from error
