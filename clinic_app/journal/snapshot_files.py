"""A snapshot as a folder of files, on a stick or a share: one file a part, and the mark last.

    xyt-snapshot-FACILITY/00001.xyn, 00002.xyn, … mark.xyn

Each file is sealed (sealing.py) with a key that only the code opens, which the officer tells the clinic apart from
the stick: a lost stick tells nothing.
"""

import secrets
from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from clinic_app.journal import sticks
from clinic_app.journal.feed import Page, page_signature, read_page
from clinic_app.journal.sealing import ForeignParcel, seal, sealing_public, unseal
from clinic_app.journal.snapshot import BadSnapshot, Mark, checksum_of, read_mark

_MARK: Final = "mark.xyn"
_TAG: Final = b"xyt-snapshot-code-1"
_CODE_BYTES: Final = 20  # 160 bits: the code is the only key


def new_code() -> str:
    """A code to be told: eight groups of four letters and figures."""
    text = b32encode(secrets.token_bytes(_CODE_BYTES)).decode("ascii")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def folder_of(folder: Path, facility: str) -> Path:
    """Where a facility's snapshot stands on the stick.

    Raises:
        NoFolder
    """
    if not folder.is_dir():
        raise sticks.NoFolder(folder=str(folder))
    return folder / f"xyt-snapshot-{facility}"


class SnapshotWriter:
    """Writes one snapshot; the mark makes it whole."""

    def __init__(self, place: Path, code: str) -> None:
        self._place = place
        self._public = sealing_public(_seed(code))
        self.bytes = 0
        if place.is_dir():
            sticks.drop(sorted(place.glob("*.xyn")))

    def part(self, number: int, data: bytes) -> None:
        """Part `number`, from 1.

        Raises:
            StickFull, StickGone, ReadOnly
        """
        self._put(f"{number:05d}.xyn", data)

    def mark(self, data: bytes) -> None:
        self._put(_MARK, data)

    def _put(self, name: str, data: bytes) -> None:
        sealed = seal(data, self._public)
        sticks.put(self._place, name, sealed)
        self.bytes += len(sealed)


class SnapshotReader:
    """A snapshot on a stick, looked through from end to end before anything is taken in.

    Raises:
        ForeignParcel: another code.
        BadParcel: a file is missing or was changed.
        StickGone: the stick went away.
        BadSnapshot, BadSignature: not what the county wrote for this facility.
    """

    def __init__(self, place: Path, code: str, county_key: bytes, facility: str) -> None:
        self._place = place
        self._seed = _seed(code)
        self._county_key = county_key
        self.mark = read_mark(self._read(_MARK), county_key)
        if self.mark.facility != facility:
            raise BadSnapshot(why="facility")
        signatures = (page_signature(self._part(number)) for number in range(1, self.mark.parts + 1))
        if checksum_of(self.mark.epoch, facility, signatures) != self.mark.checksum:
            raise BadSnapshot(why="checksum")

    def after(self, number: int) -> Iterator[int | Page | Mark]:
        """What a line would bring behind a number of the feed."""
        yield self.mark.entries
        for place in range(1, self.mark.parts + 1):
            page = read_page(self._part(place), self._county_key)
            if page.upto > number:
                yield page
        yield self.mark

    def _part(self, number: int) -> bytes:
        return self._read(f"{number:05d}.xyn")

    def _read(self, name: str) -> bytes:
        return unseal(sticks.content_of(self._place / name), self._seed)


def _seed(code: str) -> bytes:
    """Raises:
    ForeignParcel: no code at all.
    """
    plain = "".join(code.split()).replace("-", "").upper()
    if not plain:
        raise ForeignParcel()
    return sha256(_TAG + plain.encode()).digest()
