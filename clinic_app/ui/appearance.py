"""Dresses the application in a theme: style, font, palette, stylesheet, icons."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from clinic_app.ui import icons, stylesheet, theme
from clinic_app.ui.theme import Colours, Theme


def apply(app: QApplication, wanted: Theme) -> None:
    """Dress the whole application; may be called again at any moment."""
    theme.use(wanted)
    icons.forget()
    app.setStyle("Fusion")
    app.setFont(wanted.font())
    app.setPalette(_palette(wanted.colours))
    app.setStyleSheet(stylesheet.of(wanted))
    icons.refresh(app.allWidgets())


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.surface_alt,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.text_soft,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent_soft,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Accent: colours.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.text_soft))
    return palette
