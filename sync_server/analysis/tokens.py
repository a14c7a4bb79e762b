"""Tokens stand for people in the columnar files: keyed hashes, which nobody without the key can turn back or guess.

An ID number has few enough possible values to try them all, so a bare hash would hide nothing.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from uuid import UUID

from sync_server.analysis.errors import BadPersonKey
from sync_server.store.county import County

_SHORTEST: Final = 32  # bytes


@dataclass(frozen=True, slots=True)
class Tokens:
    """Of one county.  64 bits: two of ten million people share one with a chance of three in a million."""

    residents: bytes  # 32 bytes; the county's alone
    persons: bytes  # 32 bytes; the same in a city whose counties were given one key

    def resident(self, resident: UUID | None) -> int | None:
        """The same person may be several residents; the register says which `person` each is."""
        return None if resident is None else _token(self.residents, resident.bytes)

    def person(self, resident: UUID, verified_number: str) -> int:
        """`verified_number` is "" without a verified ID number: then nobody else can be the same person."""
        if verified_number:
            return _token(self.persons, b"number" + verified_number.upper().encode())
        return _token(self.residents, b"person" + resident.bytes)

    @property
    def fingerprint(self) -> str:
        """Tells two keys apart and gives neither away."""
        return blake2b(b"fingerprint", key=self.persons, digest_size=8).hexdigest()


def tokens_of(county: County, city_key: bytes | None) -> Tokens:
    """Raises:
    BadPersonKey: fewer than 32 bytes.
    """
    if city_key is not None and len(city_key) < _SHORTEST:
        raise BadPersonKey(bytes=len(city_key), wanted=_SHORTEST)
    own = _key(county.seed, b"xyt-analysis-residents")
    persons = (
        _key(county.seed, b"xyt-analysis-persons")
        if city_key is None
        else _key(city_key, b"xyt-city-persons")
    )
    return Tokens(own, persons)


def _key(secret: bytes, purpose: bytes) -> bytes:
    inner = blake2b(secret, digest_size=32).digest()
    return blake2b(purpose, key=inner, digest_size=32).digest()


def _token(key: bytes, value: bytes) -> int:
    return int.from_bytes(blake2b(value, key=key, digest_size=8).digest(), "big", signed=True)
