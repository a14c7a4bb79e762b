"""A folder into which devices leave files; each goes to `done`, or to `refused` with the reason beside it."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clinic_app.domain.errors import Unavailable

DONE: Final = "done"
REFUSED: Final = "refused"
MOST: Final = 200  # files at one look
_STILL: Final = 2_000  # ms: a younger file may still be written
_NO_FILES: Final = (".", "~$", "thumbs.db", "desktop.ini")  # what a system leaves by itself begins so


class FolderAway(Unavailable):
    """The folder of clinic.toml is not there: a share or a stick that is gone."""

    code = "results.no_folder"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it stood when the folder was read; one that was written to since is not equal."""

    path: Path
    size: int
    changed_ns: int  # UTC

    @property
    def changed_ms(self) -> int:
        return self.changed_ns // 1_000_000

    def stands(self) -> bool:
        """Whether nobody has written to it since."""
        now = self.path.stat()
        return (now.st_size, now.st_mtime_ns) == (self.size, self.changed_ns)


def ripe_files(folder: Path, now_ms: int, unfinished: tuple[str, ...]) -> list[Dropped]:
    """The files of a folder that are written to their end, the newest first: what is old holds up nothing new.

    Raises:
        FolderAway
    """
    try:
        entries = [one for one in os.scandir(folder) if one.is_file(follow_symlinks=False)]
    except OSError as error:
        raise FolderAway(folder=str(folder)) from error
    found = [_dropped(one) for one in entries if _is_named(one.name.lower(), unfinished)]
    ripe = [one for one in found if one is not None and one.changed_ms <= now_ms - _STILL]
    return sorted(ripe, key=lambda one: (one.changed_ns, one.path.name), reverse=True)


def put_aside(path: Path, where: str, why: str = "") -> bool:
    """Move a file into a folder beside it, with a name of its own there; False: it could not be moved.

    A share may be read only, and Windows moves no file that another program holds.
    """
    folder = path.parent / where
    try:
        folder.mkdir(exist_ok=True)
        to = _free(folder, path)
        path.replace(to)
    except FileNotFoundError:
        return True  # another computer was faster
    except OSError:
        return False
    if why:
        _write(to.with_name(f"{to.name}.txt"), why)
    return True


def _dropped(entry: os.DirEntry[str]) -> Dropped | None:
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return None  # taken away meanwhile
    return Dropped(Path(entry.path), found.st_size, found.st_mtime_ns)


def _is_named(name: str, unfinished: tuple[str, ...]) -> bool:
    return not name.endswith(unfinished) and not name.startswith(_NO_FILES)


def _free(folder: Path, path: Path) -> Path:
    """A device that always writes data.csv has thousands of them there: its time makes the name another one."""
    to, number = folder / path.name, 1
    stem = f"{path.stem}-{path.stat().st_mtime_ns}"
    while to.exists():
        to = folder / (f"{stem}{path.suffix}" if number == 1 else f"{stem}-{number}{path.suffix}")
        number += 1
    return to


def _write(path: Path, why: str) -> None:
    try:
        path.write_text(why, encoding="utf-8")
    except OSError:
        return  # the file is set aside all the same
