"""A signed record: 处方笺 once more, 补记, 作废处方, 病假证明."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.printing.documents import Document
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.form import Form, record_of, reopened
from clinic_app.ui.pages.outpatient.rows import DRUG
from clinic_app.ui.pages.outpatient.state import Reopening, Signed
from clinic_app.ui.theme import Tone


class SignedRecord(QObject):
    """Signals:
    begun: a prescription is written anew.
    """

    begun = Signal()

    def __init__(self, room: Consultation) -> None:
        super().__init__(room)
        self._room = room

    def print(self) -> None:
        """处方笺 of the record on the page."""
        visit = self._room.state.visit
        if visit is not None and self._room.state.signed:
            self._room.jobs.read(
                lambda: self._room.services.paperwork.prescriptions(visit.id),
                partial(self._put, visit),
                self._room.refused,
            )

    def add_words(self, text: str) -> None:
        """补记."""
        record, by = self._room.state.record, self._room.by
        if self._room.state.visit is not None and record is not None:
            records = self._room.services.records
            self._change(self._room.state.visit, lambda: records.add_to(by, record.encounter, text))

    def cancel(self, prescription_id: UUID, reason: str) -> None:
        """作废 of one prescription."""
        visit, by = self._room.state.visit, self._room.by
        if visit is not None:
            records = self._room.services.records
            self._change(visit, lambda: records.cancel(by, visit.id, prescription_id, reason))

    def reopen(self, prescription_id: UUID, reason: str) -> None:
        """作废并重开: its drugs can be changed and are signed in its place."""
        state, records = self._room.state, self._room.services.records
        if state.visit is None or not state.signed:
            return
        visit, form = state.visit, state.form

        def work() -> Form:
            _, orders = records.orders(visit.id)
            sheet = next(one for one in records.prescriptions(visit.id) if one.id == prescription_id)
            return reopened(form, [line for line in orders if line.entry_id == prescription_id], sheet)

        def done(form: Form) -> None:
            reopening = Reopening(prescription_id, reason)
            words = self.tr("改好后按 Ctrl+Enter 签发，原处方同时作废；F6 放弃。")
            now = replace(self._room.state, notice=words, tone=Tone.INFO, signed=False, reopening=reopening)
            self._room.become(replace(now, form=form, checked=(), loaded=now.loaded + 1))
            self.begun.emit()

        self._room.jobs.read(work, done, self._room.refused)

    def keep(self) -> None:
        """Not reopened after all."""
        state = self._room.state
        if state.reopening is not None and state.visit is not None:
            self._room.become(replace(state, signed=True, reopening=None, checked=(), notice=""))
            self.read_again(state.visit)

    def certify(self, days: int, advice: str) -> None:
        """病假证明 from the day of the visit on, printed at once."""
        visit, by, services = self._room.state.visit, self._room.by, self._room.services
        if visit is None:
            return
        last = visit.day + timedelta(days - 1)

        def work() -> Document:
            made = services.records.certify(by, visit.id, advice, visit.day, last)
            return services.paperwork.certificate(made)

        def done(document: Document) -> None:
            if self._room.on_paper(document, f"certificate-{visit.number}-{document.document_id}"):
                self._room.say(self.tr("病假证明已出。"), Tone.OK)
            self.read_again(visit)

        self._room.jobs.store(work, done, self._room.refused)

    def read_again(self, visit: Visit) -> None:
        """Somebody wrote to it."""
        self._change(visit, lambda: None)

    def _change(self, visit: Visit, act: Callable[[], None]) -> None:
        """Something happens to a signed record, and it is read anew."""

        def work() -> tuple[Form, Signed]:
            act()
            return self.read(visit.id)

        def done(read: tuple[Form, Signed]) -> None:
            form, record = read
            state = self._room.state
            if state.visit is None or state.visit.id != visit.id:
                return
            fewer = (form.orders, form.herbs) != (state.form.orders, state.form.herbs)
            shown = form if fewer else state.form
            self._room.become(replace(state, form=shown, record=record, loaded=state.loaded + fewer))
            self._room.desk.written.emit()

        self._room.jobs.store(work, done, self._room.refused)

    def read(self, visit_id: UUID) -> tuple[Form, Signed]:
        records = self._room.services.records
        visit = self._room.services.registration.visit(visit_id)
        encounter, orders = records.orders(visit_id)
        names: dict[UUID, list[str]] = {}
        for line in orders:
            if line.kind == DRUG:
                names.setdefault(line.entry_id, []).append(line.name)
        sheets = tuple((entry_id, "、".join(found)) for entry_id, found in names.items())
        paid = visit.state is VisitState.SETTLED
        record = Signed(encounter, tuple(records.addenda(encounter)), sheets, paid)
        return record_of(encounter, orders, visit.day), record

    def _put(self, visit: Visit, documents: list[Document]) -> None:
        for at, document in enumerate(documents, start=1):
            if not self._room.on_paper(document, f"prescription-{visit.number}-{at}-{document.document_id}"):
                return
        words = self.tr("处方笺已出 {n} 张。").format(n=len(documents))
        self._room.say(words, Tone.OK)
