"""模板 and 常用药 on the doctor's page: put into what is typed without taking anything away, kept with one key."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject

from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.templates import TemplateLine
from clinic_app.projections.queries.templates import Template, Usual
from clinic_app.services.templates import Content
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.rows import DRUG, USUAL_DAYS, OrderRow, row_of
from clinic_app.ui.pages.outpatient.writing import Writing
from clinic_app.ui.theme import Tone

_E4: Final = 10_000

Offered = Callable[[Sequence[Template], Sequence[Usual]], None]


class Templates(QObject):
    def __init__(self, room: Consultation, writing: Writing) -> None:
        super().__init__(room)
        self._room = room
        self._writing = writing

    @property
    def writable(self) -> bool:
        """Whether there is a record to put anything into."""
        return self._room.state.visit is not None and not self._room.state.signed

    def offer(self, offered: Offered) -> None:
        """What there is: templates, and the usual drugs of the main diagnosis that is typed."""
        service, by = self._room.services.templates, self._room.by
        main = self._room.state.form.diagnoses[:1]

        def work() -> tuple[list[Template], list[Usual]]:
            return service.all(by), service.usual(by, main[0][0]) if main else []

        self._room.jobs.read(work, lambda found: offered(*found), self._room.refused)

    def insert(self, chosen: Template | Usual) -> None:
        """Under what is typed; the rules are asked anew."""
        if not self.writable:
            return
        form, before = self._room.state.form, len(self._room.state.form.orders)
        if isinstance(chosen, Usual):
            form, wanted = with_lines(form, (chosen.line,)), 1
        else:
            form, wanted = filled(form, chosen), len(chosen.lines)
        self._writing.begin(form)
        known = {row.code for row in form.orders}
        lines = (chosen.line,) if isinstance(chosen, Usual) else chosen.lines
        gone = [line.name for line in lines if line.code not in known]
        if gone and wanted:
            words = self.tr("目录里已没有：{names}，没有放进来。").format(names="、".join(gone))
            self._room.say(words, Tone.WARN)
        elif len(form.orders) == before and wanted:
            self._room.say(self.tr("这些药品和项目已经开了，没有再加。"))

    def keep(self, name: str, *, shared: bool, record: bool, orders: bool) -> None:
        """What is typed as a template: the record, its orders, or both."""
        by, service = self._room.by, self._room.services.templates
        content = content_of(self._room.state.form, record=record, orders=orders)
        words = self.tr("已存为模板：{name}。").format(name=name.strip())
        self._room.jobs.store(
            lambda: service.save(by, name, content, shared=shared),
            lambda _: self._room.say(words, Tone.OK),
            self._room.refused,
        )

    def remove(self, one: Template, then: Callable[[], None]) -> None:
        by, service = self._room.by, self._room.services.templates

        def done(_: None) -> None:
            self._room.say(self.tr("模板已删除：{name}。").format(name=one.name))
            then()

        self._room.jobs.store(lambda: service.remove(by, one.id), done, self._room.refused)


def filled(form: Form, chosen: Template) -> Form:
    """With a template added: text behind text, diagnoses and orders that are not there yet."""
    known = {code for code, _ in form.diagnoses}
    added = tuple((one.code, one.name) for one in chosen.diagnoses if one.code not in known)
    told = replace(
        form,
        complaint=_behind(form.complaint, chosen.complaint, "；"),
        history=_behind(form.history, chosen.history, "\n"),
        examined=_behind(form.examined, chosen.findings, "；"),
        advice=_behind(form.advice, chosen.advice, "；"),
        diagnoses=(*form.diagnoses, *added),
    )
    return with_lines(told, chosen.lines)


def with_lines(form: Form, lines: Sequence[TemplateLine]) -> Form:
    """With orders added at today's prices; what is ordered already, or can no longer be, is left out."""
    known = {row.code for row in form.orders}
    taken = max((row.group for row in form.orders), default=0)  # numbers of infusions
    rows = [_row(line, taken) for line in lines if line.code not in known]
    return replace(form, orders=(*form.orders, *(row for row in rows if row is not None)))


def content_of(form: Form, *, record: bool, orders: bool) -> Content:
    """What a template keeps of a form; what was measured belongs to one person only."""
    told = (
        Content(
            complaint=form.complaint.strip(),
            history=form.history.strip(),
            findings=form.examined.strip(),
            advice=form.advice.strip(),
            diagnoses=tuple(Diagnosis(code, name) for code, name in form.diagnoses),
        )
        if record
        else Content()
    )
    return replace(told, lines=tuple(map(_line, form.orders)) if orders else ())


def _row(line: TemplateLine, taken: int) -> OrderRow | None:
    row = row_of(line.code)
    if row is None:
        return None
    count = max(1, line.cnt_e4 // _E4)
    if row.kind != DRUG:
        return replace(row, count=count)
    return replace(
        row,
        dose=line.dose or row.dose,
        frequency=line.frequency or row.frequency,
        route=line.route or row.route,
        days=line.days or USUAL_DAYS,
        count=count,
        group=taken + line.group if line.group else 0,
        note=line.note,
    )


def _line(row: OrderRow) -> TemplateLine:
    return TemplateLine(
        kind=row.kind,
        code=row.code,
        name=row.name,
        dose=row.dose,
        frequency=row.frequency,
        route=row.route,
        days=row.days or 0,
        cnt_e4=(row.count or 1) * _E4,
        group=row.group,
        note=row.note,
    )


def _behind(typed: str, kept: str, between: str) -> str:
    """`kept` after what is typed, once."""
    if not kept or kept in typed:
        return typed
    return f"{typed.rstrip()}{between}{kept}" if typed.strip() else kept
