"""执业: what a doctor may prescribe, as the administrator reads it off the papers."""

from typing import Final

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinic_app.journal.facts.facility import Practice
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import Field, FormRow

LICENSES: Final = (
    ("", QT_TRANSLATE_NOOP("staff", "按岗位")),
    ("doctor", QT_TRANSLATE_NOOP("staff", "执业医师")),
    ("assistant", QT_TRANSLATE_NOOP("staff", "执业助理医师")),
    ("village_doctor", QT_TRANSLATE_NOOP("staff", "乡村医生")),
)
TITLES: Final = (
    ("", QT_TRANSLATE_NOOP("staff", "未填")),
    ("senior", QT_TRANSLATE_NOOP("staff", "高级职称")),
    ("middle", QT_TRANSLATE_NOOP("staff", "中级职称")),
    ("junior", QT_TRANSLATE_NOOP("staff", "初级职称")),
)
RIGHTS: Final = (
    ("antibiotics", QT_TRANSLATE_NOOP("staff", "抗菌药物")),
    ("narcotics", QT_TRANSLATE_NOOP("staff", "麻醉、精一")),
    ("trainee", QT_TRANSLATE_NOOP("staff", "试用期，须带教签名")),
)


def practice_text(practice: Practice | None) -> str:
    """中级职称 · 抗菌药物: what was entered; empty where nothing was."""
    if practice is None:
        return ""
    known = dict(LICENSES), dict(TITLES), dict(RIGHTS)
    parts = [
        known[0].get(practice.license, "") if practice.license else "",
        known[1].get(practice.title, "") if practice.title else "",
        *(known[2].get(right, "") for right in practice.rights),
    ]
    return " · ".join(translate("staff", part) for part in parts if part)


class PracticeForm(QWidget):
    """Licence, title and rights."""

    def __init__(self) -> None:
        super().__init__()
        self.license = Choice([(code, translate("staff", words)) for code, words in LICENSES])
        self.title = Choice([(code, translate("staff", words)) for code, words in TITLES])
        self.rights = {right: QCheckBox(translate("staff", words)) for right, words in RIGHTS}
        label = QLabel(self.tr("处方权"))
        hint = QLabel(self.tr("抗菌药物能开到哪一级，由执业类别和职称决定。"))
        look(label, "soft")
        look(hint, "small")
        grid = QGridLayout()
        for at, box in enumerate(self.rights.values()):
            grid.addWidget(box, 0, at)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(5))
        column.addWidget(
            FormRow([Field(self.tr("执业类别"), self.license), Field(self.tr("职称"), self.title)])
        )
        column.addWidget(label)
        column.addLayout(grid)
        column.addWidget(hint)

    def practice(self) -> Practice:
        return Practice(
            license=self.license.code(),
            title=self.title.code(),
            rights=tuple(right for right, box in self.rights.items() if box.isChecked()),
        )

    def show_practice(self, practice: Practice | None) -> None:
        shown = practice or Practice()
        self.license.show_code(shown.license)
        self.title.show_code(shown.title)
        for right, box in self.rights.items():
            box.setChecked(right in shown.rights)
