"""`card readers` and `card read`: the card readers from the command line.

The same monitor as behind the desktop, so that what works here works there.
"""

import argparse
import json
import sys
import time
from queue import Empty, SimpleQueue

from clinic_app.devices.cards import EXCHANGE_LIMIT
from clinic_app.devices.errors import (
    CardHeld,
    CardServiceRestarted,
    NoCard,
    NoReader,
    OtherCard,
    ReaderNotFound,
    diagnosis,
)
from clinic_app.devices.holder import CardHolder
from clinic_app.devices.idcard import IdCardPort, read_id_card
from clinic_app.devices.monitor import CardMonitor, today
from clinic_app.devices.pcsc import Context
from clinic_app.devices.reader import CardIn, CardOut, CardTrouble, ReaderEvent, ReadersChanged
from clinic_app.domain.errors import ClinicError
from clinic_app.ui.card_texts import FIELDS, warning_text
from clinic_app.ui.texts import text_of

TIMEOUT = 30.0  # seconds

EXITS = {
    "device.no_service": 10,
    "device.no_reader": 11,
    "device.reader_not_found": 11,
    "device.no_card": 12,
    "device.other_card": 13,
    "device.card_torn_out": 14,
    "device.card_mute": 15,
    "device.card_unreadable": 16,
    "device.card_held": 17,
    "device.card_disturbed": 18,
    "device.service_restarted": 19,
    "device.service_refused": 20,
    "device.reader_trouble": 21,
    "device.id_port_missing": 22,
    "device.id_reader_silent": 23,
    "device.id_reader_garbled": 24,
    "device.id_card_refused": 25,
}

_EXIT_TEXT = """exit codes:
  0   read                                10  the card service (PC/SC) does not run
  2   wrong use                           11  no reader, or none with TEXT in its name
  12  no card in time                     13  a card of another kind (its ATR and the step reached are told)
  14  torn out while it was read          15  mute: the card does not answer
  16  what makes the card or its holder known cannot be read
  17  held by another program             18  disturbed: bad contact, or reset by another program
  19  the service went away, and did not come back in time
  20  this user may not use the service   21  another fault of the reader
  22-25  ID-card reader: no such port, no answer, wrong check sum, not read to the end
"""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("card", help="读卡: card readers, and the card in them")
    verbs = parser.add_subparsers(dest="card_verb", required=True, metavar="VERB")

    readers = verbs.add_parser(
        "readers",
        help="the readers that PC/SC knows",
        epilog="example: clinic-app card readers --json\n\n" + _EXIT_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    readers.add_argument("--json", action="store_true", help='one object: {"readers": [...]}')
    readers.set_defaults(run=run_readers)

    read = verbs.add_parser(
        "read",
        help="the holder of the social-security card that is in a reader, or comes into one",
        epilog="example: clinic-app card read --reader 'Virtual PCD' --timeout 10 --json\n\n" + _EXIT_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    source = read.add_mutually_exclusive_group()
    source.add_argument("--reader", default="", metavar="TEXT", help="only readers with TEXT in their name")
    source.add_argument(
        "--id-port", metavar="PORT", help="read an ID card (二代身份证) on this serial port instead"
    )
    read.add_argument(
        "--timeout", type=_seconds, default=TIMEOUT, metavar="S", help=f"wait S seconds ({TIMEOUT:g})"
    )
    read.add_argument("--json", action="store_true", help="one object, dates as YYYY-MM-DD")
    read.set_defaults(run=run_read)


def run_readers(args: argparse.Namespace) -> int:
    try:
        names = reader_names()
    except ClinicError as error:
        return _fail(error, args.json, {"readers": []})
    print(json.dumps({"readers": names}, ensure_ascii=False) if args.json else "\n".join(names))
    return 0


def run_read(args: argparse.Namespace) -> int:
    try:
        holder = (
            wait_for_id_card(args.id_port, args.timeout)
            if args.id_port
            else wait_for_card(args.reader, args.timeout)
        )
    except ClinicError as error:
        return _fail(error, args.json, {})
    print(json.dumps(holder.as_json(), ensure_ascii=False) if args.json else _in_words(holder))
    return 0


def reader_names(only: str = "") -> list[str]:
    """The readers with `only` in their name.

    Raises:
        NoReader, ReaderNotFound, CardServiceMissing, CardServiceRefused
    """
    with Context() as context:
        names = context.readers()
    if not names:
        raise NoReader()
    wanted = [name for name in names if only.casefold() in name.casefold()]
    if not wanted:
        raise ReaderNotFound(wanted=only)
    return wanted


def wait_for_card(only: str, timeout: float) -> CardHolder:
    """The first card read within `timeout` seconds, in any reader with `only` in its name.

    Raises:
        NoCard: none came.
        OtherCard: one was put in; at the end, if one lay there (it may be a PSAM) and no other came.
        NoReader, ReaderNotFound, CardServiceMissing: at once.
        CardTornOut, CardMute, CardUnreadable, CardDisturbed, CardHeld, CardServiceRestarted, ReaderTrouble
    """
    wait = _Wait(len(reader_names(only)), timeout)
    monitor = CardMonitor(only)
    events: SimpleQueue[ReaderEvent] = SimpleQueue()
    deadline = time.monotonic() + timeout
    monitor.start(events.put)
    try:
        while True:
            # A card that is being read when the time is up gets its answer.
            late = EXCHANGE_LIMIT if monitor.reading else 0.1
            try:
                event = events.get(timeout=max(deadline - time.monotonic(), late))
            except Empty:
                if monitor.reading:
                    continue
                raise wait.at_the_end() from None
            holder = wait.hear(event)
            if holder is not None:
                return holder
            if time.monotonic() > deadline and not monitor.reading and events.empty():
                raise wait.at_the_end()
    finally:
        monitor.stop()


class _Wait:
    """What was heard so far while waiting for a card."""

    def __init__(self, readers: int, timeout: float) -> None:
        self._readers = readers
        self._timeout = timeout
        self._others: dict[str, ClinicError] = {}  # by reader: a card that is of no use now
        self._service: ClinicError | None = None

    def hear(self, event: ReaderEvent) -> CardHolder | None:
        """
        Raises:
            ClinicError: there is no use in waiting on.
        """
        match event:
            case CardIn(holder=holder):
                return holder
            case CardOut(reader=reader):
                self._others.pop(reader, None)
            case CardTrouble(error=CardServiceRestarted() as error):
                self._service = error
            case CardTrouble(reader=reader, error=OtherCard() | CardHeld() as error):
                self._others[reader] = error
                if isinstance(error, OtherCard) and (event.fresh or len(self._others) >= self._readers):
                    raise error
            case CardTrouble(error=error):
                raise error
            case ReadersChanged(names=names, problem=problem):
                self._readers = len(names)
                self._service = None if problem is None else self._problem(problem)
        return None

    def at_the_end(self) -> ClinicError:
        others = list(self._others.values())
        return self._service or (others[-1] if others else NoCard(seconds=f"{self._timeout:g}"))

    @staticmethod
    def _problem(code: str) -> ClinicError:
        return NoReader() if code == NoReader.code else CardServiceRestarted()


def wait_for_id_card(port: str, timeout: float) -> CardHolder:
    """The ID card put on the reader at `port` within `timeout` seconds.

    Raises:
        NoCard, IdPortMissing, IdReaderSilent, IdReaderGarbled, IdCardRefused
    """
    deadline = time.monotonic() + timeout
    with IdCardPort(port) as line:
        while (holder := read_id_card(line, today())) is None:
            if time.monotonic() > deadline:
                raise NoCard(seconds=f"{timeout:g}")
            time.sleep(0.2)
    return holder


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError("seconds, up to 3600")
    return seconds


def _fail(error: ClinicError, as_json: bool, more: dict[str, object]) -> int:
    print(text_of(error), text_of(error, "en"), diagnosis(error), sep="\n", file=sys.stderr)
    if as_json:
        print(json.dumps({"error": error.code, **error.facts, **more}, ensure_ascii=False, default=str))
    return EXITS[error.code]


def _in_words(holder: CardHolder) -> str:
    given = holder.as_json()
    lines = [f"{text.zh}：{given[name]}" for name, text in FIELDS.items() if name in given]
    lines += [f"注意：{warning_text(code)}" for code in holder.warnings]
    return "\n".join([f"卡种：{holder.kind}", *lines])
