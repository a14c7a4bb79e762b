"""Files of records on a chip card: ``tag len value``, one field a record.

READ RECORD is asked in four ways in the field, and cards understand one or more of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from clinic_app.devices.cards import OK, SECURITY, WRONG_LENGTH, Answer, Connection, exchange

_NO_RECORD = 0x6A83
_MOST_RECORDS = 12


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    tag: int
    length: int  # bytes, without tag and length


@dataclass(frozen=True, slots=True)
class File:
    sfi: int  # short file identifier; EF05 is 5
    fields: tuple[Field, ...]

    @property
    def selects(self) -> tuple[bytes, ...]:
        """Both ways to select it that are in use."""
        return tuple(bytes([0x00, 0xA4, p1, 0x00, 0x02, 0xEF, self.sfi]) for p1 in (0x00, 0x02))


@dataclass(frozen=True, slots=True)
class Records:
    """What one file gave: whole values by tag, the tags that came damaged, and the last refusal."""

    values: dict[int, bytes]
    damaged: frozenset[int]
    sw: int  # of the last refusal, or 9000

    @property
    def protected(self) -> bool:
        return not self.values and self.sw == SECURITY


_NOTHING = Records({}, frozenset(), _NO_RECORD)


def read_file(connection: Connection, file: File) -> Records:
    """The file's records, by the first of the four ways of asking that this card understands.

    By tag where possible: the same number is another field on a card of another generation.
    """
    found = _NOTHING
    for way in (_by_tag, _by_tag_and_sfi, _by_number_and_sfi, _by_number):
        found = way(connection, file)
        if found.values or found.damaged or found.sw == SECURITY:
            break
    return found


def _by_tag(connection: Connection, file: File) -> Records:
    return _each_tag(connection, file, 0x00) if _select(connection, file) else _NOTHING


def _by_tag_and_sfi(connection: Connection, file: File) -> Records:
    return _each_tag(connection, file, file.sfi << 3)


def _by_number_and_sfi(connection: Connection, file: File) -> Records:
    return _sorted(file, _one_after_another(connection, file.sfi << 3 | 0x04))


def _by_number(connection: Connection, file: File) -> Records:
    return _sorted(file, _one_after_another(connection, 0x04)) if _select(connection, file) else _NOTHING


def _select(connection: Connection, file: File) -> bool:
    return any(exchange(connection, select).ok for select in file.selects)


def _each_tag(connection: Connection, file: File, p2: int) -> Records:
    return _sorted(file, (_read_record(connection, field.tag, p2, field.length) for field in file.fields))


def _one_after_another(connection: Connection, p2: int) -> Iterator[Answer]:
    for number in range(1, _MOST_RECORDS + 1):
        answer = _read_record(connection, number, p2, None)
        yield answer
        if not answer.ok:
            return


def _read_record(connection: Connection, p1: int, p2: int, length: int | None) -> Answer:
    """READ RECORD; some cards do not take Le 00 and want the record's exact length."""
    head = bytes([0x00, 0xB2, p1, p2])
    answer = exchange(connection, head + b"\x00")
    if answer.sw == WRONG_LENGTH and length is not None:
        return exchange(connection, head + bytes([2 + length]))
    return answer


def _sorted(file: File, answers: Iterator[Answer]) -> Records:
    """Put each answer under the tag that stands in it, whatever was asked for."""
    known = {field.tag for field in file.fields}
    values: dict[int, bytes] = {}
    damaged: set[int] = set()
    sw = OK
    for answer in answers:
        if not answer.ok:
            sw = answer.sw
            if sw == SECURITY:
                break
        elif answer.data and answer.data[0] in known:
            value = _value_of(answer.data)
            if value is None:
                damaged.add(answer.data[0])
            else:
                values.setdefault(answer.data[0], value)
    return Records(values, frozenset(damaged - values.keys()), sw)


def _value_of(record: bytes) -> bytes | None:
    """The value of ``tag len value``; None when the record is shorter than it says."""
    if len(record) < 2 or len(record) - 2 < record[1]:
        return None
    return record[2 : 2 + record[1]]
