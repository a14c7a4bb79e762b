"""Who pays what of a bill, as one bar with a legend: the split the cashier shows before 结算."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.ui import theme
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.theme import TextSize

_BAR = 22  # pixels at 100 %
_GAP = 9


class Payer(StrEnum):
    FUND = "fund"
    MAJOR = "major"
    ASSISTANCE = "assistance"
    ACCOUNT = "account"
    PURSE = "purse"
    CLINIC = "clinic"
    OTHER = "other"
    CASH = "cash"


TITLES: Final = {
    Payer.FUND: QT_TRANSLATE_NOOP("payers", "统筹基金"),
    Payer.MAJOR: QT_TRANSLATE_NOOP("payers", "大病保险"),
    Payer.ASSISTANCE: QT_TRANSLATE_NOOP("payers", "医疗救助"),
    Payer.ACCOUNT: QT_TRANSLATE_NOOP("payers", "个人账户"),
    Payer.PURSE: QT_TRANSLATE_NOOP("payers", "电子钱包"),
    Payer.CLINIC: QT_TRANSLATE_NOOP("payers", "机构负担"),
    Payer.OTHER: QT_TRANSLATE_NOOP("payers", "扫码刷卡"),
    Payer.CASH: QT_TRANSLATE_NOOP("payers", "现金"),
}


@dataclass(frozen=True, slots=True)
class Share:
    payer: Payer
    fen: int  # never negative


class SplitBar(QWidget):
    """Payers with nothing to pay are left out; the smallest part is still wide enough to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_shares(())

    def show_shares(self, shares: tuple[Share, ...]) -> None:
        self._shares = tuple(share for share in shares if share.fen > 0)
        spoken = "，".join(f"{_title(share.payer)} {yen(share.fen)}" for share in self._shares)
        self.setAccessibleName(self.tr("费用分担") + (f"：{spoken}" if spoken else ""))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = theme.current().px(340)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(220), self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        now = theme.current()
        lines = -(-max(1, len(self._shares)) // self._columns(width))
        return now.px(_BAR + _GAP) + lines * self._cell_height()

    def _cell_height(self) -> int:
        now = theme.current()
        words = QFontMetrics(now.font(TextSize.SMALL)).height()
        return words + QFontMetrics(now.font(bold=True)).height() + now.px(6)

    def _columns(self, width: int) -> int:
        """Legend entries side by side, none of them cut."""
        now = theme.current()
        small, bold = QFontMetrics(now.font(TextSize.SMALL)), QFontMetrics(now.font(bold=True))
        widest = max(
            (
                max(small.horizontalAdvance(_title(s.payer)) + now.px(17), bold.horizontalAdvance(yen(s.fen)))
                for s in self._shares
            ),
            default=1,
        )
        fitting = max(1, min(len(self._shares), width // (widest + now.px(10))))
        lines = -(-len(self._shares) // fitting)
        return max(1, -(-len(self._shares) // max(1, lines)))  # lines of even length

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), now.px(_BAR))
        outline = QPainterPath()
        outline.addRoundedRect(bar, now.px(5), now.px(5))
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(bar, now.colour("line"))
        for share, left, width in _parts(self._shares, bar.width(), now.px(6)):
            painter.fillRect(QRectF(left, 0, width, bar.height()), now.colour(f"pay_{share.payer.value}"))
            painter.fillRect(QRectF(left + width - 1, 0, 2, bar.height()), now.colour("surface"))
        painter.restore()
        self._draw_legend(painter, bar.bottom() + now.px(_GAP))

    def _draw_legend(self, painter: QPainter, top: float) -> None:
        """Columns of equal width: swatch and name above, amount below; in lines when there is no room."""
        now = theme.current()
        if not self._shares:
            painter.setPen(now.colour("text_soft"))
            painter.drawText(QPointF(0, top + QFontMetrics(now.font()).ascent()), self.tr("还没有预结算"))
            return
        columns = self._columns(self.width())
        for at, share in enumerate(self._shares):
            left = at % columns * self.width() / max(3, columns)
            self._draw_entry(painter, share, left, top + at // columns * self._cell_height())

    def _draw_entry(self, painter: QPainter, share: Share, left: float, top: float) -> None:
        now = theme.current()
        small, bold = now.font(TextSize.SMALL), now.font(bold=True)
        swatch, height = now.px(11), QFontMetrics(small).height()
        box = QRectF(left, top + (height - swatch) / 2, swatch, swatch)
        painter.fillRect(box, now.colour(f"pay_{share.payer.value}"))
        painter.setFont(small)
        painter.setPen(now.colour("text_soft"))
        base = top + QFontMetrics(small).ascent()
        painter.drawText(QPointF(left + swatch + now.px(6), base), _title(share.payer))
        painter.setFont(bold)
        painter.setPen(now.colour("danger" if share.payer is Payer.CASH else "text"))
        painter.drawText(QPointF(left, top + height + QFontMetrics(bold).ascent()), yen(share.fen))


def _title(payer: Payer) -> str:
    return translate("payers", TITLES[payer])


def _parts(shares: tuple[Share, ...], room: float, least: float) -> list[tuple[Share, float, float]]:
    """Left edge and width of each share; none narrower than `least`."""
    total = sum(share.fen for share in shares)
    if not total:
        return []
    widths = [max(least, room * share.fen / total) for share in shares]
    squeeze = room / sum(widths)
    placed, left = [], 0.0
    for share, width in zip(shares, widths, strict=True):
        placed.append((share, left, width * squeeze))
        left += width * squeeze
    return placed
