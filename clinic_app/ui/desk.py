"""What all pages share: who is on duty, the person in hand, and how a page speaks to the shell.

A card put in on any page makes its holder the person in hand; so does a find, or a scan.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol, runtime_checkable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.roles import may
from clinic_app.domain.stopwatch import Summary
from clinic_app.projections.queries.insurance import Insured
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.cards import (
    SLIP_PREFIX,
    CardHolder,
    CardService,
    Recognised,
    Scan,
    ScanKind,
    card_of,
)
from clinic_app.services.duty import OnDuty
from clinic_app.services.registration import RegistrationService
from clinic_app.services.residents import NewResident, ResidentService
from clinic_app.ui.i18n import language, translate
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.shell_state import SyncState
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Word:
    """A sentence over the page, with one button for what to do next."""

    text: str
    tone: Tone = Tone.INFO
    action: str = ""
    act: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """The person at the desk: a resident, or the holder of a card whom nobody has registered yet."""

    resident: Resident | None = None
    card: Recognised | None = None  # the card that lies in the reader, if one brought the person
    alike: tuple[Resident, ...] = ()  # registered people who may be this card's holder
    insurances: tuple[Insured, ...] = ()
    chosen: str = ""  # psn_no: of several insurances the one that was chosen before
    visit: Visit | None = None  # today's open visit

    @property
    def holder(self) -> CardHolder | None:
        return None if self.card is None else self.card.holder


@runtime_checkable
class FindsPeople(Protocol):
    """A page with a box to find people in; F3 on any page leads to one."""

    def find_person(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """What the desk itself asks."""

    residents: ResidentService
    registration: RegistrationService
    cards: CardService


class Desk(QObject):
    """One for the whole window.

    Signals:
        in_hand_changed: the `InHand`, or None for nobody.
        duty_changed: the `OnDuty` who took over.
        written: something was saved; figures that depend on the store are stale.
        said: a `Word` to show over the page; one with an empty text takes the last away.
        page_wanted: the name of a page to open.
        visit_wanted: the id of a visit whose record is to be opened on the doctor's page, which was asked for before.
        form_wanted: a resident's id, the key of a form and, where it is for one of several, which (M6): the form is
            to be filled on the page of the forms, which was asked for before.
        record_wanted: the id of a signed form that is to be looked at there, likewise.
        home_visit_wanted: tuple of `Errand`, and the name of the page to come back to: the way of the page
            入户, which was asked for before.
        slip_scanned: a `Visit`, from the code on one of our own slips.
        scanned: a `Scan` that names neither a person nor a slip: a trace code, a bar code.
        sync_wanted: a round with the county at once.
        sync_changed: the `SyncState`, as the status line shows it.
        taken_up: kind of work and what is in hand (None: nothing), for the stopwatch.
        done: kind, what, and the page it was done on.
        times_changed: today's medians by kind.
    """

    in_hand_changed = Signal(object)
    duty_changed = Signal(object)
    written = Signal()
    said = Signal(object)
    page_wanted = Signal(str)
    visit_wanted = Signal(object)
    form_wanted = Signal(object, str, str)
    record_wanted = Signal(object)
    home_visit_wanted = Signal(object, str)
    slip_scanned = Signal(object)
    scanned = Signal(object)
    sync_wanted = Signal()
    sync_changed = Signal(object)
    taken_up = Signal(str, object)
    done = Signal(str, object, str)
    times_changed = Signal(object)

    def __init__(
        self, services: Services, jobs: JobRunner, by: OnDuty, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self.jobs = jobs
        self.by = by
        self.in_hand: InHand | None = None
        self.times: Mapping[str, Summary] = {}  # 秒表: today, by kind
        self.sync: SyncState | None = None  # None: no rounds are made by themselves
        self._asked = 0  # an answer to an older question is dropped

    @property
    def today(self) -> date:
        return self._services.residents.today()

    def may(self, action: str) -> bool:
        return may(self.by.roles, action)

    def take_over(self, by: OnDuty) -> None:
        """Another person sits down."""
        self.by = by
        self.duty_changed.emit(by)

    # The person in hand.

    def take(self, resident_id: UUID) -> None:
        """Take a resident in hand, as found by name."""
        self._ask(partial(self._of_resident, resident_id))

    def card_in(self, holder: CardHolder) -> None:
        """A card was put in: its holder comes on the screen."""
        self._ask(partial(self._of_card, holder), self._link_silently)

    def scan(self, scan: Scan) -> None:
        """A code came from a scanner: an identity number, a card number, or one of our slips."""
        if scan.kind is ScanKind.SLIP:
            self._find_slip(scan.text)
        elif scan.kind is ScanKind.ID_NUMBER:
            self.card_in(CardHolder(kind="idcard", id_number=scan.text))
        elif scan.kind is ScanKind.CARD_NUMBER:
            self.card_in(CardHolder(kind="ssc3", card_number=scan.text))
        elif scan.kind is ScanKind.INSURANCE_TOKEN:
            words = translate(
                "desk", "医保电子凭证要联网由医保接口解码，本机认不出是谁。请刷卡，或按姓名查找。"
            )
            self.notify(words, Tone.WARN)
        else:
            self.scanned.emit(scan)

    def again(self) -> None:
        """Ask once more about the person in hand, after something was saved."""
        if self.in_hand is not None and self.in_hand.resident is not None:
            card = self.in_hand.card
            resident_id = self.in_hand.resident.id
            self._ask(lambda: replace(self._of_resident(resident_id), card=card))

    def clear(self) -> None:
        """Nobody in hand."""
        self._asked += 1
        self._become(None)

    # To the shell.

    def notify(
        self, text: str, tone: Tone = Tone.INFO, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        self.said.emit(Word(text, tone, action, act))

    def show_sync(self, state: SyncState) -> None:
        """How the line stands.  Where the county came to hold more, or sent all that it has, lists are stale."""
        before, self.sync = self.sync, state
        self.sync_changed.emit(state)
        if before is None or _held(before) != _held(state):
            self.written.emit()

    def show_times(self, times: Mapping[str, Summary]) -> None:
        self.times = times
        self.times_changed.emit(times)

    def refused(self, error: ClinicError) -> None:
        """Say what an error says; for the `failed` of a job."""
        self.notify(text_of(error, language()), Tone.DANGER)

    # On a worker.

    def _of_resident(self, resident_id: UUID) -> InHand:
        resident = self._services.residents.resident(resident_id)
        return InHand(
            resident=resident,
            insurances=tuple(self._services.registration.insurances(resident.id_number)),
            chosen=self._services.registration.chosen(resident.id),
            visit=self._services.registration.open_visit(resident.id),
        )

    def _of_card(self, holder: CardHolder) -> InHand:
        found = self._services.cards.recognise(holder)
        if found.resident is not None:
            return replace(self._of_resident(found.resident.id), card=found)
        alike = self._services.residents.alike(newcomer_of(holder)) if holder.name else []
        insurances = self._services.registration.insurances(holder.id_number) if holder.id_number else []
        return InHand(card=found, alike=tuple(alike), insurances=tuple(insurances))

    # Back on the GUI thread.

    def _ask(self, work: Callable[[], InHand], then: Callable[[InHand], None] = lambda _: None) -> None:
        self._asked += 1
        number = self._asked

        def done(person: InHand) -> None:
            if number == self._asked:
                self._become(person)
                then(person)

        self.jobs.read(work, done, self.refused)

    def _become(self, person: InHand | None) -> None:
        self.in_hand = person
        self.in_hand_changed.emit(person)

    def _link_silently(self, person: InHand) -> None:
        """A new card of a known resident is kept with the resident, and nobody is bothered."""
        found = person.card
        if found is None or found.resident is None or not found.card_is_new or not self.may("resident"):
            return
        card, resident, by = card_of(found.holder), found.resident, self.by
        if card is not None:
            self.jobs.store(
                lambda: self._services.residents.link_card(by, resident.id, card),
                lambda _: self.written.emit(),
                self.refused,
            )

    def _find_slip(self, text: str) -> None:
        try:
            visit_id = UUID(text.removeprefix(SLIP_PREFIX))
        except ValueError:
            self.notify(translate("desk", "这不是本系统的单据码。"), Tone.WARN)
            return

        def done(visit: Visit) -> None:
            self.take(visit.resident_id)
            self.slip_scanned.emit(visit)

        self.jobs.read(lambda: self._services.registration.visit(visit_id), done, self.refused)


def _held(state: SyncState) -> tuple[int, int, bool, str, bool]:
    return state.safe_seq, state.quarantined, state.via_hub, state.differs, state.filling is None


def newcomer_of(holder: CardHolder) -> NewResident:
    """What a card says of somebody who is not registered yet."""
    return NewResident(
        name=holder.name or "",
        sex=holder.sex or "0",
        birth_date=holder.birth_date,
        id_number=holder.id_number or "",
        id_verified="card" if holder.id_number else "",
        ethnic=holder.ethnic or "",
        address=holder.address or "",
        card=card_of(holder),
        source="card",
    )
