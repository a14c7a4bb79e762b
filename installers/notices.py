"""Writes what the licences of the libraries in the package ask to be passed on: ``python installers/notices.py FILE``."""

import sys
from importlib.metadata import distributions
from pathlib import Path

from bundle import notices

# In the environment to build with, not in the program.
BUILD_ONLY = {"altgraph", "hatchling", "pathspec", "pluggy", "pyinstaller-hooks-contrib", "setuptools",
              "tomlkit", "trove-classifiers", "macholib", "pefile", "pywin32-ctypes"}  # fmt: skip

HEAD = """乡医通 (Xiangyitong) is free software under the Apache License 2.0.

It contains the Python interpreter (PSF licence), Qt 6 and PySide6 (LGPL 3: the libraries lie beside the program
and may be replaced by other builds of them), SQLCipher (BSD), OpenSSL (Apache 2.0) and these:
"""


def main(target: str) -> None:
    shipped = (one for one in distributions() if one.metadata["Name"].lower() not in BUILD_ONLY)
    Path(target).write_text(HEAD + "".join(notices(shipped)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
