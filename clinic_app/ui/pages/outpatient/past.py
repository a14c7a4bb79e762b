"""Earlier encounters of the person on the page."""

from dataclasses import replace

from PySide6.QtCore import QObject

from clinic_app.projections.queries.outpatient import Encounter
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.rows import repeated
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

    def repeat(self) -> None:
        """照抄: its drugs once more, under what is there; into an empty record what was found and advised too."""
        past, state = self._room.state.past, self._room.state
        if past is None or state.visit is None or state.signed:
            return
        orders = (*state.form.orders, *repeated(past.orders))
        if state.form.blank:
            told = past.encounter
            form = replace(
                state.form,
                complaint=told.complaint,
                advice=told.advice,
                diagnoses=told.diagnoses,
                tcm=told.tcm,
                orders=orders,
            )
        else:
            form = replace(state.form, orders=orders)
        self._writing.begin(form)

    def _show(self, past: Past) -> None:
        self._room.become(replace(self._room.state, past=past))
