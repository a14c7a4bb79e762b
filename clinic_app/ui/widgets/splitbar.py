"""Who pays what of a bill, as one bar with a legend: the split the cashier shows before 结算."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.ui import theme
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import translate
from clinic_app.ui.theme import TextSize


class Payer(StrEnum):
    FUND = "fund"
    MAJOR = "major"
    ASSISTANCE = "assistance"
    ACCOUNT = "account"
    CASH = "cash"


TITLES: Final = {
    Payer.FUND: QT_TRANSLATE_NOOP("payers", "统筹基金"),
    Payer.MAJOR: QT_TRANSLATE_NOOP("payers", "大病保险"),
    Payer.ASSISTANCE: QT_TRANSLATE_NOOP("payers", "医疗救助"),
    Payer.ACCOUNT: QT_TRANSLATE_NOOP("payers", "个人账户"),
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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_shares(())

    def show_shares(self, shares: tuple[Share, ...]) -> None:
        self._shares = tuple(share for share in shares if share.fen > 0)
        spoken = "，".join(f"{_title(share.payer)} {yen(share.fen)}" for share in self._shares)
        self.setAccessibleName(self.tr("费用分担") + (f"：{spoken}" if spoken else ""))
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(420), now.px(22 + 12) + 2 * QFontMetrics(now.font()).height() + now.px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(260), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), now.px(22))
        outline = QPainterPath()
        outline.addRoundedRect(bar, now.px(5), now.px(5))
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(bar, now.colour("line"))
        for share, left, width in _parts(self._shares, bar.width(), now.px(6)):
            painter.fillRect(QRectF(left, 0, width, bar.height()), now.colour(f"pay_{share.payer.value}"))
            painter.fillRect(QRectF(left + width - 1, 0, 2, bar.height()), now.colour("surface"))
        painter.restore()
        self._draw_legend(painter, bar.bottom() + now.px(10))

    def _draw_legend(self, painter: QPainter, top: float) -> None:
        """Columns of equal width: swatch and name above, amount below."""
        now = theme.current()
        if not self._shares:
            painter.setPen(now.colour("text_soft"))
            painter.drawText(QPointF(0, top + QFontMetrics(now.font()).ascent()), self.tr("还没有预结算"))
            return
        small, bold = now.font(TextSize.SMALL), now.font(bold=True)
        column = self.width() / max(3, len(self._shares))
        for at, share in enumerate(self._shares):
            left = at * column
            swatch = now.px(11)
            mid = top + QFontMetrics(small).height() / 2
            box = QRectF(left, mid - swatch / 2, swatch, swatch)
            painter.fillRect(box, now.colour(f"pay_{share.payer.value}"))
            painter.setFont(small)
            painter.setPen(now.colour("text_soft"))
            base = top + QFontMetrics(small).ascent()
            words = QFontMetrics(small).elidedText(
                _title(share.payer), Qt.TextElideMode.ElideRight, round(column - swatch - now.px(12))
            )
            painter.drawText(QPointF(left + swatch + now.px(6), base), words)
            painter.setFont(bold)
            painter.setPen(now.colour("danger" if share.payer is Payer.CASH else "text"))
            below = top + QFontMetrics(small).height() + now.px(2) + QFontMetrics(bold).ascent()
            painter.drawText(QPointF(left, below), yen(share.fen))


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
