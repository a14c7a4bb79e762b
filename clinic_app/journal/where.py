"""Where a device stands, in 32 characters: the feed's epoch and cursor, and a digest of what is held of its runs."""

import base64
import binascii
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import Damaged

_LAYOUT: Final = struct.Struct(">8sQ8s")


class BadWhere(Damaged):
    """Characters that tell no place."""

    code = "journal.bad_where"


@dataclass(frozen=True, slots=True)
class Where:
    """`epoch` and `standing` are the first 8 bytes of a SHA-256."""

    epoch: bytes
    cursor: int
    standing: bytes

    def is_in(self, epoch: UUID) -> bool:
        return _mark(epoch) == self.epoch


def _mark(epoch: UUID) -> bytes:
    """Of the whole id: ids that one process gives out begin alike."""
    return sha256(epoch.bytes).digest()[:8]


def standing_of(runs: Iterable[tuple[UUID, int, bytes]]) -> bytes:
    """The digest of (incarnation, seq held by the county, link at that seq); a run of which nothing is held is left out."""
    total = sha256()
    for incarnation, seq, link in sorted(runs):
        if seq:
            total.update(struct.pack(">16sQ32s", incarnation.bytes, seq, link))
    return total.digest()[:8]


def write_where(epoch: UUID, cursor: int, standing: bytes) -> str:
    return base64.urlsafe_b64encode(_LAYOUT.pack(_mark(epoch), cursor, standing)).decode("ascii")


def read_where(text: str) -> Where:
    """Raises:
    BadWhere: not 32 characters of base64url.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadWhere() from error
    if len(data) != _LAYOUT.size:
        raise BadWhere()
    where = Where(*_LAYOUT.unpack(data))
    if where.cursor >> 63:
        raise BadWhere()
    return where
