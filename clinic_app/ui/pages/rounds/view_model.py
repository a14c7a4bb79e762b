"""下乡包: packs are looked at and printed, a scanned sheet is typed in blank by blank, its paper is photographed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.forms import critical, form, problems, sentence
from clinic_app.domain.rounds import BadSheetCode, read_code
from clinic_app.domain.stopwatch import FOLLOWUP, Summary
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.rounds import Pack, Taken
from clinic_app.services.forms import FormService
from clinic_app.services.home_visits import Errand
from clinic_app.services.rounds import RoundService
from clinic_app.ui.desk import Desk
from clinic_app.ui.form_names import field_name
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.rounds.answers import value_of
from clinic_app.ui.pages.rounds.state import RoundsState
from clinic_app.ui.pages.rounds.typing import Typing, answered, begun, moved, shown_whole, stepped
from clinic_app.ui.pictures import small_picture
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

_ORIGIN: Final = "round"


@dataclass(frozen=True, slots=True)
class RoundsServices:
    rounds: RoundService
    forms: FormService


@dataclass(frozen=True, slots=True)
class _Read:
    packs: tuple[Pack, ...]
    done: frozenset[str]


class RoundsViewModel(QObject):
    changed = Signal(object)  # RoundsState
    scanned = Signal()  # a sheet's code came: what stands in the box was the scanner's

    def __init__(self, services: RoundsServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self.state = RoundsState(times=desk.times.get(FOLLOWUP))
        self._asked = 0  # an answer to an older question is dropped
        self._in_sight = False  # what is written elsewhere is followed while the page is looked at
        desk.written.connect(lambda: self.refresh() if self._in_sight else None)
        desk.times_changed.connect(self._show_times)
        desk.scanned.connect(lambda scan: self._scanned(scan.text))

    def refresh(self) -> None:
        """The packs, and what of the one that is shown was typed in."""
        rounds, chosen = self._services.rounds, self.state.chosen
        self._asked += 1
        asked = self._asked

        def work() -> _Read:
            packs = tuple(rounds.packs())
            shown = packs[min(chosen, len(packs) - 1)] if packs else None
            return _Read(packs, rounds.typed(shown) if shown else frozenset())

        self._jobs.read(
            work, lambda found: self._show(found) if asked == self._asked else None, self._refused
        )

    def show(self, visible: bool) -> None:
        """秒表: a sheet is timed while it is on the page."""
        self._in_sight = visible
        self._time()
        if visible:
            self.refresh()

    def turn(self, by: int) -> None:
        """To an older pack, or a newer one."""
        last = max(0, len(self.state.packs) - 1)
        self._become(replace(self.state, chosen=min(last, max(0, self.state.chosen + by))))
        self.refresh()

    def open(self, code: str) -> None:
        """The sheet whose code was scanned or typed; one that is half typed in is not thrown away for it."""
        if self._is_open():
            self._say(self.tr("这张表还没有保存。请先按 F8 保存，或按 Esc 放弃。"), Tone.WARN)
            return
        rounds = self._services.rounds

        def work() -> Typing:
            taken = rounds.open(code)
            return begun(taken, form(taken.sheet.form), rounds.context(taken), rounds.measured(taken))

        self._jobs.read(work, self._opened, self._refused)

    def give_up(self) -> None:
        """Close the open sheet; what was typed is thrown away by a second press only."""
        if self._is_open() and not self.state.leaving:
            words = self.tr("这张表填了一半。再按一次 Esc 放弃，接着填就保留。")
            self._become(replace(self.state, leaving=True, notice=words, tone=Tone.WARN))
            return
        self._become(replace(self.state, typing=None, confirming=False, leaving=False, notice=""))

    # One blank after the other.

    def answer(self, text: str) -> bool:
        """Take what was typed for the current blank and go on; False when it cannot stand there."""
        typing = self.state.typing
        field = typing.current if typing is not None else None
        if typing is None or field is None:
            return False
        if not text.strip():
            self._type(moved(typing, typing.at + 1) if field.key in typing.values else typing)
            return field.key in typing.values
        value = value_of(typing.form, field, text, typing.context)
        filled = answered(typing, value)
        wrong = [
            one
            for one in problems(filled.form, filled.values, filled.context)
            if _is_of(one.field, field.key)
        ]
        if wrong:
            self._say(sentence(filled.form, wrong[0], language()), Tone.DANGER)
            return False
        self._type(filled)
        return True

    def step(self, by: int) -> None:
        if self.state.typing is not None:
            self._type(stepped(self.state.typing, by))

    def show_whole(self) -> None:
        """What was printed too, to be mended; or the blanks alone again."""
        if self.state.typing is not None:
            self._type(shown_whole(self.state.typing))

    def save(self) -> None:
        """Into the record; everything wrong is told at once, a critical value asks for a second press."""
        typing = self.state.typing
        if typing is None or self.state.busy:
            return
        values = typing.values
        wrong = problems(typing.form, values, typing.context)
        if wrong:
            told = "\n".join(sentence(typing.form, one, language()) for one in wrong[:4])
            blank = moved(typing, 0)
            at_blank = blank if blank.current is not None else typing
            self._become(replace(self.state, typing=at_blank, notice=told, tone=Tone.DANGER))
            return
        grave = critical(typing.form, values)
        if grave and not self.state.confirming:
            names = "、".join(f"{field_name(typing.form.fields[key])} {values[key]}" for key in grave)
            words = self.tr("危急值：{values}。核对纸上无误后再按一次 F8。").format(values=names)
            self._become(replace(self.state, confirming=True, notice=words, tone=Tone.WARN))
            return
        self._record(typing, values)

    def keep_picture(self, taken: Taken, path: Path) -> None:
        """A photograph of a sheet's paper, made small and kept encrypted."""
        by, rounds = self._desk.by, self._services.rounds
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(
            lambda: rounds.keep_picture(by, taken, small_picture(path)),
            lambda _: self._kept(self.tr("照片已加密保存。")),
            self._refused,
        )

    def visit(self) -> None:
        """入户 with the shown pack: its people one after the other, without paper."""
        if self.state.pack is not None:
            sheets = (one.sheet for one in self.state.pack.sheets)
            errands = tuple(Errand(resident_id=one.resident_id, form=one.form) for one in sheets)
            self._desk.page_wanted.emit("home_visit")
            self._desk.home_visit_wanted.emit(errands, "rounds")

    def print(self) -> None:
        """The shown pack again; the same file each time."""
        if self.state.pack is not None:
            self.print_pack(self.state.pack)

    def print_pack(self, pack: Pack) -> None:
        paper = self._services.rounds.paper
        self._jobs.read(lambda: paper(pack.id), partial(self._put, pack), self._refused)

    def _put(self, pack: Pack, document: Document) -> None:
        try:
            self._papers.put(document, f"round-{pack.id}")
        except ClinicError as error:
            self._refused(error)
            return
        words = self.tr("{day} 的下乡包已出纸，共 {n} 张表。")
        self._say(words.format(day=pack.day.isoformat(), n=len(pack.sheets)), Tone.OK)

    def _record(self, typing: Typing, values: Mapping[str, Any]) -> None:
        by, sheet = self._desk.by, typing.taken.sheet
        confirmed = critical(typing.form, values)
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.forms.record(
                by, sheet.form, values, sheet.resident_id, origin=_ORIGIN, confirmed=confirmed
            ),
            lambda _: self._recorded(typing.taken),
            self._refused,
        )

    def _recorded(self, taken: Taken) -> None:
        if form(taken.sheet.form).is_followup:
            self._desk.done.emit(FOLLOWUP, taken.sheet.code, "rounds")
        words = self.tr("{who} 已录入。扫下一张，或在列表里选。").format(who=taken.sheet.who)
        self._become(replace(self.state, typing=None, confirming=False))
        self._kept(words)

    def _kept(self, words: str) -> None:
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.OK))
        self._desk.written.emit()

    def _scanned(self, text: str) -> None:
        """A code that is one of our sheets' opens the sheet; any other is for another page."""
        try:
            read_code(text)
        except BadSheetCode:
            return
        self.scanned.emit()
        self._desk.page_wanted.emit("rounds")
        self.open(text)

    def _opened(self, typing: Typing) -> None:
        self._become(replace(self.state, typing=typing, confirming=False, leaving=False, notice=""))

    def _is_open(self) -> bool:
        return self.state.typing is not None and bool(self.state.typing.typed)

    def _type(self, typing: Typing) -> None:
        self._become(replace(self.state, typing=typing, confirming=False, leaving=False, notice=""))

    def _show(self, read: _Read) -> None:
        chosen = min(self.state.chosen, max(0, len(read.packs) - 1))
        self._become(replace(self.state, packs=read.packs, done=read.done, chosen=chosen, loaded=True))

    def _say(self, words: str, tone: Tone) -> None:
        self._become(replace(self.state, notice=words, tone=tone))

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _time(self) -> None:
        typing = self.state.typing
        timed = typing is not None and typing.form.is_followup and self._in_sight
        self._desk.taken_up.emit(FOLLOWUP, typing.taken.sheet.code if typing and timed else None)

    def _show_times(self, times: Mapping[str, Summary]) -> None:
        self._become(replace(self.state, times=times.get(FOLLOWUP)))

    def _become(self, state: RoundsState) -> None:
        before, self.state = self.state.typing, state
        if (before and before.taken) != (state.typing and state.typing.taken):
            self._time()
        self.changed.emit(state)


def _is_of(field: str, key: str) -> bool:
    """A problem of this field or of one of its rows."""
    return field == key or field.startswith(f"{key}[")
