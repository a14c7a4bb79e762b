"""The data files under resources/, read as a package so that an installed program finds them too."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(*path: str) -> Traversable:
    """One file or folder: ``resource("codes", "sex.csv")``."""
    return files("resources").joinpath(*path)


def text(*path: str) -> str:
    return resource(*path).read_text(encoding="utf-8")
