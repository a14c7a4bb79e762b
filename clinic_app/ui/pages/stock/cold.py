"""冷链: what is due is read and typed; the month's readings stand below; the places with their bands beside them."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from clinic_app.domain.pharmacy.cold_chain import COLD, Place, in_degrees
from clinic_app.printing.stock import Letterhead, temperature_sheet
from clinic_app.projections.queries.cold_chain import Reading
from clinic_app.services.cold_chain import ColdAlarms, ColdChainService
from clinic_app.services.stock import StockService
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState, StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, CodePicker
from clinic_app.ui.widgets.table import DataTable

_HALVES = {"am": QT_TRANSLATE_NOOP("cold", "上午"), "pm": QT_TRANSLATE_NOOP("cold", "下午")}
_STORAGES = (
    (COLD, QT_TRANSLATE_NOOP("cold", "1 冷柜")),
    ("cool", QT_TRANSLATE_NOOP("cold", "2 阴凉库")),
)
_NOTHING = ColdAlarms((), (), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdState(PartState):
    month: date  # its first day
    places: tuple[Place, ...] = ()
    alarms: ColdAlarms = _NOTHING
    readings: tuple[Reading, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()  # code and name of what is kept cold or cool
    changing: Place | None = None  # the place whose band is changed; one without a name is new


class ColdModel(PartModel[ColdState]):
    """Signals:
    logged: a reading is written.
    """

    logged = Signal()

    def __init__(self, service: ColdChainService, stock: StockService, bench: Bench) -> None:
        super().__init__(bench, ColdState(month=service.today().replace(day=1)))
        self._service = service
        self._stock = stock

    def refresh(self) -> None:
        service, month = self._service, self.state.month

        def show(told: tuple[tuple[Place, ...], ColdAlarms, list[Reading], dict[str, str]]) -> None:
            places, alarms, readings, kept = told
            if month == self.state.month:
                self._change(places=places, alarms=alarms, readings=tuple(readings), kept=tuple(kept.items()))

        self._read(
            lambda: (service.places(), service.alarms(), service.readings(month), service.kept()), show
        )

    def turn(self, months: int) -> None:
        """An earlier month, or a later one up to this one."""
        first = self.state.month
        turned = (first - timedelta(days=1) if months < 0 else first + timedelta(days=32)).replace(day=1)
        if turned <= self._service.today():
            self._change(month=turned, notice="")
            self.refresh()

    def log(self, place: Place, tenths: int, measure: str) -> None:
        by = self._bench.desk.by

        def done(concerned: int) -> None:
            self.logged.emit()
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

    def change(self, place: Place | None) -> None:
        """Its band and drugs are to be changed; None: no more."""
        self._change(changing=place, notice="")

    def name_place(self, place: Place, *, in_use: bool = True) -> None:
        """F8 of the form; `in_use` False: the place is used no more."""
        by, before = self._bench.desk.by, self.state.changing

        def work() -> None:
            if before is not None and before.name and before.name != place.name:
                self._service.name_place(by, before, in_use=False)
            self._service.name_place(by, place, in_use=in_use)

        def done(_: object) -> None:
            words = self.tr("已保存：{place}") if in_use else self.tr("已停用：{place}")
            self._change(changing=None)
            self._say(words.format(place=place.name))

        self._write(work, done)

    def print(self, place: Place) -> None:
        """温度记录 of the month that is shown."""
        state, stock = self.state, self._stock
        readings = [one for one in state.readings if one.place == place.name]

        def put(head: Letterhead) -> None:
            sheet = temperature_sheet(head, stock.facility, place, state.month, readings, stock.now_ms())
            self._put_on_paper(sheet, f"cold-{state.month:%Y-%m}")

        self._read(stock.letterhead, put)


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
    """F8 notes a reading; F6 the month before, F7 the one after, F10 its sheet; Ins a place, Enter its band."""

    counts = True
    model: ColdModel

    def __init__(self, model: ColdModel) -> None:
        super().__init__(model)
        self._shown: tuple[Place, ...] = ()
        self._drugs: tuple[str, ...] = ()  # of the place that is being changed
        self.place = Choice([], self.tr("地点"))
        self.degrees = NumberEdit(self.tr("温度"), decimals=1)
        self.measure = QLineEdit()
        self.measure.setPlaceholderText(self.tr("超出范围时必填，如：已移至备用冷柜"))
        self._degrees = Field(self.tr("温度"), self.degrees, required=True, unit="°C")
        self.month = QLabel()
        look(self.month, TextSize.LARGE.value)
        self.before = ActionButton("refund", self.tr("上月"), icon="chevron-up")
        self.after = ActionButton("preview", self.tr("下月"), icon="chevron-down")
        self.add = ActionButton("add_row", self.tr("加地点"))
        self.edit = ActionButton("settle", self.tr("改地点"), icon="settings")
        self.drop = ActionButton("delete_row", self.tr("停用地点"))
        self.print = ActionButton("print", self.tr("打印月表"))
        self.save = ActionButton("save", self.tr("记录"), kind="primary")
        self.table: DataTable[Reading] = DataTable(
            READINGS,
            self.tr("温度记录"),
            self.tr("这个月还没有记录\n上午、下午各看一次温度计，填好后按 F8"),
            key=lambda one: (one.day, one.half, one.place),
        )
        self.name = QLineEdit()
        self.storage = Choice(
            [(code, translate("cold", words)) for code, words in _STORAGES], self.tr("种类")
        )
        self.lowest = NumberEdit(self.tr("下限"), decimals=1)
        self.highest = NumberEdit(self.tr("上限"), decimals=1)
        self.drug = CodePicker(self._find, self.tr("里面的药"), self.tr("药名、首字母；再选一次去掉"))
        self.drugs = QLabel()
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.before.clicked.connect(lambda: model.turn(-1))
        self.after.clicked.connect(lambda: model.turn(1))
        self.add.clicked.connect(lambda: model.change(Place("", COLD, 20, 80)))
        self.edit.clicked.connect(self._edit)
        self.drop.clicked.connect(self._drop)
        self.print.clicked.connect(self._print)
        self.drug.picked.connect(self._toggle)
        model.logged.connect(self._clear)
        self.follow()

    def title(self) -> str:
        due = self.model.state.alarms.count
        return f"{self.tr('冷链')} {due}" if due else self.tr("冷链")

    def begin(self) -> None:
        state = self.model.state
        if state.alarms.due and state.alarms.due[0] in state.places:
            self.place.show_code(str(state.places.index(state.alarms.due[0]) + 1))
        self.degrees.setFocus()

    def show_state(self, state: ColdState) -> None:
        if state.places != self._shown:
            self._offer(state.places)
        was = self._reading.isVisibleTo(self)
        changing = state.changing is not None
        self._reading.setVisible(not changing)
        self._naming.setVisible(changing)
        self._inside.setVisible(changing)
        if changing and was:
            self._show_place(state.changing)
        self.month.setText(f"{state.month:%Y-%m}")
        self.table.show_rows(state.readings)
        for button in (self.add, self.edit, self.print):
            button.setVisible(not changing)
        self.drop.setVisible(changing and bool(state.changing and state.changing.name))
        self.save.say(self.tr("保存地点") if changing else self.tr("记录"))
        self.save.setEnabled(not state.busy)
        if not state.notice:
            self._say_alarms(state.alarms)

    def _say_alarms(self, alarms: ColdAlarms) -> None:
        """The gravest of what is wrong."""
        if alarms.outside:
            words = self.tr("{places} 超出范围，请处理后复测。")
            self.notice.say(words.format(places="、".join(one.place for one in alarms.outside)), Tone.DANGER)
        elif alarms.due:
            words = self.tr("{places} 这半天还没有测温。")
            self.notice.say(words.format(places="、".join(one.name for one in alarms.due)), Tone.WARN)
        elif alarms.missed:
            last = alarms.missed[-1]
            words = self.tr("7 天内漏测 {n} 次，最近一次 {place} {day} {half}。")
            half = translate("cold", _HALVES[last.half])
            self.notice.say(
                words.format(n=len(alarms.missed), place=last.place.name, day=last.day, half=half), Tone.WARN
            )

    def _offer(self, places: tuple[Place, ...]) -> None:
        """The place that is chosen stays chosen."""
        chosen = self._chosen()
        self._shown = places
        self.place.clear()
        for at, one in enumerate(places, start=1):
            self.place.addItem(f"{at} {one.name}", str(at))
        names = [one.name for one in places]
        self.place.show_code(str(names.index(chosen.name) + 1 if chosen and chosen.name in names else 1))

    def _chosen(self) -> Place | None:
        code = self.place.code()
        return self._shown[int(code) - 1] if code else None

    def _find(self, text: str, answer: Answer) -> None:
        folded = text.lower()
        answer(
            [
                Hit(code, name, code)
                for code, name in self.model.state.kept
                if text in name or initials(name).startswith(folded)
            ]
        )

    def _toggle(self, code: object) -> None:
        """A drug stands in the place, or no more."""
        if isinstance(code, str):
            had = self._drugs
            self._drugs = tuple(one for one in had if one != code) if code in had else (*had, code)
            self._say_drugs()
            self.drug.show_value(None)

    def _say_drugs(self) -> None:
        names = dict(self.model.state.kept)
        said = "、".join(names.get(code, code) for code in self._drugs)
        self.drugs.setText(said or self.tr("没有写明：其他地点没有写的同类药都在这里"))

    def _show_place(self, place: Place | None) -> None:
        if place is None:
            return
        self.name.setText(place.name)
        self.storage.show_code(place.storage)
        self.lowest.setText(in_degrees(place.lowest))
        self.highest.setText(in_degrees(place.highest))
        self._drugs = place.drugs
        self._say_drugs()
        self.name.setFocus()

    def _edit(self) -> None:
        self.model.change(self._chosen())

    def _typed(self) -> Place | None:
        """The place as it is typed; None where a limit is missing."""
        lowest, highest = self.lowest.number(), self.highest.number()
        if lowest is None or highest is None:
            (self.lowest if lowest is None else self.highest).setFocus()
            return None
        return Place(
            self.name.text().strip(), self.storage.code(), int(lowest * 10), int(highest * 10), self._drugs
        )

    def _drop(self) -> None:
        place = self.model.state.changing
        if place is not None:
            self.model.name_place(place, in_use=False)

    def _print(self) -> None:
        place = self._chosen()
        if place is not None:
            self.model.print(place)

    def _save(self) -> None:
        """A reading, or the place that is being changed."""
        if self.model.state.changing is None:
            self._log()
            return
        typed = self._typed()
        if typed is not None:
            self.model.name_place(typed)

    def _log(self) -> None:
        degrees, place = self.degrees.number(), self._chosen()
        self._degrees.show_error("" if degrees is not None else self.tr("照温度计填，如 4.5"))
        if degrees is None or place is None:
            self.degrees.setFocus()
            return
        self.model.log(place, int(degrees * 10), self.measure.text())

    def _clear(self) -> None:
        self.degrees.clear()
        self.measure.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the place as it was."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.model.change(None)
            self.degrees.setFocus()
            return True
        return False

    def _lay_out(self) -> None:
        card = Card()
        self._reading = FormRow(
            [Field(self.tr("地点"), self.place), self._degrees, Field(self.tr("措施"), self.measure)],
            (2, 1, 4),
        )
        self._naming = FormRow(
            [
                Field(self.tr("地点名称"), self.name, required=True),
                Field(self.tr("种类"), self.storage),
                Field(self.tr("下限"), self.lowest, unit="°C"),
                Field(self.tr("上限"), self.highest, unit="°C"),
            ],
            (4, 2, 1, 1),
        )
        self._inside = FormRow(
            [Field(self.tr("里面的药"), self.drug), Field(self.tr("现有"), self.drugs)], (1, 2)
        )
        for form in (self._reading, self._naming, self._inside):
            card.body.addWidget(form)
        top = Row()
        top.addStretch(1)
        for widget in (self.before, self.month, self.after):
            top.addWidget(widget)
        card.body.addLayout(top)
        card.body.addWidget(self.table, 1)
        self.body.addWidget(card, 1)
        buttons = Row()
        for button in (self.add, self.edit, self.drop):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.print, self.save):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        self._walk = (EnterMoves(self._reading), EnterMoves(self._naming))
        for box in (self.name, self.storage, self.lowest, self.highest, self.drug):
            box.installEventFilter(self)
