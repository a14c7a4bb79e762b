"""A folder on a stick or a share: files that are there whole or not at all, and an end to how many and how large.

    up-DEVICE-TIME-PART.xyc      from a clinic
    down-DEVICE-TIME-PART.xyc    from the county

DEVICE is 16 hex digits of the device's id, TIME is UTC milliseconds, PART counts from 0001.  A name is only for
order and for tidying up; what a file is stands inside.
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from clinic_app.domain.errors import NotFound, RuleBroken, Unavailable
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.sealing import BadParcel

FOLDER: Final = "xyt-courier"  # on the stick, so that its other files stay apart
MAX_FILE: Final = 24 << 20  # bytes
MAX_FILES: Final = 4096  # looked at in one folder
_SUFFIX: Final = ".xyc"
_NAME: Final = re.compile(r"(up|down)-.*\.xyc", re.IGNORECASE)
_LEFT_OVER: Final = ".part"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
Way = Literal["up", "down"]


class NoFolder(NotFound):
    """There is no such folder: the stick is not in, or the share is away."""

    code = "courier.no_folder"


class StickFull(Unavailable):
    """No room for even one more file."""

    code = "courier.full"


class StickGone(Unavailable):
    """The folder went away, or cannot be read or written any more."""

    code = "courier.gone"


class ReadOnly(RuleBroken):
    """The folder cannot be written."""

    code = "courier.read_only"


def place_in(folder: Path) -> Path:
    """Where the files are: a folder of its own on the stick, unless that one was chosen itself.

    Raises:
        NoFolder
    """
    with _told(folder):
        if not folder.is_dir():
            raise NoFolder(folder=str(folder))
    return folder if folder.name == FOLDER else folder / FOLDER


def name_of(way: Way, device: UUID, made: int, part: int) -> str:
    return f"{way}-{device.hex[:16]}-{made:013d}-{part:04d}{_SUFFIX}"


def put(place: Path, name: str, data: bytes) -> None:
    """Write one file: under another name first, so that a stick pulled out never holds half of one.

    Raises:
        StickFull, StickGone, ReadOnly
    """
    part = place / (name + _LEFT_OVER)
    with _told(place):
        place.mkdir(exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(place / name)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _settle(place)


def files_in(place: Path, way: Way) -> list[Path]:
    """The courier's files of one direction, by name; at most `MAX_FILES`.

    Raises:
        StickGone, ReadOnly
    """
    with _told(place):
        if not place.is_dir():
            return []
        found = [
            one
            for one in place.iterdir()
            if _NAME.fullmatch(one.name) and one.name.startswith(way) and one.is_file()
        ]
    return sorted(found)[:MAX_FILES]


def content_of(file: Path) -> bytes:
    """A whole file, never more than `MAX_FILE` bytes of it.

    Raises:
        TooLarge
        BadParcel: this one file cannot be read, or its writer took it away; the folder is still there.
        StickGone, ReadOnly
    """
    with _told(file.parent):
        try:
            with file.open("rb") as source:
                data = source.read(MAX_FILE + 1)
        except OSError as error:
            if file.parent.is_dir():
                raise BadParcel(why="read") from error
            raise
    if len(data) > MAX_FILE:
        raise TooLarge(limit=MAX_FILE)
    return data


def drop(files: list[Path]) -> None:
    """Take away what is done; a stick that forbids it keeps them, and they do no harm."""
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def drop_older(place: Path, way: Way, device: UUID) -> None:
    """Take away what was written for or by `device` before: the next set says all of it again."""
    start = f"{way}-{device.hex[:16]}-"
    with suppress(OSError):
        drop([one for one in place.iterdir() if one.name.startswith(start)])


def _settle(place: Path) -> None:
    """Let the new name reach the disk too, where the system has a way to ask for it."""
    with suppress(OSError):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StickFull(folder=str(where)) from error
        if error.errno in _FORBIDDEN:
            raise ReadOnly(folder=str(where)) from error
        raise StickGone(folder=str(where)) from error
