"""消费终端: which reader holds the purse and which the PSAM."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from clinic_app.devices import purse
from clinic_app.devices.cards import ATTEMPTS, EXCHANGE_LIMIT, PAUSE, Connection
from clinic_app.devices.errors import CardDisturbed, NoReader, ReaderNotFound
from clinic_app.devices.pcsc import Context, PcscConnection
from clinic_app.devices.psam import Psam, open_psam
from clinic_app.devices.purse_errors import NoPsam, PurseNoCard, PurseOtherCard, PurseTwoCards, PurseUnknown
from clinic_app.domain.errors import ClinicError

T = TypeVar("T", bound="_Closable")


class _Closable(Protocol):
    def close(self) -> None: ...


class Terminal(Protocol):
    """What a purse service works with; each opened card is closed by the caller."""

    def card(self) -> Connection:
        """The card in hand, its purse selected.

        Raises:
            PurseNoCard, PurseOtherCard, PurseTwoCards, PurseRefused, NoReader, ReaderNotFound, CardTornOut,
            CardDisturbed, CardMute, CardHeld, CardServiceMissing, CardServiceRefused, CardServiceRestarted, ReaderTrouble
        """

    def psam(self) -> Psam:
        """The PSAM, its application selected: any purchase it had begun is forgotten.

        Raises:
            NoPsam, PurseUnreadable, and what `card` raises of readers.
        """

    def leave(self, psam: Psam) -> None:
        """Instead of closing it: others may use it, and it stays in the middle of its purchase."""

    def psam_as_left(self) -> Connection:
        """The PSAM that was left so.

        Raises:
            NoPsam: none was, or it was out since.
            CardDisturbed, CardMute, CardHeld, CardServiceRestarted, ReaderTrouble
        """


@dataclass(frozen=True, slots=True)
class PurseCard:
    """The card in the reader."""

    serial: str  # 应用序列号, 20 digits
    balance: int  # fen


def read_purse(terminal: Terminal) -> PurseCard:
    """Serial and balance of the card in the reader, tried up to three times while it is disturbed.

    Raises:
        See `Terminal.card`; PurseUnreadable.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with closing(terminal.card()) as card:
                return PurseCard(purse.public_data(card).number, purse.balance(card))
        except CardDisturbed:
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE)
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def at_the_psam(terminal: Terminal) -> Iterator[Psam]:
    """While nobody knows what the card did, the PSAM keeps what it needs to check a later proof."""
    psam = terminal.psam()
    try:
        yield psam
    except PurseUnknown:
        terminal.leave(psam)
        raise
    except BaseException:
        psam.close()
        raise
    psam.close()


class PcscTerminal:
    """Over PC/SC: every reader with a card is tried, by SELECT.

    `reader` and `psam_reader` keep to readers with that text in their name.  `limit`: seconds for one command.
    """

    def __init__(self, reader: str = "", psam_reader: str = "", limit: float = EXCHANGE_LIMIT) -> None:
        self._reader: Final = reader
        self._psam_reader: Final = psam_reader
        self._limit: Final = limit
        self._psam_found = ""  # the reader in which the PSAM was seen last
        self._card_found = ""
        self._left: PcscConnection | None = None

    def card(self) -> Connection:
        """See `Terminal.card`."""
        # Looking into the PSAM's reader would make it forget what it signed: not while that is wanted, else last.
        left = "" if self._left is None else self._left.reader
        occupied = [name for name in self._occupied(self._reader) if name != left]
        if not occupied:
            raise PurseNoCard()
        occupied.sort(key=lambda name: name == self._psam_found)
        found = self._first(occupied, self._as_purse)
        self._card_found = found.reader
        self._nobody_elses(found, occupied)
        return found

    def _nobody_elses(self, found: Connection, occupied: list[str]) -> None:
        """A card that somebody forgot in another reader must not pay.

        Raises:
            PurseTwoCards
        """
        for reader in occupied:
            if reader in (found.reader, self._psam_found):
                continue
            try:
                self._begun(reader, self._as_purse).close()
            except ClinicError:
                continue  # the PSAM, another card, or none that answers
            found.close()
            raise PurseTwoCards(readers=f"{found.reader}, {reader}")

    def psam(self) -> Psam:
        """See `Terminal.psam`."""
        self._forget_left()
        occupied = [name for name in self._occupied(self._psam_reader) if name != self._card_found]
        if not occupied:
            raise NoPsam()
        occupied.sort(key=lambda name: name != self._psam_found)
        found = self._first(occupied, open_psam)
        self._psam_found = found.connection.reader
        return found

    def leave(self, psam: Psam) -> None:
        """See `Terminal.leave`."""
        self._forget_left()
        left = psam.connection
        assert isinstance(left, PcscConnection)
        try:
            left.let_others_in()
        except ClinicError:
            left.close()
        else:
            self._left = left

    def psam_as_left(self) -> Connection:
        """See `Terminal.psam_as_left`."""
        left, self._left = self._left, None
        if left is None:
            raise NoPsam()
        try:
            left.come_back()
        except ClinicError:
            left.close()
            raise
        return left

    def _forget_left(self) -> None:
        if self._left is not None:
            self._left.close()
            self._left = None

    def _occupied(self, wanted: str) -> list[str]:
        """The readers with `wanted` in their name that hold a card."""
        with Context() as context:
            names = context.readers()
            if not names:
                raise NoReader()
            fitting = [name for name in names if wanted.casefold() in name.casefold()]
            if not fitting:
                raise ReaderNotFound(wanted=wanted)
            states = context.changes(dict.fromkeys(fitting), 0)
        return [name for name in fitting if name in states and states[name].occupied]

    def _first(self, readers: list[str], begin: Callable[[Connection], T]) -> T:
        """What `begin` makes of the first reader's card that it takes; else the refusal that says most."""
        trouble: list[ClinicError] = []
        for reader in readers:
            try:
                return self._begun(reader, begin)
            except ClinicError as error:
                trouble.append(error)
        raise min(trouble, key=_says_little)

    def _begun(self, reader: str, begin: Callable[[Connection], T]) -> T:
        connection = PcscConnection(reader, self._limit)
        try:
            return begin(connection)
        except BaseException:
            connection.close()
            raise

    def _as_purse(self, connection: Connection) -> Connection:
        """
        Raises:
            PurseNoCard: it is the PSAM.
            PurseOtherCard, PurseRefused, CardTornOut, CardDisturbed, CardMute
        """
        try:
            purse.select(connection)
        except PurseOtherCard as error:
            try:
                open_psam(connection)
            except NoPsam:
                raise error from None
            self._psam_found = connection.reader
            raise PurseNoCard() from None
        return connection


def _says_little(error: ClinicError) -> int:
    """A card of no use here hides nothing: what went wrong with another one is told first."""
    if isinstance(error, PurseNoCard | NoPsam):
        return 2
    return 1 if isinstance(error, PurseOtherCard) else 0
