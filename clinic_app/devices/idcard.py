"""二代身份证: the second-generation ID card, by a reader with a licensed SAM module on a serial port.

Frame: ``AA AA AA 96 69``, length (2 bytes), what is said, and the xor of length and all of it.
Text is UTF-16LE in fixed places.  The photo needs the ministry's licensed decoder and is left alone.
Tried against a simulated reader only; layout from public programs for such readers.
"""

import threading
import time
from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import xor
from types import TracebackType
from typing import Self

import serial

from clinic_app.devices.errors import IdCardRefused, IdPortMissing, IdReaderGarbled, IdReaderSilent
from clinic_app.devices.holder import CardHolder, check_holder, day_of, unreadable
from clinic_app.devices.reader import CardIn, CardTrouble, Listener, ReaderEvent, ReadersChanged
from clinic_app.domain.errors import ClinicError

PREAMBLE = bytes.fromhex("AAAAAA9669")
FIND = bytes.fromhex("2001")
SELECT = bytes.fromhex("2002")
READ = bytes.fromhex("3001")
FOUND, NO_CARD, DONE = 0x00009F, 0x000080, 0x000090
BAUD = 115200
TEXT_BYTES = 256
_SLICE = 0.1  # seconds of one look at the line
_LONGEST = 4096  # bytes of one answer; the longest known has 2321
_LONG_TERM = "长期"

# 姓名 30, 性别 2, 民族 4, 出生 16, 住址 70, 号码 36, 签发机关 30, 有效期 16 + 16 bytes.
_PLACES = (
    ("name", 30),
    ("sex", 2),
    ("ethnic", 4),
    ("birth_date", 16),
    ("address", 70),
    ("id_number", 36),
    ("authority", 30),
    ("valid_from", 16),
    ("valid_to", 16),
)


def frame(said: bytes) -> bytes:
    """``FIND`` becomes ``AAAAAA9669 0003 2001 22``."""
    checked = (len(said) + 1).to_bytes(2) + said
    return PREAMBLE + checked + bytes([reduce(xor, checked)])


class IdCardPort:
    """The serial line to one reader."""

    def __init__(self, port: str, limit: float = 2.0, stopping: threading.Event | None = None) -> None:
        """`limit`: seconds for one answer; a whole card takes about 0.3 s at 115200 baud.

        `stopping`, once set, ends the waiting for an answer.

        Raises:
            IdPortMissing: no such port, or another program has it.
        """
        self.port = port
        self._limit = limit
        self._stopping = stopping
        try:
            self._line = serial.Serial(port, BAUD, timeout=_SLICE, write_timeout=limit)
        except (serial.SerialException, OSError, ValueError) as error:
            raise IdPortMissing(port=port) from error

    def ask(self, command: bytes) -> tuple[int, bytes]:
        """One command; its status (3 bytes as a number) and data.

        Raises:
            IdReaderSilent, IdReaderGarbled, IdPortMissing
        """
        try:
            # reset_input_buffer would raise termios.error, no OSError, once the cable is out.
            self._line.read(self._line.in_waiting)
            self._line.write(frame(command))
            return self._answer()
        except (serial.SerialException, OSError) as error:
            raise IdPortMissing(port=self.port) from error

    def _answer(self) -> tuple[int, bytes]:
        deadline = time.monotonic() + self._limit
        if self._take(len(PREAMBLE), deadline) != PREAMBLE:
            raise IdReaderGarbled(port=self.port)
        length = self._take(2, deadline)
        count = int.from_bytes(length)
        if not 4 <= count <= _LONGEST:
            raise IdReaderGarbled(port=self.port)
        rest = self._take(count, deadline)
        if reduce(xor, length + rest):
            raise IdReaderGarbled(port=self.port)
        return int.from_bytes(rest[:3]), rest[3:-1]

    def _take(self, count: int, deadline: float) -> bytes:
        taken = b""
        while len(taken) < count:
            told_to_stop = self._stopping is not None and self._stopping.is_set()
            if time.monotonic() > deadline or told_to_stop:
                raise IdReaderSilent(port=self.port, seconds=self._limit)
            taken += self._line.read(count - len(taken))
        return taken

    def close(self) -> None:
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_id_card(line: IdCardPort, today: date) -> CardHolder | None:
    """Read the card on the reader; None when there is none, or it was read and lies there still.

    Raises:
        IdCardRefused: the card went away, or the reader failed at a step.
        IdReaderSilent, IdReaderGarbled, IdPortMissing
    """
    status, _ = line.ask(FIND)
    if status == NO_CARD:
        return None
    _require(line, "find", status, FOUND)
    status, _ = line.ask(SELECT)
    _require(line, "select", status, DONE)
    status, data = line.ask(READ)
    _require(line, "read", status, DONE)
    length = int.from_bytes(data[:2])
    text = data[4 : 4 + length]
    if length < TEXT_BYTES or len(text) < TEXT_BYTES:
        raise IdReaderGarbled(port=line.port)
    return check_holder(holder_of(text), today)


def _require(line: IdCardPort, step: str, status: int, expected: int) -> None:
    if status != expected:
        raise IdCardRefused(port=line.port, step=step, sw=f"{status:06X}")


def holder_of(text: bytes) -> CardHolder:
    """The fixed places of the card's 256 bytes as values; what makes no sense is None and a warning."""
    parts, at = {}, 0
    for name, size in _PLACES:
        parts[name] = text[at : at + size].decode("utf-16-le", "replace").strip("\x00 \u3000")
        at += size
    warnings = [unreadable(name) for name, part in parts.items() if "\ufffd" in part]

    def day(name: str) -> date | None:
        try:
            return day_of(parts[name])
        except ValueError:
            warnings.append(unreadable(name))
            return None

    holder = CardHolder(
        kind="idcard",
        name=parts["name"] or None,
        sex=parts["sex"] if parts["sex"] in {"1", "2"} else None,
        ethnic=parts["ethnic"] or None,
        birth_date=day("birth_date"),
        address=parts["address"] or None,
        id_number=parts["id_number"] or None,
        authority=parts["authority"] or None,
        valid_from=day("valid_from"),
        valid_to=None if parts["valid_to"] == _LONG_TERM else day("valid_to"),
    )
    missing = [unreadable(name) for name in ("name", "sex", "id_number") if getattr(holder, name) is None]
    return holder.with_warnings(*warnings, *missing)


class IdCardReader:
    """Looks for a card on the reader about three times a second.

    It tells `CardIn` once a card and never `CardOut`: the module does not say when a card that it
    has read is taken away.
    """

    simulated = False

    def __init__(self, port: str, today: Callable[[], date], limit: float = 2.0, pause: float = 0.3) -> None:
        """`limit` seconds for one answer, `pause` seconds between looks."""
        self.name = f"身份证阅读器 {port}"
        self._port = port
        self._today = today
        self._limit = limit
        self._pause = pause
        self._listener: Listener = _nobody
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem: str | None = ""  # neither a problem nor none: nothing told yet
        self._last: CardHolder | None = None

    def start(self, listener: Listener) -> None:
        """Begin, or begin anew after `stop`: everything is told again."""
        self._listener = listener
        self._stopping.clear()
        self._problem, self._last = "", None
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5.0)

    # On the reader's thread:

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with IdCardPort(self._port, self._limit, self._stopping) as line:
                    self._watch(line)
            except ClinicError as error:
                self._tell_problem(error.code)
                self._stopping.wait(self._pause)

    def _watch(self, line: IdCardPort) -> None:
        """
        Raises:
            IdPortMissing, IdReaderSilent: open the port anew.
        """
        while not self._stopping.wait(self._pause):
            try:
                holder = read_id_card(line, self._today())
            except (IdCardRefused, IdReaderGarbled) as error:
                self._tell_problem(None)
                self._tell(CardTrouble(self.name, error))
                continue
            self._tell_problem(None)
            if holder is not None and holder != self._last:
                self._tell(CardIn(self.name, holder))
            self._last = holder

    def _tell_problem(self, problem: str | None) -> None:
        if problem != self._problem:
            self._problem = problem
            names = () if problem else (self.name,)
            self._tell(ReadersChanged(self.name, names, problem))

    def _tell(self, event: ReaderEvent) -> None:
        if not self._stopping.is_set():
            self._listener(event)


def _nobody(event: ReaderEvent) -> None:
    """Before `start` nobody listens."""
