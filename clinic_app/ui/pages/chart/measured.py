"""One line to type what was just measured: 血压, 血糖, 体重."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from clinic_app.domain.measurements import measures
from clinic_app.ui import theme
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.entries import NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves

_E4 = 10_000


class MeasureRow(QWidget):
    """Signals:
    measured: values in ten-thousandths by key; only what was typed and makes sense.
    """

    measured = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {key: _box(key) for key in ("sbp", "dbp", "fpg_poc", "weight")}
        self.save = ActionButton("save", self.tr("记测量"))
        self.save.clicked.connect(self._save)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.current().px(5))
        labels = (self.tr("收缩压"), self.tr("舒张压"), self.tr("空腹血糖"), self.tr("体重"))
        for at, (label, box) in enumerate(zip(labels, self.boxes.values(), strict=True)):
            word = QLabel(label)
            look(word, "small")
            grid.addWidget(word, 0, at)
            grid.addWidget(box, 1, at)
        grid.addWidget(self.save, 2, 0, 1, 4)
        EnterMoves(self)

    def clear(self) -> None:
        for box in self.boxes.values():
            box.clear()

    def _save(self) -> None:
        if not all(box.readable() for box in self.boxes.values()):
            return
        typed = {key: box.number() for key, box in self.boxes.items()}
        values = {key: int(number * _E4) for key, number in typed.items() if number is not None}
        if values:
            self.measured.emit(values)


def _box(key: str) -> NumberEdit:
    measure = measures()[key]
    return NumberEdit(
        measure.name_zh,
        decimals=measure.decimals or 0,
        least=Decimal(measure.low_e4) / _E4,
        most=Decimal(measure.high_e4) / _E4,
    )
