"""One diagnosis of the catalogue."""

from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.ui import catalogues
from clinic_app.ui.i18n import translate
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer, CodePicker

_SHOWN = 12


class DiagnosisPicker(CodePicker):
    """By name, initials or ICD code; what the catalogue does not have stays as it was given."""

    def __init__(self, name: str) -> None:
        super().__init__(_find, name, translate("inpatient", "名称、首字母或 ICD 编码"))

    def diagnosis(self) -> Diagnosis | None:
        code = self.value()
        if code is None:
            return None
        return Diagnosis(str(code), self.text())

    def show_diagnosis(self, code: str, name: str) -> None:
        self.show_value(Hit(code, name) if code else None)


def _find(text: str, answer: Answer) -> None:
    answer([Hit(one.code, one.name, one.code) for one in catalogues.current().diagnoses.find(text, _SHOWN)])
