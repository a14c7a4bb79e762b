"""A folder into which devices leave files; each goes to `done`, or to `refused` with the reason beside it."""

import os
from pathlib import Path
from typing import Final

from clinic_app.domain.errors import Unavailable

DONE: Final = "done"
REFUSED: Final = "refused"
_MOST: Final = 200  # files at once, the oldest first
_STILL: Final = 2_000  # ms: a younger file may still be written


class FolderAway(Unavailable):
    """The folder of clinic.toml is not there: a share or a stick that is gone."""

    code = "results.no_folder"


def ripe_files(folder: Path, now_ms: int, unfinished: tuple[str, ...]) -> list[Path]:
    """The files of a folder that are written to their end, the oldest first.

    Raises:
        FolderAway
    """
    try:
        entries = [one for one in os.scandir(folder) if one.is_file(follow_symlinks=False)]
    except OSError as error:
        raise FolderAway(folder=str(folder)) from error
    last = now_ms - _STILL
    ripe = [
        (one.stat().st_mtime_ns, one.name)
        for one in entries
        if one.stat().st_mtime_ns // 1_000_000 <= last and not one.name.lower().endswith(unfinished)
    ]
    return [folder / name for _, name in sorted(ripe)[:_MOST]]


def put_aside(path: Path, where: str, why: str = "") -> None:
    """Move a file into a folder beside it, with a name of its own there."""
    folder = path.parent / where
    try:
        folder.mkdir(exist_ok=True)
        to = folder / path.name
        number = 1
        while to.exists():
            number += 1
            to = folder / f"{path.stem}-{number}{path.suffix}"
        path.replace(to)
        if why:
            to.with_name(f"{to.name}.txt").write_text(why, encoding="utf-8")
    except OSError:
        return  # a share that may be read only: it is looked at again
