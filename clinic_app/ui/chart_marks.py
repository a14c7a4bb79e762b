"""What the eye needs first of a chart: dangers, then what is due; the same on every page that shows them."""

from clinic_app.services.chart import Chart
from clinic_app.ui.i18n import translate
from clinic_app.ui.theme import Tone


def marks_of(chart: Chart) -> list[tuple[str, Tone]]:
    """Words and tones of the chips, in their order."""
    if not chart.allergies_asked and chart.coming:
        marks = [(translate("chart", "过敏史还在接收"), Tone.WARN)]
    elif not chart.allergies_asked:
        marks = [(translate("chart", "过敏史未问"), Tone.WARN)]
    else:
        marks = [
            (translate("chart", "{name}过敏").format(name=one.name), Tone.DANGER) for one in chart.allergic_to
        ] or [(translate("chart", "无已知过敏"), Tone.OK)]
    if chart.visit_overdue and chart.next_visit is not None:
        days = (chart.day - chart.next_visit).days
        marks.append((translate("chart", "复诊已过 {n} 天").format(n=days), Tone.DANGER))
    elif chart.next_visit is not None:
        marks.append(
            (translate("chart", "下次复诊 {day}").format(day=f"{chart.next_visit:%m-%d}"), Tone.INFO)
        )
    marks += [(one.name, Tone.ACCENT) for one in chart.conditions]
    marks += [
        (translate("chart", "{name}皮试阳性").format(name=one.name), Tone.DANGER)
        for one in chart.skin_tests
        if one.positive
    ]
    return marks
