"""收发核对: the day's list of what is charged and not handed out, and the other way round."""

from clinic_app.printing.receipt import unit_price
from clinic_app.projections.queries.unmatched import Unmatched, Why
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.pharmacy.drugs import how_many
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column

_WORDS = {
    Why.WAITS: QT_TRANSLATE_NOOP("pharmacy", "收费未发"),
    Why.TOO_MUCH: QT_TRANSLATE_NOOP("pharmacy", "发药未收"),
    Why.PRICE: QT_TRANSLATE_NOOP("pharmacy", "价格不一"),
}
_TONES = {Why.WAITS: Tone.WARN, Why.TOO_MUCH: Tone.DANGER, Why.PRICE: Tone.WARN}


def _price(one: Unmatched) -> str:
    if one.why is not Why.PRICE:
        return ""
    return translate("pharmacy", "收 {billed}，批次 {batch}").format(
        billed=unit_price(one.billed_e6), batch=unit_price(one.batch_e6)
    )


def _count(count_e4: int, unit: str) -> str:
    return how_many(count_e4, unit) if count_e4 else translate("pharmacy", "没有")


UNMATCHED: tuple[Column[Unmatched], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "情况"),
        lambda one: translate("pharmacy", _WORDS[one.why]),
        width=11,
        bold=True,
        tone=lambda one: _TONES[one.why],
    ),
    Column(QT_TRANSLATE_NOOP("columns", "收费"), lambda one: f"{one.day:%m-%d}" if one.day else "—", width=6),
    Column(QT_TRANSLATE_NOOP("columns", "号"), lambda one: one.visit_number, width=5, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8),
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.drug),
    Column(
        QT_TRANSLATE_NOOP("columns", "已收费"),
        lambda one: _count(one.paid_e4, one.unit),
        width=7,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "已发"), lambda one: _count(one.out_e4, one.unit), width=7, number=True
    ),
    Column(QT_TRANSLATE_NOOP("columns", "单价"), _price, width=24),
)
