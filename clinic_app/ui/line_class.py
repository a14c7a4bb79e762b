"""自付类别 of a settled line, as the bills of desk and ward show it."""

from clinic_app.domain.settlement.outcome import SettledLine
from clinic_app.printing.receipt import self_paid, self_pay_class
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate

_CLASSES = {
    "甲": QT_TRANSLATE_NOOP("classes", "甲类"),
    "乙": QT_TRANSLATE_NOOP("classes", "乙类"),
    "自费": QT_TRANSLATE_NOOP("classes", "自费"),
}


def own_part(line: SettledLine) -> int:
    """Fen of the line that no fund looks at."""
    return self_paid(_split(line))


def class_text(line: SettledLine) -> str:
    """乙类 先付 1.56: what no fund looks at stands beside the class."""
    word = translate("classes", _CLASSES[self_pay_class(_split(line))])
    own = own_part(line)
    return f"{word} {money(own)}" if own else word


def _split(line: SettledLine) -> dict[str, int]:
    return {
        "fulamt_ownpay_amt": line.fulamt_ownpay_amt,
        "overlmt_amt": line.overlmt_amt,
        "preselfpay_amt": line.preselfpay_amt,
    }
