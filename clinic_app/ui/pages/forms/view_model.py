"""公卫表单: every decision of the page."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.forms import Context, form
from clinic_app.domain.stopwatch import FOLLOWUP, Summary
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.formpapers import FormPaperService
from clinic_app.services.forms import FormService
from clinic_app.services.residents import ResidentService
from clinic_app.services.status import StatusService
from clinic_app.services.worklist import WorkListService
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.form_names import form_title
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.forms.state import FormRow, FormsState, Open, Part, RecordRow, in_order
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

T = TypeVar("T")
MOST = 60  # residents in the list; a name that finds more wants another letter


@dataclass(frozen=True, slots=True)
class FormsServices:
    forms: FormService
    papers: FormPaperService
    residents: ResidentService
    worklist: WorkListService
    status: StatusService


class FormsViewModel(QObject):
    """Signals:
    changed: a `FormsState`.
    """

    changed = Signal(object)

    def __init__(self, services: FormsServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self._asked = 0  # times that people were looked for
        self._in_sight = False
        self.state = FormsState(times=desk.times.get(FOLLOWUP))
        desk.in_hand_changed.connect(self._person_changed)
        desk.form_wanted.connect(self._wanted)
        desk.record_wanted.connect(self._record_wanted)
        desk.written.connect(self.refresh)
        desk.times_changed.connect(self._show_times)
        self._person_changed(desk.in_hand)

    @property
    def today(self) -> date:
        return self._desk.today

    def refresh(self) -> None:
        """Read again what the page shows."""
        if not self._desk.may("forms"):
            return
        person, by, services, today = self.state.person, self._desk.by, self._services, self.today

        def work() -> dict[str, Any]:
            here = services.status.facility()
            ours = [one.key for one in in_order() if one.about == "facility"]
            year = date(today.year, 1, 1), date(today.year, 12, 31)
            found: dict[str, Any] = {
                "names": services.forms.names(None if person is None else person.id),
                "level": here.inst_lv,
                "ours": tuple(
                    sorted(
                        (one for key in ours for one in services.forms.of_facility(key, *year)),
                        key=lambda one: one.day,
                        reverse=True,
                    )
                ),
                "our_drafts": frozenset(key for key in ours if services.forms.drafted(key, None) is not None),
            }
            return found | ({} if person is None else _about(services, by, person.id, today))

        self._jobs.read(work, partial(self._show, person), self._refused)

    def in_sight(self, visible: bool) -> None:
        """秒表: a follow-up is timed while it is on the page."""
        self._in_sight = visible
        self._time()

    def show_part(self, part: Part) -> None:
        if part is not self.state.part and self.state.open is None:
            self._change(part=part, notice="")

    def look_for(self) -> None:
        """F3: the box to find people in."""
        self._change(part=Part.PERSON, finding=True, open=None)

    def find(self, text: str) -> None:
        """An answer to an older text is dropped."""
        self._asked += 1
        asked = self._asked

        def done(found: list[Resident]) -> None:
            if asked == self._asked:
                self._change(found=tuple(found))

        if text.strip():
            wanted = text.strip()
            self._jobs.read(lambda: self._services.residents.find(wanted, MOST), done, self._refused)
        else:
            self._change(found=())

    def take(self, person: Resident) -> None:
        self._desk.take(person.id)

    # A form is opened.

    def fill(self, row: FormRow | None) -> None:
        """A new sheet, or the one that was begun."""
        if row is not None:
            step = row.due.task.step if row.due is not None else ""
            self._open(self._subject(), row.form.key, step)

    def look_at(self, row: RecordRow | None) -> None:
        """A signed one."""
        if row is not None:
            self._record_wanted(row.record.id)

    def correct(self) -> None:
        """The record that is looked at becomes one that is filled in anew."""
        opened = self.state.open
        if opened is not None and opened.record is not None and opened.record.id in self._standing():
            self._change(open=replace(opened, correcting=True), notice="")

    def keep(self, opened: Open, values: Mapping[str, Any]) -> None:
        """The draft; what is corrected has none."""
        if opened.record is None:
            service, kept = self._services.forms, dict(values)
            self._jobs.store(
                lambda: service.keep_draft(opened.form.key, opened.resident_id, kept),
                lambda _: None,
                self._refused,
            )

    def sign(self, values: Mapping[str, Any], confirmed: Collection[str], reason: str) -> None:
        """Sign what is filled in, or the correction of a record."""
        opened, by, service = self.state.open, self._desk.by, self._services.forms
        if opened is None or self.state.busy:
            return
        kept = dict(values)

        def work() -> UUID:
            if opened.record is not None:
                return service.correct(by, opened.record.id, kept, reason, confirmed)
            return service.record(by, opened.form.key, kept, opened.resident_id, confirmed=confirmed)

        words = self.tr("已签名保存：{form}。").format(form=form_title(opened.form.key))
        self._write(work, words)

    def withdraw(self, reason: str) -> None:
        """The record that is looked at does not count any more."""
        opened, by = self.state.open, self._desk.by
        if opened is None or opened.record is None or self.state.busy:
            return
        record = opened.record.id
        words = self.tr("已撤回：{form}。").format(form=form_title(opened.form.key))
        self._write(lambda: self._services.forms.withdraw(by, record, reason), words)

    def drop(self, row: FormRow | None) -> None:
        """Throw away what was begun."""
        if row is not None and row.begun:
            subject = self._subject()
            self._write(
                lambda: self._services.forms.drop_draft(row.form.key, subject), self.tr("草稿已删去。")
            )

    def close(self) -> None:
        """Back to the lists; what was filled in waits as a draft."""
        opened = self.state.open
        words = self.tr("没有签名的内容已存为草稿。") if opened and opened.record is None else ""
        self._change(open=None, notice=words, tone=Tone.INFO)
        self.refresh()

    def print(self, row: RecordRow | None = None) -> None:
        """The record that is looked at, or the one of the list."""
        opened = self.state.open
        record = row.record if row is not None else opened.record if opened is not None else None
        if record is not None:
            self._jobs.read(lambda: self._services.papers.sheet(record.id), self._put, self._refused)

    def print_blank(self, row: FormRow | None) -> None:
        """空白表 of a form, with the name of the person in hand."""
        if row is not None:
            subject = self._subject()
            self._jobs.read(
                lambda: self._services.papers.blank(row.form.key, subject), self._put, self._refused
            )

    # Inside.

    def _subject(self) -> UUID | None:
        person = self.state.person
        return person.id if person is not None and self.state.part is Part.PERSON else None

    def _standing(self) -> frozenset[UUID]:
        return self.state.standing | {one.id for one in self.state.ours}

    def _open(self, subject: UUID | None, key: str, step: str = "") -> None:
        by, service = self._desk.by, self._services.forms

        def work() -> Open:
            begun = service.resume(by, key, subject, form(key).step_of(step))
            return Open(begun.form, subject, begun.values, begun.origins, begun.context)

        self._jobs.read(work, lambda opened: self._change(open=opened, notice=""), self._refused)

    def _wanted(self, resident_id: UUID, key: str, step: str) -> None:
        """A line of the work list, or a duty of the doctor's page."""
        self._change(part=Part.PERSON)
        self._open(resident_id, key, step)

    def _record_wanted(self, record_id: UUID) -> None:
        """A signed form, of the list here or among the papers of the chart."""
        services = self._services.forms

        def work() -> Open:
            record = services.one(record_id)
            context = services.context(record.resident, record.day, record.form)
            return Open(form(record.form), record.resident, record.values, {}, context, record)

        self._jobs.read(work, lambda opened: self._change(open=opened, notice=""), self._refused)

    def _person_changed(self, person: InHand | None) -> None:
        resident = person.resident if person is not None else None
        before, opened = self.state.person, self.state.open
        if (before and before.id) == (resident and resident.id):
            self._change(person=resident, finding=False)
            return
        stays = opened is not None and (
            opened.resident_id is None or (resident is not None and opened.resident_id == resident.id)
        )
        self._change(
            person=resident,
            finding=False,
            records=(),
            standing=frozenset(),
            drafts=frozenset(),
            due=(),
            context=None,
            open=opened if stays else None,
            notice="",
        )
        self.refresh()

    def _show(self, asked_of: Resident | None, found: dict[str, Any]) -> None:
        now = self.state.person
        if (now and now.id) == (asked_of and asked_of.id):  # else somebody else is in hand by now
            self._change(**found)

    def _write(self, work: Callable[[], object], words: str) -> None:
        opened = self.state.open

        def done(_: object) -> None:
            if opened is not None and opened.timed is not None:
                self._desk.done.emit(FOLLOWUP, opened.timed, "forms")
            self._change(busy=False, open=None, notice=words, tone=Tone.OK)
            self._desk.written.emit()

        self._change(busy=True, notice="")
        self._jobs.store(work, done, self._refused)

    def _put(self, document: Document) -> None:
        try:
            self._papers.put(document, f"form-{document.document_id.hex[:8]}")
        except ClinicError as error:
            self._refused(error)
        else:
            self._change(notice=self.tr("已打印：{title}").format(title=document.title), tone=Tone.OK)

    def _refused(self, error: ClinicError) -> None:
        self._change(busy=False, notice=text_of(error, language()), tone=Tone.DANGER)

    def _time(self) -> None:
        opened = self.state.open
        self._desk.taken_up.emit(FOLLOWUP, opened.timed if opened is not None and self._in_sight else None)

    def _show_times(self, times: Mapping[str, Summary]) -> None:
        self._change(times=times.get(FOLLOWUP))

    def _change(self, **values: Any) -> None:
        before, self.state = self.state.open, replace(self.state, **values)
        if self.state.open is not before:
            self._time()
        self.changed.emit(self.state)


def _about(services: FormsServices, by: Any, person: UUID, today: date) -> dict[str, Any]:
    """All that is read of one person."""
    context: Context = services.forms.context(person, today)
    return {
        "records": tuple(services.forms.of(person, standing=False)),
        "standing": frozenset(one.id for one in services.forms.of(person)),
        "drafts": frozenset(services.forms.drafts_of(person)),
        "due": services.worklist.of(by, person),
        "context": context,
    }
