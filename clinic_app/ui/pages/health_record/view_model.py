"""健康档案: every decision of the page."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.health_record import State
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.health_records import LifeEvent
from clinic_app.projections.queries.households import Household, Member
from clinic_app.projections.queries.merges import Pair
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.duplicates import DuplicateService, Merged
from clinic_app.services.formpapers import FormPaperService
from clinic_app.services.health_record import HealthRecordService
from clinic_app.services.households import House, HouseholdService
from clinic_app.services.residents import ResidentService
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.health_record.state import RecordsState
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

T = TypeVar("T")
MOST = 60  # residents in the list; a name that finds more wants another letter


@dataclass(frozen=True, slots=True)
class RecordServices:
    residents: ResidentService
    records: HealthRecordService
    households: HouseholdService
    duplicates: DuplicateService
    papers: FormPaperService


class HealthRecordViewModel(QObject):
    """Signals:
    changed: a `RecordsState`.
    """

    changed = Signal(object)

    def __init__(self, services: RecordServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._papers = papers
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._sought = ""  # of households
        self._asked = 0  # times that people were looked for
        self.state = RecordsState()
        desk.in_hand_changed.connect(self._person_changed)
        self._person_changed(desk.in_hand)

    @property
    def today(self) -> date:
        return self._desk.today

    def refresh(self) -> None:
        """Read again all that the page shows."""
        by, services, sought = self._desk.by, self._services, self._sought
        person, house = self.state.in_hand, self.state.house

        def work() -> dict[str, Any]:
            return {
                "record": None if person is None else services.records.of(by, person.id),
                "villages": tuple(services.households.villages()),
                "houses": tuple(services.households.find(sought)),
                "members": () if house is None else tuple(services.households.members(house)),
                "pairs": tuple(services.duplicates.pairs(by)),
                "merges": tuple(services.duplicates.merges(by)),
                "doubled": tuple(services.records.doubled()),
            }

        self._jobs.read(work, lambda found: self._show(person, found), self._refused)

    def look_for(self) -> None:
        """F3: the box to find people in, in place of the record."""
        self._change(finding=True)

    def find(self, text: str) -> None:
        """An answer to an older text is dropped."""
        self._asked += 1
        asked = self._asked
        if not text.strip():
            self._change(found=())
            return

        def done(found: list[Resident]) -> None:
            if asked == self._asked:
                self._change(found=tuple(found))

        self._jobs.read(lambda: self._services.residents.find(text.strip(), MOST), done, self._refused)

    # The record of the person in hand.

    def open_record(self, village_code: str, number: str = "") -> None:
        """建档."""
        self._about_person(
            lambda by, who: self._services.records.open(by, who.id, village_code, number=number),
            lambda record: self.tr("已建档，编号 {number}。").format(number=record.number),
        )

    def renumber(self) -> None:
        """A number of its own for one of two people who hold the same."""
        self._about_person(
            lambda by, who: self._services.records.renumber(by, who.id),
            lambda record: self.tr("已改号，新编号 {number}。").format(number=record.number),
        )

    def tell(self, kind: str, on: date | None, words: str) -> None:
        """`kind`: out, lost, in or died."""
        if on is None:
            self._say(self.tr("请填写日期。"), Tone.WARN)
            return

        def work(by: Any, who: Resident) -> object:
            if kind == "died":
                return self._services.records.die(by, who.id, on, words)
            way = State.HERE if kind == "in" else State(kind)
            return self._services.records.move(by, who.id, way, on, words)

        self._about_person(work, lambda _: self.tr("已登记。"))

    def correct(self, event: LifeEvent | None, reason: str) -> None:
        if event is None:
            self._say(self.tr("请先选择要更正的死亡或迁移。"), Tone.WARN)
            return
        self._about_person(
            lambda by, who: self._services.records.correct(by, who.id, event.id, reason),
            lambda _: self.tr("已更正，以前的状态恢复。"),
        )

    def print_record(self) -> None:
        """居民健康档案: the resident's own copy."""
        self._print(self._services.papers.health_record)

    def print_card(self) -> None:
        """信息卡."""
        self._print(self._services.papers.info_card)

    # Households.

    def find_house(self, text: str) -> None:
        self._sought = text.strip()
        self._jobs.read(
            lambda: self._services.households.find(self._sought),
            lambda found: self._change(houses=tuple(found)),
            self._refused,
        )

    def open_house(self, house: Household | None) -> None:
        """Show who lives in it."""
        wanted = None if house is None else house.id
        if wanted == self.state.house:
            return
        self._change(house=wanted, members=())
        if wanted is None:
            return

        def done(members: list[Member]) -> None:
            if self.state.house == wanted:
                self._change(members=tuple(members))

        self._jobs.read(lambda: self._services.households.members(wanted), done, self._refused)

    def found_house(self, house: House) -> None:
        """立户, with the person in hand as its head."""

        def done(founded: Household) -> str:
            self._change(house=founded.id)
            return self.tr("已立户，户主 {name}。").format(name=founded.head)

        self._about_person(lambda by, who: self._services.households.found(by, house, who.id), done)

    def amend_house(self, house: House) -> None:
        """What is typed becomes the household that is open."""
        wanted, by = self.state.house, self._desk.by
        if wanted is None:
            self._say(self.tr("请先选择一户，再选与户主的关系。"), Tone.WARN)
            return
        self._write(
            lambda: self._services.households.amend(by, wanted, house), lambda _: self.tr("已改住户。")
        )

    def join(self, relation: str) -> None:
        """The person in hand into the household that is open."""
        house = self.state.house
        if house is None or not relation:
            self._say(self.tr("请先选择一户，再选与户主的关系。"), Tone.WARN)
            return
        self._about_person(
            lambda by, who: self._services.households.join(by, house, who.id, relation),
            lambda _: self.tr("已入户。"),
        )

    def leave(self, member: Member | None) -> None:
        house, by = self.state.house, self._desk.by
        if house is None or member is None:
            self._say(self.tr("请先选择要离户的人。"), Tone.WARN)
            return
        words = self.tr("{name} 已离户。").format(name=member.name)
        self._write(lambda: self._services.households.leave(by, house, member.resident_id), lambda _: words)

    # Two entries of one person.

    def merge(self, pair: Pair, *, keep_second: bool, take: Collection[str]) -> None:
        kept, other = (pair.second, pair.first) if keep_second else (pair.first, pair.second)
        by = self._desk.by
        words = self.tr("已合并到 {name}。弄错了可以在“合并记录”里拆分。").format(name=kept.name)
        self._write(lambda: self._services.duplicates.merge(by, kept.id, other.id, take), lambda _: words)

    def tell_apart(self, pair: Pair, reason: str) -> None:
        by = self._desk.by
        self._write(
            lambda: self._services.duplicates.tell_apart(by, pair.first.id, pair.second.id, reason),
            lambda _: self.tr("已记下：不是同一人，不再提示。"),
        )

    def split(self, merged: Merged | None, reason: str) -> None:
        if merged is None:
            return
        by = self._desk.by
        self._write(
            lambda: self._services.duplicates.split(by, merged.merge.id, reason),
            lambda _: self.tr("已拆分，两份档案各归各。"),
        )

    def take(self, resident_id: UUID) -> None:
        """Somebody of a list becomes the person in hand."""
        self._desk.take(resident_id)

    # Inside.

    def _print(self, made: Callable[[UUID], Document]) -> None:
        """A paper that fails undoes nothing."""
        person = self.state.in_hand
        if person is not None:
            self._jobs.read(lambda: made(person.id), self._put, self._refused)

    def _put(self, document: Document) -> None:
        try:
            self._papers.put(document, f"record-{document.document_id.hex[:8]}")
        except ClinicError as error:
            self._refused(error)
        else:
            self._say(self.tr("已打印：{title}").format(title=document.title), Tone.OK)

    def _about_person(self, work: Callable[[Any, Resident], T], words: Callable[[T], str]) -> None:
        person, by = self.state.in_hand, self._desk.by
        if person is None:
            self._say(self.tr("请先找到这位居民：按 F3，或插卡。"), Tone.WARN)
            return
        self._write(lambda: work(by, person), words)

    def _write(self, work: Callable[[], T], words: Callable[[T], str]) -> None:
        if self.state.busy:
            return

        def done(answer: T) -> None:
            self._change(busy=False, notice=words(answer), tone=Tone.OK)
            self._desk.written.emit()
            self._desk.again()
            self.refresh()

        self._change(busy=True, notice="")
        self._jobs.store(work, done, self._refused)

    def _show(self, asked_of: Resident | None, found: dict[str, Any]) -> None:
        now = self.state.in_hand
        if (now and now.id) != (asked_of and asked_of.id):
            del found["record"]  # somebody else is in hand by now
        self._change(**found)

    def _person_changed(self, person: InHand | None) -> None:
        resident = person.resident if person is not None else None
        known = self.state.in_hand
        same = resident is not None and known is not None and resident.id == known.id
        self._change(in_hand=resident, record=self.state.record if same else None, finding=False)
        if resident is None or not self._desk.may("health_record"):
            return
        by = self._desk.by
        self._jobs.read(
            lambda: {"record": self._services.records.of(by, resident.id)},
            lambda found: self._show(resident, found),
            self._refused,
        )

    def _say(self, words: str, tone: Tone) -> None:
        self._change(notice=words, tone=tone)

    def _refused(self, error: ClinicError) -> None:
        self._change(busy=False, notice=text_of(error, language()), tone=Tone.DANGER)

    def _change(self, **values: Any) -> None:
        self.state = replace(self.state, **values)
        self.changed.emit(self.state)
