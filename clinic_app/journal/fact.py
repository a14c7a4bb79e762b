"""What a fact is: the typed content of an entry, definition and validator in one."""

import base64
import re
import secrets
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Final, Self

import msgspec

from clinic_app.domain.errors import RuleBroken

_NUMBERS: Final = {digits: re.compile(rb"[:,\[]\s*-?[0-9]{%d}" % digits) for digits in (10, 14, 19)}
_TEXTS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"')
_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")
_DEEPEST: Final = (
    64  # lists in lists; deeper ones can be read here, and not written down where the stack is fuller
)
_DIGITS: Final = bytes(48 if 48 <= byte <= 57 else 0 for byte in range(256))  # every digit becomes a zero


class BadFact(RuleBroken):
    """A body is not what its type asks for."""

    code = "journal.bad_fact"


class Reach(StrEnum):
    """How far entries of a type travel from the device that wrote them.

    Each step holds the ones before it: `FACILITY` goes to the county too, which keeps and relays everything.
    """

    COUNTY = "county"  # to the county only
    FACILITY = "facility"  # and to the other devices of the same facility
    SCOPE = "scope"  # and to the township over a village


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Base of every fact.

    Unknown fields in a body are left alone, so a newer device can be read by an older one; the bytes
    themselves are kept, so nothing is lost.
    """

    type: ClassVar[str]
    reach: ClassVar[Reach] = Reach.FACILITY
    action: ClassVar[str]  # what `domain.roles` asks of the author; "" when a machine writes it
    signed: ClassVar[bool] = False  # whether the author's own signature is due

    @property
    def fen(self) -> int:
        """The money that it moves; both ends compare the sums of a day."""
        return 0

    @property
    def needs(self) -> str:
        """What `domain.roles` asks of the author of this very fact, where that hangs on what it says."""
        return self.action

    @property
    def addressees(self) -> tuple[str, ...]:
        """Other facilities that this very fact is told to: who receives a transfer, or sent it."""
        return ()

    def write(self) -> bytes:
        """The body's bytes: JSON, fields in the order of the definition, defaults left out."""
        return msgspec.json.encode(self)

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Raises:
        BadFact: not JSON, nested too deep, a field is missing, a value is of another kind, or a number no table can hold.
        """
        if _is_deep(body):
            raise BadFact(type=cls.type, why="nested too deep")
        try:
            fact: Self = _decoder(cls).decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise BadFact(type=cls.type, why=str(error)) from error
        if has_long_number(body, 19) and largest_number(fact) >> 63:
            raise BadFact(type=cls.type, why="a number of more than 64 bits")
        return fact


@cache
def _decoder(kind: type["Fact"]) -> Any:
    return msgspec.json.Decoder(kind)


def _is_deep(body: bytes) -> bool:
    """Whether lists and objects nest deeper than any of ours; in bodies that have many of them."""
    if body.count(b"[") + body.count(b"{") <= _DEEPEST:
        return False
    left = _TEXTS.sub(b"", body).translate(None, _NO_BRACKETS)
    for _ in range(_DEEPEST):  # each time the innermost are taken out
        left = left.replace(b"[]", b"").replace(b"{}", b"")
    return bool(left)


def has_long_number(body: bytes, digits: int) -> bool:
    """Whether a body may hold a number of so many digits: a quick look, for every body is asked."""
    return b"0" * digits in body.translate(_DIGITS) and _NUMBERS[digits].search(body) is not None


def largest_number(fact: Fact) -> int:
    """The largest number anywhere in a fact, without its sign."""
    return max((abs(number) for number in _numbers(plain(fact))), default=0)


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each)


def new_salt() -> str:
    """16 random bytes for a body with identity data, so that its hash cannot be guessed from a name list."""
    return base64.b85encode(secrets.token_bytes(16)).decode("ascii")


def plain(value: Any) -> Any:
    """A fact as plain JSON values, for export."""
    return msgspec.to_builtins(value)
