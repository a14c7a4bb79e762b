"""Cells of a table that is typed into: each is a box of its own, so that one types without opening an editor."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_app.domain.catalogs import Drug, Herb, Service
from clinic_app.domain.codes import UnknownCode, codes, name_of
from clinic_app.printing.receipt import quantity
from clinic_app.ui import catalogues
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import language, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.widgets.entries import NumberEdit
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer, CodePicker, Provider

_SHOWN = 20
_MG_E4 = 10  # ten-thousandths of a gram in a milligram


class ItemCell(CodePicker):
    """Drug or charge item, by name, initials or code; ↓ on the empty cell offers what is usual."""

    def __init__(
        self,
        name: str,
        placeholder: str,
        usual: Callable[[], Sequence[Hit]],
        known: Provider | None = None,
    ) -> None:
        """`known`: what is searched; None: drugs and charge items."""
        super().__init__(known or items, name, placeholder)
        self._usual = usual
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.text().strip() and not self.list_is_open():
            usual = self._usual()
            if usual:
                self.show_hits(usual)
        else:
            super().keyPressEvent(event)

    def _show_taken(self, hit: Hit) -> None:
        self.show_value(hit)  # where to go next is the table's business


class CodeCell(CodePicker):
    """A code of a small table; leaving it without a choice brings the old one back.

    Signals:
        settled: the code in force, after the cell was left or a code was picked.
    """

    settled = Signal(str)

    def __init__(self, table: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(lambda text, answer: answer(_of_table(table, text)), name, "", parent)
        self._table = table
        self._before = ""
        self.setClearButtonEnabled(False)
        for action in self.actions():
            self.removeAction(action)

    def show_code(self, code: str) -> None:
        self._before = code
        self.show_value(Hit(code, code_text(self._table, code)) if code else None)

    def code(self) -> str:
        return self._before

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.value() is None:
            self.show_code(self._before)

    def _show_taken(self, hit: Hit) -> None:
        self.show_value(hit)
        self._before = str(hit.value)
        self.settled.emit(self._before)


class TextCell(QLineEdit):
    """A short free text: the dose."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


class CountCell(NumberEdit):
    """A whole number above zero."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def count(self) -> int | None:
        number = self.number()
        return None if number is None else int(number)


def items(text: str, answer: Answer) -> None:
    """Drugs first, then charge items."""
    offered = catalogues.current()
    found: list[Drug | Service] = [*offered.drugs.find(text, _SHOWN)]
    found += offered.services.find(text, _SHOWN - len(found))
    answer([hit_of(one) for one in found])


def known_herbs(text: str, answer: Answer) -> None:
    """中药饮片, with the grams that are usual."""
    found = catalogues.current().herbs.find(text, _SHOWN)
    answer([Hit(one.code, one.name, _range(one), one.handling) for one in found])


def known_diagnoses(text: str, answer: Answer) -> None:
    """Hits whose value is code and name."""
    answer(
        [
            Hit((one.code, one.name), one.name, "", one.code)
            for one in catalogues.current().diagnoses.find(text)
        ]
    )


def known_tcm(text: str, answer: Answer) -> None:
    """中医病名, then 证候; hits whose value is code and name."""
    offered = catalogues.current()
    found = [*offered.tcm_diagnoses.find(text, _SHOWN), *offered.tcm_syndromes.find(text, _SHOWN)]
    answer([Hit((one.code, one.name), one.name, "", one.code) for one in found])


def hit_of(item: Drug | Service) -> Hit:
    """One line of the list: name, strength and price, class."""
    grade = {"01": "甲类", "02": "乙类", "03": "自费"}.get(item.chrgitm_lv, "")
    word = translate("classes", grade) if grade else ""
    if isinstance(item, Drug):
        pack = f"×{item.pack_qty}{item.unit}" if item.pack_qty > 1 else ""
        detail = f"{item.spec}{pack}　{yen(item.price_e6 // 10_000)}/{item.pack_unit}"
        return Hit(item.code, item.generic_name, detail.strip(), word)
    mark = translate("outpatient", "项目")
    return Hit(item.code, item.name, f"{yen(item.price_e6 // 10_000)}/{item.unit}", f"{mark} {word}".strip())


def _range(herb: Herb) -> str:
    least, most = quantity(herb.dose_min_mg * _MG_E4), quantity(herb.dose_max_mg * _MG_E4)
    return f"{least}–{most}g　{yen(herb.price_e6 // 10_000)}/g"


def code_text(table: str, code: str) -> str:
    try:
        return name_of(table, code, language())
    except UnknownCode:
        return code


def _of_table(table: str, text: str) -> list[Hit]:
    wanted = text.strip().lower()
    ranked = []
    for one in codes(table).values():
        words = (one.code.lower(), one.name_zh, initials(one.name_zh), one.name_en.lower())
        if any(word.startswith(wanted) for word in words):
            ranked.append((one.code.lower() != wanted, one))
    ranked.sort(key=lambda pair: pair[0])
    return [Hit(one.code, code_text(table, one.code), one.code) for _, one in ranked]
