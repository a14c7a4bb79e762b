"""A disk that runs out of space and gets it back."""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_LEFT: Final = 16 << 10  # bytes that a file may have where a process is limited instead


class Space:
    """A small disk of its own; where mounting is not permitted, a limit on how far a process may write in a file."""

    def __init__(self, folder: Path, mounted: bool) -> None:
        self.folder = folder
        self.mounted = mounted
        self._ballast = folder / "ballast"

    def runs_out(self, *processes: int) -> None:
        """From now on, for everybody who writes here; where that cannot be, for these processes."""
        if not self.mounted:
            self.limits(*processes)
            return
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)) == 4096:
                    pass
            except OSError:
                return

    def limits(self, *processes: int) -> None:
        """A process that began on a full disk; on a real one there is nothing to do."""
        if not self.mounted:
            for process in processes:
                resource.prlimit(process, resource.RLIMIT_FSIZE, (_LEFT, resource.RLIM_INFINITY))

    def comes_back(self, *processes: int) -> None:
        if self.mounted:
            self._ballast.unlink()
            return
        for process in processes:
            everything = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process, resource.RLIMIT_FSIZE, everything)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Space]:
    folder = Path(tempfile.mkdtemp(prefix="xyt-disk-"))
    folder.chmod(0o755)  # PostgreSQL has to reach its part of it
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(words, capture_output=True).returncode == 0
    try:
        yield Space(folder, mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)
