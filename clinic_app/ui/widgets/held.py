"""到哪了 as a small badge: the same five words on every list."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtWidgets import QWidget

from clinic_app.services.sync_state import Held, WhereHeld
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.texts import sentence_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Chip

Row = TypeVar("Row")

WORDS: Final = {
    Held.HERE: (QT_TRANSLATE_NOOP("held", "本机"), Tone.WARN),
    Held.PACKED: (QT_TRANSLATE_NOOP("held", "已打包"), Tone.INFO),
    Held.HUB: (QT_TRANSLATE_NOOP("held", "院内已收"), Tone.INFO),
    Held.COUNTY: (QT_TRANSLATE_NOOP("held", "县已收"), Tone.OK),
    Held.ASIDE: (QT_TRANSLATE_NOOP("held", "退回"), Tone.DANGER),
}
_HINTS: Final = {
    Held.HERE: QT_TRANSLATE_NOOP("held", "只在这台电脑上，联网后自动送出"),
    Held.PACKED: QT_TRANSLATE_NOOP("held", "已经交出（正在上传或在U盘上），等县里的收据"),
    Held.HUB: QT_TRANSLATE_NOOP("held", "本院中心已收，还没有到县里"),
    Held.COUNTY: QT_TRANSLATE_NOOP("held", "县里已经收到，这台电脑坏了也不会丢"),
}


def held_text(where: WhereHeld | None) -> str:
    """The badge's word; nothing while it is not known."""
    return "" if where is None else translate("held", WORDS[where.held][0])


def held_tone(where: WhereHeld | None) -> Tone:
    return Tone.PLAIN if where is None else WORDS[where.held][1]


def held_hint(where: WhereHeld | None) -> str:
    """What the word means; of what was set aside, why."""
    if where is None:
        return ""
    if where.held is Held.ASIDE:
        words = translate("held", "县里退回：{reason}")
        return words.format(reason=sentence_of(where.reason, language()))
    return translate("held", _HINTS[where.held])


def held_column(of: Callable[[Row], WhereHeld | None]) -> Column[Row]:
    """A column for any list; dress it with a `PillDelegate`."""
    return Column(
        QT_TRANSLATE_NOOP("columns", "到哪了"),
        lambda row: held_text(of(row)),
        width=10,
        tone=lambda row: held_tone(of(row)),
        hint=lambda row: held_hint(of(row)),
    )


class HeldBadge(Chip):
    """The badge of one record on a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", Tone.PLAIN, parent)
        self.hide()

    def show_where(self, where: WhereHeld | None) -> None:
        self.setVisible(where is not None)
        self.say(held_text(where), held_tone(where))
        self.setToolTip(held_hint(where))
