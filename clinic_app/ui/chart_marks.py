"""What the eye needs first of a chart: dangers, then what is due; the same on every page that shows them."""

from datetime import date, timedelta
from typing import Final

from clinic_app.domain.public_health.tasks import State
from clinic_app.projections.queries.contracts import ContractRow
from clinic_app.services.chart import Chart
from clinic_app.ui.form_names import form_name
from clinic_app.ui.i18n import translate
from clinic_app.ui.theme import Tone

_RENEWAL: Final = timedelta(days=30)  # before the last day


def marks_of(chart: Chart, *, owed: bool = False) -> list[tuple[str, Tone]]:
    """Words and tones of the chips, in their order; `owed`: with what public health is late with."""
    if not chart.allergies_asked and chart.coming:
        marks = [(translate("chart", "过敏史还在接收"), Tone.WARN)]
    elif not chart.allergies_asked:
        marks = [(translate("chart", "过敏史未问"), Tone.WARN)]
    else:
        marks = [
            (translate("chart", "{name}过敏").format(name=one.name), Tone.DANGER) for one in chart.allergic_to
        ] or [(translate("chart", "无已知过敏"), Tone.OK)]
    if owed:
        marks += owed_marks(chart)
    if chart.visit_overdue and chart.next_visit is not None:
        days = (chart.day - chart.next_visit).days
        marks.append((translate("chart", "复诊已过 {n} 天").format(n=days), Tone.DANGER))
    elif chart.next_visit is not None:
        marks.append(
            (translate("chart", "下次复诊 {day}").format(day=f"{chart.next_visit:%m-%d}"), Tone.INFO)
        )
    if chart.contract is not None:
        marks.append(_contract_mark(chart.contract, chart.day))
    marks += [(one.name, Tone.ACCENT) for one in chart.conditions]
    marks += [
        (translate("chart", "{name}皮试阳性").format(name=one.name), Tone.DANGER)
        for one in chart.skin_tests
        if one.positive
    ]
    return marks


def _contract_mark(held: ContractRow, day: date) -> tuple[str, Tone]:
    """签约 王医生（西洋一队）; within a month of its last day that day instead of the team."""
    doctor = held.leader_name or held.leader
    if held.valid_to - day <= _RENEWAL:
        words = translate("chart", "签约 {doctor}，{day} 到期")
        return words.format(doctor=doctor, day=held.valid_to.isoformat()), Tone.WARN
    return translate("chart", "签约 {doctor}（{team}）").format(doctor=doctor, team=held.team_name), Tone.INFO


def owed_marks(chart: Chart) -> list[tuple[str, Tone]]:
    """What public health owes the person and is late with, the oldest first; lost contacts are said so."""
    return [
        (
            translate("chart", "{form} 失访").format(form=form_name(one.task.form, one.task.step))
            if one.state is State.LOST
            else translate("chart", "{form} 过期 {n} 天").format(
                form=form_name(one.task.form, one.task.step), n=(chart.day - one.task.due_by).days
            ),
            Tone.WARN if one.state is State.LOST else Tone.DANGER,
        )
        for one in chart.overdue
    ]
