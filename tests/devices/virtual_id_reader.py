"""A reader for second-generation ID cards made of Python, behind a pseudo terminal."""

import os
import pty
import select
import threading
import tty
from functools import reduce
from operator import xor
from typing import Self

PREAMBLE = bytes.fromhex("AAAAAA9669")
FIND, SELECT, READ = b"\x20\x01", b"\x20\x02", b"\x30\x01"
PLACES = {
    "name": 30,
    "sex": 2,
    "ethnic": 4,
    "birth": 16,
    "address": 70,
    "number": 36,
    "authority": 30,
    "valid_from": 16,
    "valid_to": 16,
}
MADE_UP = {
    "name": "欧阳𬭎",
    "sex": "2",
    "ethnic": "22",
    "birth": "19810203",
    "address": "福建省龙岩市漳平市虚构镇样本村1号",
    "number": "350881198102030023",
    "authority": "漳平市公安局",
    "valid_from": "20200101",
    "valid_to": "20400101",
}


def card_text(**changes: str) -> bytes:
    """The 256 bytes of a made-up person's card."""
    values = MADE_UP | changes
    placed = b"".join(_filled(values[name], size) for name, size in PLACES.items())
    return placed + _filled("", 256 - len(placed))


def _filled(value: str, size: int) -> bytes:
    raw = value.encode("utf-16-le")
    return raw + "\u0020".encode("utf-16-le") * ((size - len(raw)) // 2)


def frame(status: int, data: bytes = b"") -> bytes:
    said = status.to_bytes(3) + data
    checked = (len(said) + 1).to_bytes(2) + said
    return PREAMBLE + checked + bytes([reduce(xor, checked)])


class VirtualIdReader:
    """`port` is its device file.  Change `text`, `statuses` and `silent` while it runs.

    `text` None: no card lies on it.  `statuses` by command replace the usual ones; `bad_sum` flips a
    bit of each long answer; `cut` sends only so many bytes of it.
    """

    def __init__(self) -> None:
        self.text: bytes | None = card_text()
        self.statuses: dict[bytes, int] = {}
        self.silent = False
        self.bad_sum = False
        self.cut: int | None = None
        self.asked: list[bytes] = []
        self._ours, theirs = pty.openpty()
        tty.setraw(theirs)
        self.port = os.ttyname(theirs)
        self._theirs = theirs
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def unplug(self) -> None:
        """The device file goes, also under whoever has it open."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._thread.join(2)
            os.close(self._theirs)
            os.close(self._ours)

    def _serve(self) -> None:
        taken = b""
        while not self._stopping.is_set():
            if not select.select([self._ours], [], [], 0.02)[0]:
                continue
            taken += os.read(self._ours, 256)
            while len(taken) >= 10:
                command, taken = taken[7:9], taken[10:]
                self.asked.append(command)
                if not self.silent:
                    os.write(self._ours, self._answer(command))

    def _answer(self, command: bytes) -> bytes:
        if command in self.statuses:
            return frame(self.statuses[command])
        if command == FIND:
            return frame(0x9F, b"\x00" * 4) if self.text else frame(0x80)
        if command == SELECT:
            return frame(0x90, b"\x00" * 8)
        assert self.text is not None
        lengths = len(self.text).to_bytes(2) + (1024).to_bytes(2)
        answer = frame(0x90, lengths + self.text + bytes(1024))
        if self.bad_sum:
            answer = answer[:100] + bytes([answer[100] ^ 1]) + answer[101:]
        return answer[: self.cut]
