"""Under the orders: what they cost, the fee to offer, how many sheets they fill."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.ui import catalogues, theme
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.rows import DRUG
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cells import hit_of
from clinic_app.ui.widgets.money import MoneyLabel


class SumsLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.add_row = ActionButton("add_row", kind="quiet")
        self.delete_row = ActionButton("delete_row", kind="quiet")
        self.fee = QPushButton()
        self.sheets = QLabel()
        self.total = MoneyLabel(0, TextSize.TOTAL, name=self.tr("合计"))
        word = QLabel(self.tr("合计"))
        for label, how in ((self.sheets, "small"), (word, "soft"), (self.fee, "quiet")):
            look(label, how)
        self.fee.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(8))
        for part in (self.add_row, self.delete_row, self.fee, self.sheets):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(word)
        row.addWidget(self.total)

    def narrow(self, small: bool) -> None:
        for button in (self.add_row, self.delete_row):
            button.key_only(small)

    def show_sums(self, form: Form, examined_fen: int) -> None:
        """`examined_fen`: of the visit's examinations that stand."""
        self.total.show_fen(form.total_fen + examined_fen)
        count = sum(row.kind == DRUG for row in form.orders)
        sheets = -(-count // shipped_rules().max_drugs) + bool(form.herbs)
        words = self.tr("{n} 种药，分 {sheets} 张处方").format(n=count + len(form.herbs), sheets=sheets)
        self.sheets.setText(words if sheets > 1 else "")

    def offer_fee(self, code: str, form: Form) -> None:
        """`code` empty, or ordered already: none."""
        known = catalogues.current().services.of_code(code)
        offered = known is not None and all(row.code != known.code for row in form.orders)
        self.fee.setVisible(offered)
        if known is not None:
            hit = hit_of(known)
            self.fee.setText(self.tr("＋ {name} {price}").format(name=hit.title, price=hit.detail))
