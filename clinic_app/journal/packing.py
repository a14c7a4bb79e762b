"""zstd with bounds on both sides: what comes from outside never grows past what we allow."""

from typing import Final

import zstandard

from clinic_app.domain.errors import Damaged

MAX_UNPACKED: Final = 32 << 20  # bytes of columns in one segment or page
_WINDOW: Final = 1 << 23


class TooLarge(Damaged):
    """Something unpacks to more than any honest sender makes."""

    code = "journal.too_large"


class BadPacking(Damaged):
    """Bytes that are not zstd."""

    code = "journal.bad_packing"


def pack(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(data)


def unpack(data: bytes, limit: int = MAX_UNPACKED) -> bytes:
    """Raises:
    TooLarge: more than `limit` bytes come out, whatever the frame declares.
    BadPacking: not zstd.
    """
    # `decompress(max_output_size=…)` is ignored when the frame declares its size; a stream is not.
    try:
        with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(data) as reader:
            out = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise BadPacking(why=str(error)) from error
    if len(out) > limit:
        raise TooLarge(limit=limit)
    return out
