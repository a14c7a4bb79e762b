"""Earlier encounters of the person on the page."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject

from clinic_app.projections.queries.outpatient import Encounter
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.decoction import repeated_herbs
from clinic_app.ui.pages.outpatient.rows import repeated, with_rows
from clinic_app.ui.pages.outpatient.state import Past
from clinic_app.ui.pages.outpatient.writing import Writing


class LookingBack(QObject):
    def __init__(self, room: Consultation, writing: Writing) -> None:
        super().__init__(room)
        self._room = room
        self._writing = writing

    def open(self, encounter: Encounter) -> None:
        """An earlier encounter with what was ordered; the chart is open already, so nothing is written."""
        records = self._room.services.records

        def work() -> Past:
            found, orders = records.orders(encounter.visit_id)
            return Past(found, tuple(orders), tuple(records.addenda(found)))

        self._room.jobs.read(work, self._show, self._room.refused)

    def close(self) -> None:
        self._room.become(replace(self._room.state, past=None))

    def repeat(self, prescription_id: UUID | None = None) -> None:
        """照抄: its drugs once more, under what is there; into an empty record what was found and advised too.

        `prescription_id`: of one prescription, its drugs alone.
        """
        past, state = self._room.state.past, self._room.state
        if past is None or state.visit is None or state.signed:
            return
        wanted = [line for line in past.orders if prescription_id in (None, line.entry_id)]
        herbs, taken = repeated_herbs(wanted)
        here = {one.code for one in state.form.herbs}
        form = replace(
            state.form,
            orders=with_rows(state.form.orders, repeated(wanted)),
            herbs=(*state.form.herbs, *(one for one in herbs if one.code not in here)),
            taken=taken if herbs and not here else state.form.taken,
        )
        if state.form.blank and prescription_id is None:
            told = past.encounter
            form = replace(
                form,
                complaint=told.complaint,
                advice=told.advice,
                diagnoses=told.diagnoses,
                tcm=told.tcm,
            )
        self._writing.begin(form)

    def _show(self, past: Past) -> None:
        self._room.become(replace(self._room.state, past=past))
