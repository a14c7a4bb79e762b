"""冷链: what is due is read and typed; what was read stands below."""

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit

from clinic_app.domain.pharmacy.cold_chain import PLACES, Place, in_degrees
from clinic_app.projections.queries.cold_chain import Reading
from clinic_app.services.cold_chain import ColdChainService
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState, StockPart
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

_HALVES = {"am": QT_TRANSLATE_NOOP("cold", "上午"), "pm": QT_TRANSLATE_NOOP("cold", "下午")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdState(PartState):
    due: tuple[Place, ...] = ()
    readings: tuple[Reading, ...] = ()


class ColdModel(PartModel[ColdState]):
    def __init__(self, service: ColdChainService, bench: Bench) -> None:
        super().__init__(bench, ColdState())
        self._service = service

    def refresh(self) -> None:
        self._read(
            lambda: (self._service.due(), tuple(self._service.readings())),
            lambda told: self._change(due=told[0], readings=told[1]),
        )

    def log(self, place: Place, tenths: int, measure: str) -> None:
        by = self._bench.desk.by

        def done(concerned: int) -> None:
            if concerned:
                words = self.tr("已记录。超出范围，{n} 个批次已停用，等处理。")
                self._say(words.format(n=concerned), Tone.WARN)
            else:
                self._say(
                    self.tr("已记录：{place} {degrees} °C").format(
                        place=place.name, degrees=in_degrees(tenths)
                    )
                )

        self._write(lambda: len(self._service.log(by, place, tenths, measure).set_aside), done)


READINGS: tuple[Column[Reading], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "日期"),
        lambda one: f"{one.day} {translate('cold', _HALVES.get(one.half, one.half))}",
        width=16,
        bold=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "地点"), lambda one: one.place, width=14),
    Column(
        QT_TRANSLATE_NOOP("columns", "温度 °C"),
        lambda one: in_degrees(one.tenths),
        width=9,
        number=True,
        bold=True,
        tone=lambda one: Tone.PLAIN if one.in_band else Tone.DANGER,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "应在"),
        lambda one: f"{in_degrees(one.lowest)} – {in_degrees(one.highest)}",
        width=13,
        number=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "记录人"), lambda one: one.by, width=10),
    Column(QT_TRANSLATE_NOOP("columns", "措施"), lambda one: one.measure),
)


class ColdPart(StockPart):
    counts = True
    model: ColdModel

    def __init__(self, model: ColdModel) -> None:
        super().__init__(model)
        self.place = Choice(
            [(str(at), f"{at} {one.name}") for at, one in enumerate(PLACES, start=1)], self.tr("地点")
        )
        self.degrees = NumberEdit(self.tr("温度"), decimals=1)
        self.measure = QLineEdit()
        self.measure.setPlaceholderText(self.tr("超出范围时必填，如：已移至备用冷柜"))
        self._degrees = Field(self.tr("温度"), self.degrees, required=True, unit="°C")
        self.save = ActionButton("save", self.tr("记录"), kind="primary")
        self.table: DataTable[Reading] = DataTable(
            READINGS,
            self.tr("温度记录"),
            self.tr("还没有记录\n上午、下午各看一次温度计，填好后按 F8"),
            key=lambda one: (one.day, one.half, one.place),
        )
        self._lay_out()
        self.save.clicked.connect(self._log)
        self.follow()

    def title(self) -> str:
        due = len(self.model.state.due)
        return f"{self.tr('冷链')} {due}" if due else self.tr("冷链")

    def begin(self) -> None:
        due = self.model.state.due
        if due:
            self.place.show_code(str(PLACES.index(due[0]) + 1))
        self.degrees.setFocus()

    def show_state(self, state: ColdState) -> None:
        self.table.show_rows(state.readings)
        self.save.setEnabled(not state.busy)
        if state.due and not state.notice:
            words = self.tr("{places} 这半天还没有测温。")
            self.notice.say(words.format(places="、".join(one.name for one in state.due)), Tone.WARN)
        if state.tone is Tone.OK and state.notice and self.degrees.text():
            self._clear()

    def _log(self) -> None:
        degrees = self.degrees.number()
        self._degrees.show_error("" if degrees is not None else self.tr("照温度计填，如 4.5"))
        if degrees is None:
            self.degrees.setFocus()
            return
        place = PLACES[int(self.place.code()) - 1]
        self.model.log(place, int(degrees * 10), self.measure.text())

    def _clear(self) -> None:
        self.degrees.clear()
        self.measure.clear()

    def _lay_out(self) -> None:
        card = Card()
        form = FormRow(
            [Field(self.tr("地点"), self.place), self._degrees, Field(self.tr("措施"), self.measure)],
            (2, 1, 4),
        )
        card.body.addWidget(form)
        card.body.addWidget(self.table, 1)
        self.body.addWidget(card, 1)
        buttons = Row()
        buttons.addStretch()
        buttons.addWidget(self.save)
        self.body.addLayout(buttons)
        self._walk = EnterMoves(form)
