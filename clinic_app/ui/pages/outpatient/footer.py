"""Under everything: what is kept, how the day goes, and the keys that end a visit."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from clinic_app.ui import theme
from clinic_app.ui.pages.outpatient.rows import DRUG
from clinic_app.ui.pages.outpatient.state import DoctorState
from clinic_app.ui.stopwatch import today_words
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton


class Footer(QWidget):
    def __init__(self, *beside: QWidget) -> None:
        """`beside`: what other parts of the page put next to the print key."""
        super().__init__()
        self.print = ActionButton("print", self.tr("处方笺"))
        self.kept = QLabel()
        self.times = QLabel()
        self.ask = ActionButton("preview", self.tr("审方"))
        self.save = ActionButton("save", self.tr("存草稿"))
        self.give_up = ActionButton("refund", self.tr("放弃重开"), kind="quiet")
        self.finish = ActionButton("finish", self.tr("完成就诊"), kind="primary")
        for label in (self.kept, self.times):
            look(label, "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(12))
        for part in (self.print, *beside, self.kept):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.times, self.give_up, self.ask, self.save, self.finish):
            row.addWidget(part)

    def narrow(self, small: bool) -> None:
        for button in (self.print, self.ask, self.save):
            button.key_only(small)

    def show_state(self, state: DoctorState) -> None:
        writing = state.visit is not None and not state.signed
        for button in (self.ask, self.save, self.finish):
            button.setEnabled(writing and not state.busy)
        word = self.tr("完成就诊") if state.reopening is None else self.tr("签发处方")
        self.finish.say(self.tr("正在签名…") if state.busy and writing else word)
        drugs = state.form.herbs or any(row.kind == DRUG for row in state.form.orders)
        self.print.setEnabled(state.signed and bool(drugs))
        self.give_up.setVisible(state.reopening is not None)
        self._show_kept(state)
        self._show_times(state)

    def typing(self) -> None:
        """Something was typed that is not on disk yet."""
        self.kept.setText(self.tr("正在写…"))

    def _show_kept(self, state: DoctorState) -> None:
        if state.visit is None or state.signed or state.reopening is not None:
            self.kept.setText(self.tr("已签名") if state.signed else "")
        else:
            self.kept.setText(self.tr("草稿已存本机") if state.kept else self.tr("正在写…"))

    def _show_times(self, state: DoctorState) -> None:
        self.times.setText(today_words(state.times))
