"""The manifest: which files of a county's are whole, and up to which position.  Readers go by it alone.

A file is written beside its place, flushed and renamed; the manifest that lists it comes after it, in the same way.
So whatever a killed export leaves behind is in no manifest, and the next run clears it away.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from sync_server.analysis.errors import ExportRuns, FileMissing, NothingExported

FOLDER: Final = "_manifest"  # tools that read a whole folder pass over names that begin like this


class Part(msgspec.Struct, frozen=True):
    """One file, by its path inside the folder."""

    table: str
    path: str
    rows: int
    bytes: int
    upto: int  # position of the run that wrote it; a register's: what it shows


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Of one county."""

    format: int = 1
    county: str  # its name
    device: str  # of the county, hexadecimal: who it is
    epoch: str  # of its numbers
    position: int = 0  # everything up to here is in the files
    identity: bool
    key: str  # fingerprint of the key for persons
    parts: tuple[Part, ...] = ()


def manifest_path(folder: Path, county: str) -> Path:
    return folder / FOLDER / f"{file_name(county)}.json"


def file_name(county: str) -> str:
    """A county's name where a path wants one."""
    return county.replace("/", "%2F").replace("\0", "")


def manifests(folder: Path) -> list[Manifest]:
    """Of every county whose files are in the folder, by name.

    Raises:
        NothingExported: none is.
    """
    found = [read_manifest(path) for path in sorted((folder / FOLDER).glob("*.json"))]
    if not found:
        raise NothingExported(folder=folder)
    return found


def read_manifest(path: Path) -> Manifest:
    """Raises:
    FileMissing: it cannot be read.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.MsgspecError as error:
        raise FileMissing(path=path.name) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """All of it, or the one before."""
    path = manifest_path(folder, manifest.county)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(msgspec.json.encode(manifest))
        file.flush()
        os.fsync(file.fileno())
    put_in_place(beside, path)


def put_in_place(beside: Path, path: Path) -> None:
    """Rename, durably."""
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def alone(folder: Path, county: str) -> Iterator[None]:
    """Nobody else writes this county's files meanwhile; the lock ends with the process, however that ends.

    Raises:
        ExportRuns: somebody does.
    """
    import fcntl  # a city may read the files on a Windows PC, which has none

    path = manifest_path(folder, county).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ExportRuns(county=county) from error
        yield


def clear_leftovers(folder: Path, county: str, parts: tuple[Part, ...]) -> int:
    """Remove this county's files that no manifest lists; answers how many there were."""
    listed = {folder / part.path for part in parts}
    found = [
        path
        for path in folder.glob(f"*/county={file_name(county)}/**/*")
        if path.is_file() and path not in listed
    ]
    for path in found:
        path.unlink()
    return len(found)
