"""zstd with bounds on both sides: what comes from outside never grows past what we allow.

length of the incompressible part 4 · that part · version of the dictionary 1 · everything else, zstd
"""

import struct
from functools import cache
from typing import Final

import zstandard

from clinic_app.domain.errors import Damaged
from clinic_app.domain.resources import resource

MAX_UNPACKED: Final = 32 << 20  # bytes of columns in one segment or page
_WINDOW: Final = 1 << 23
_LEVEL: Final = 9  # beyond it a twentieth is won for three times the work
DICTIONARY: Final = 2
_APART: Final = struct.Struct(">I")


class TooLarge(Damaged):
    """Something unpacks to more than any honest sender makes."""

    code = "journal.too_large"


class BadPacking(Damaged):
    """Bytes that are not zstd."""

    code = "journal.bad_packing"


@cache
def _dictionary(version: int) -> zstandard.ZstdCompressionDict:
    """What every journal says again and again, so that it need not travel.  A released dictionary never changes.

    Raises:
        BadPacking: of a later version of the program.
    """
    if version != DICTIONARY:
        raise BadPacking(why=f"dictionary {version}")
    words = zstandard.ZstdCompressionDict(resource("journal", f"dictionary-{version}.zdict").read_bytes())
    words.precompute_compress(level=_LEVEL)
    return words


def pack(data: bytes, apart: bytes = b"") -> bytes:
    """`apart` is what would not shrink and only spoil the compression of the rest."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(DICTIONARY))
    return _APART.pack(len(apart)) + apart + bytes((DICTIONARY,)) + compressor.compress(data)


def unpack(data: bytes, limit: int = MAX_UNPACKED) -> tuple[bytes, bytes]:
    """What was compressed, and what stood apart.

    Raises:
        TooLarge: more than `limit` bytes come out, whatever the frame declares.
        BadPacking: not zstd, or with a dictionary of a later version.
    """
    start = _APART.size
    if len(data) <= start:
        raise BadPacking(why="empty")
    end = start + _APART.unpack_from(data)[0]
    if len(data) <= end:
        raise BadPacking(why="short")
    # `decompress(max_output_size=…)` is ignored when the frame declares its size; a stream is not.
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW, dict_data=_dictionary(data[end]))
    try:
        with unpacker.stream_reader(data[end + 1 :]) as reader:
            out = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise BadPacking(why=str(error)) from error
    if len(out) > limit:
        raise TooLarge(limit=limit)
    return out, data[start:end]
