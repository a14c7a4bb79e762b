"""PBOC purse arithmetic, for the virtual card and the virtual PSAM: in the field only those two hold keys."""

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes


def _ecb(key: bytes, block: bytes) -> bytes:
    """DES with 8 bytes of key, 3DES with 16."""
    whole = key * 3 if len(key) == 8 else key + key[:8]
    return Cipher(TripleDES(whole), modes.ECB()).encryptor().update(block)


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def diversified(key: bytes, factor: bytes) -> bytes:
    """分散: the key of one issuer or one card, 16 bytes."""
    return _ecb(key, factor) + _ecb(key, _xor(factor, b"\xff" * 8))


def session_key(key: bytes, factor: bytes) -> bytes:
    """过程密钥, 8 bytes."""
    return _ecb(key, factor)


def mac(key: bytes, data: bytes) -> bytes:
    """Single-DES CBC over data padded with 80 00…, the first four bytes."""
    padded = data + b"\x80" + b"\x00" * (-(len(data) + 1) % 8)
    chained = b"\x00" * 8
    for start in range(0, len(padded), 8):
        chained = _ecb(key, _xor(chained, padded[start : start + 8]))
    return chained[:4]


def tac_key(key: bytes) -> bytes:
    return _xor(key[:8], key[8:])
