"""Numbers and bytes one after another: what segments and pages are made of.

What cannot shrink (keys, signatures, salts) is kept apart, so that it does not spoil the compression of the rest:

    length of the incompressible part · that part · everything else, zstd
"""

from clinic_app.domain.errors import Damaged
from clinic_app.journal.packing import pack, unpack


class BadColumns(Damaged):
    """Bytes that are no columns of entries."""

    code = "journal.bad_columns"


class Out:
    """A buffer of unsigned varints and bytes."""

    __slots__ = ("data", "raw")

    def __init__(self) -> None:
        self.data = bytearray()
        self.raw = bytearray()  # incompressible

    def number(self, value: int) -> None:
        while value > 0x7F:
            self.data.append(value & 0x7F | 0x80)
            value >>= 7
        self.data.append(value)

    def signed(self, value: int) -> None:
        self.number(value << 1 if value >= 0 else (-value << 1) - 1)

    def sized(self, value: bytes) -> None:
        self.number(len(value))
        self.data += value

    def packed(self) -> bytes:
        length = Out()
        length.number(len(self.raw))
        return bytes(length.data + self.raw) + pack(bytes(self.data))


class In:
    """Reads what `Out` wrote.

    Raises:
        BadColumns: the bytes end too early, or a number is absurd.
    """

    __slots__ = ("_at", "_data", "_raw", "_raw_at")

    def __init__(self, data: bytes, raw: bytes = b"") -> None:
        self._data = data
        self._at = 0
        self._raw = raw
        self._raw_at = 0

    @classmethod
    def of(cls, packed: bytes) -> "In":
        """Raises:
        BadColumns, BadPacking, TooLarge
        """
        start = cls(packed)
        raw = start.take(start.number())
        return cls(unpack(packed[start._at :]), raw)

    @property
    def left(self) -> int:
        """Bytes not read yet, of those that were compressed."""
        return len(self._data) - self._at

    def number(self) -> int:
        value = shift = 0
        while True:
            if self._at >= len(self._data) or shift > 63:
                raise BadColumns(at=self._at)
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed(self) -> int:
        value = self.number()
        return -(value + 1 >> 1) if value & 1 else value >> 1

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise BadColumns(at=self._at)
        part = self._data[self._at : end]
        self._at = end
        return part

    def take_raw(self, size: int) -> bytes:
        """Of the incompressible part."""
        end = self._raw_at + size
        if end > len(self._raw):
            raise BadColumns(raw=self._raw_at)
        part = self._raw[self._raw_at : end]
        self._raw_at = end
        return part

    def sized(self) -> bytes:
        return self.take(self.number())

    def count(self) -> int:
        """A number of things that each take at least one byte of what is left."""
        value = self.number()
        if value > self.left:
            raise BadColumns(at=self._at)
        return value

    def finish(self) -> None:
        """Everything has been read.

        Raises:
            BadColumns
        """
        if self._at != len(self._data) or self._raw_at != len(self._raw):
            raise BadColumns(at=self._at)
