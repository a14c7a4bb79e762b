"""Whose record: the box to find people in, and who was found."""

from datetime import date

from clinic_app.ui.i18n import translate
from clinic_app.ui.pages.health_record.state import RecordsState
from clinic_app.ui.pages.health_record.view_model import HealthRecordViewModel
from clinic_app.ui.widgets.person_finder import PersonFinder


class Finder(PersonFinder):
    """Whose record."""

    def __init__(self, view_model: HealthRecordViewModel, today: date) -> None:
        super().__init__(translate("Finder", "看谁的档案"), today)
        self.wanted.connect(view_model.find)
        self.picked.connect(lambda one: view_model.take(one.id))

    def show_state(self, state: RecordsState) -> None:
        self.show_people(state.found)
