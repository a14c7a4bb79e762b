"""Every error this project raises on purpose.

    ClinicError
    ├── RuleBroken       the user can put it right: change the input
    ├── NotFound         the thing asked for is not there
    ├── Unavailable      nobody is at fault: wait, then try again
    └── Damaged          what we read back cannot be trusted: stop and call for help

A bug is none of these.  It stays a plain Python exception, reaches the crash
dialog and the log, and no ``except ClinicError`` ever hides it.
"""

from typing import ClassVar


class ClinicError(Exception):
    """Base of the tree.  Raise and catch its children.

    ``code`` never changes once released: the UI finds its Chinese text by it,
    the sync protocol carries it, tests assert on it.  ``facts`` fill that text;
    they go to the log too, so they name codes and numbers, never a person.
    """

    code: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{self.code} {facts}" if facts else self.code)


class RuleBroken(ClinicError):
    """The user can put it right by changing the input."""


class NotFound(ClinicError):
    """The thing asked for is not there."""


class Unavailable(ClinicError):
    """Nobody is at fault: wait, then try again."""


class Damaged(ClinicError):
    """What was read back cannot be trusted: stop and call for help."""
