"""Buttons that carry their key: F8 保存."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_app.ui import icons, keys
from clinic_app.ui.stylesheet import look


class ActionButton(QPushButton):
    """A button for one command of the key map.

    Its key presses it while it can be seen and is enabled; the shell sees to that.
    """

    def __init__(
        self, command: str, text: str = "", *, kind: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        """Args:
        command: a name of `keys.COMMANDS`.
        text: a word that suits the page better than the command's own title (挂号 for 保存).
        kind: ``primary`` for the one next step of a page, ``danger`` for what takes back.
        icon: a file of resources/icons that suits the page better than the command's own.
        """
        super().__init__(parent)
        self.command = command
        self._word = text
        self._kind = kind
        self._key_only = False
        self._icon = icon or keys.BY_NAME[command].icon
        self.setAutoDefault(False)
        look(self, kind)
        icons.dress(self, self._icon, self._icon_colour(), 17)
        self.say(text)

    def say(self, text: str) -> None:
        """Change the word on the button; its key stays in front."""
        self._word = text
        word = text or keys.title(self.command)
        key = keys.current().key(self.command)
        self.setText(key if key and self._key_only else f"{key}  {word}" if key else word)
        self.setToolTip(word if self._key_only else "")
        self.setAccessibleName(word)
        self.setAccessibleDescription(key)

    def key_only(self, short: bool) -> None:
        """Show the key without the word, where room is short."""
        if short != self._key_only:
            self._key_only = short
            self.say(self._word)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            icons.dress(self, self._icon, self._icon_colour(), 17)

    def _icon_colour(self) -> str:
        if not self.isEnabled():
            return "text_soft"
        return {"primary": "on_accent", "danger": "danger"}.get(self._kind, "accent")
