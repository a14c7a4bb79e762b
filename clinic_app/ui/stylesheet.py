"""The one stylesheet, made from the tokens of a `Theme`.

Widgets choose a look by the dynamic property ``kind`` (``primary``, ``danger``, ``quiet`` for buttons;
``title``, ``small``, ``soft``, ``total``, ``hero`` for labels; ``card``, ``bar``, ``rail`` for frames) or
``tone`` (see `theme.Tone`); nothing else sets colours.  `icons.themed_file` gives the arrows and ticks.
"""

from PySide6.QtWidgets import QWidget

from clinic_app.ui import icons
from clinic_app.ui.theme import TextSize, Theme

_TONES = ("accent", "info", "ok", "warn", "danger")


def look(widget: QWidget, kind: str = "", tone: str = "") -> None:
    """Choose how a widget looks, and show it at once."""
    if widget.property("kind") == kind and widget.property("tone") == tone:
        return
    widget.setProperty("kind", kind)
    widget.setProperty("tone", tone)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def of(theme: Theme) -> str:
    """The stylesheet of `theme`."""
    return "\n".join(
        part(theme) for part in (_ground, _text, _buttons, _inputs, _choices, _tables, _frames, _chips)
    )


def _ground(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
QMainWindow, QDialog, QWidget#page, QStackedWidget {{ background: {c.window}; }}
QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; padding: {px(4)}px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {px(12)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(12)}px; margin: 0; }}
QScrollBar::handle {{ background: {c.edge}; border-radius: {px(4)}px; margin: {px(2)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(36)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(36)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {c.line}; }}
QMenu {{ background: {c.surface}; border: 1px solid {c.edge}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(6)}px {px(20)}px; border-radius: {px(4)}px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {px(4)}px; }}
QGroupBox {{ border: 1px solid {c.line}; border-radius: {px(6)}px; margin-top: {px(11)}px;
    padding-top: {px(8)}px; background: {c.surface}; }}
QGroupBox::title {{ subcontrol-origin: margin; left: {px(10)}px; padding: 0 {px(4)}px; color: {c.text_soft}; }}
QTabWidget::pane {{ border: 1px solid {c.line}; border-radius: {px(6)}px; background: {c.surface}; top: -1px; }}
QTabWidget > QStackedWidget {{ background: {c.surface}; }}
QFrame[kind="card"] QStackedWidget {{ background: transparent; }}
QTabBar::tab {{ padding: {px(7)}px {px(16)}px; color: {c.text_soft}; background: transparent;
    border-bottom: {px(3)}px solid transparent; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom-color: {c.accent}; }}
QTabBar::tab:focus {{ color: {c.text}; background: {c.accent_soft}; }}
QProgressBar {{ border: none; background: {c.line}; border-radius: {px(3)}px; max-height: {px(6)}px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: {px(3)}px; }}
"""


def _text(theme: Theme) -> str:
    c = theme.colours
    sizes = "\n".join(
        f'QLabel[kind="{size.value}"] {{ font-size: {theme.size(size)}px; }}' for size in TextSize
    )
    tones = "\n".join(f'QLabel[tone="{tone}"] {{ color: {getattr(c, tone)}; }}' for tone in _TONES)
    return f"""
QLabel {{ background: transparent; }}
{sizes}
QLabel[kind="title"], QLabel[kind="total"], QLabel[kind="hero"], QLabel[kind="large"] {{ font-weight: bold; }}
QLabel[kind="soft"], QLabel[tone="soft"] {{ color: {c.text_soft}; }}
QLabel[kind="small"] {{ color: {c.text_soft}; }}
QLabel[kind="fieldError"] {{ color: {c.danger}; font-size: {theme.size(TextSize.SMALL)}px; }}
QLabel[kind="keycap"] {{ color: {c.text}; background: {c.surface_alt}; border: 1px solid {c.edge};
    border-radius: {theme.px(4)}px; padding: {theme.px(1)}px {theme.px(7)}px; font-weight: bold; }}
QLabel[kind="code"] {{ font-size: {theme.size(TextSize.TOTAL)}px; font-weight: bold; color: {c.text};
    background: {c.surface_alt}; border: 1px dashed {c.edge}; border-radius: {theme.px(6)}px;
    padding: {theme.px(12)}px; }}
{tones}
"""


def _buttons(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge};
    border-radius: {px(5)}px; padding: {px(6)}px {px(13)}px; }}
QPushButton:hover {{ background: {c.accent_soft}; border-color: {c.accent}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: {px(6) - 1}px {px(13) - 1}px; }}
QPushButton:disabled {{ color: {c.text_soft}; background: {c.window}; border-color: {c.line}; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
    font-weight: bold; }}
QPushButton[kind="primary"]:hover {{ background: {c.accent_strong}; border-color: {c.accent_strong}; }}
QPushButton[kind="primary"]:focus {{ border: 4px double {c.on_accent};
    padding: {px(6) - 3}px {px(13) - 3}px; }}
QPushButton[kind="primary"]:disabled {{ background: {c.line}; color: {c.text_soft}; border-color: {c.line}; }}
QPushButton[kind="danger"] {{ color: {c.danger}; border-color: {c.danger}; }}
QPushButton[kind="danger"]:hover {{ background: {c.danger_soft}; }}
QPushButton[kind="danger"]:disabled {{ color: {c.text_soft}; border-color: {c.line}; }}
QPushButton[kind="duty"] {{ color: {c.danger}; border-color: {c.danger}; text-align: left;
    padding: {px(3)}px {px(8)}px; }}
QPushButton[kind="duty"]:hover {{ background: {c.danger_soft}; }}
QPushButton[kind="pill"] {{ border-radius: {px(13)}px; padding: {px(3)}px {px(10)}px;
    background: {c.surface_alt}; }}
QPushButton[kind="pill"][tone="accent"] {{ background: {c.accent_soft}; color: {c.accent_strong};
    border-color: {c.accent}; font-weight: bold; }}
QPushButton[kind="quiet"], QToolButton {{ background: transparent; border: 1px solid transparent;
    color: {c.text}; border-radius: {px(5)}px; padding: {px(5)}px {px(8)}px; }}
QPushButton[kind="quiet"]:hover, QToolButton:hover {{ background: {c.accent_soft}; }}
QPushButton[kind="quiet"]:focus, QToolButton:focus {{ border: 2px solid {c.accent};
    padding: {px(5) - 1}px {px(8) - 1}px; }}
QToolButton#navigation {{ text-align: left; padding: {px(1)}px {px(8)}px; border: none;
    border-left: {px(4)}px solid transparent; border-radius: 0; }}
QToolButton#navigation[kind="narrow"] {{ padding: {px(2)}px 0; font-size: {theme.size(TextSize.SMALL)}px; }}
QToolButton#railHeading {{ text-align: left; padding: {px(4)}px {px(8)}px {px(1)}px {px(10)}px; border: none;
    border-radius: 0; color: {c.text_soft}; font-size: {theme.size(TextSize.SMALL)}px; }}
QToolButton#railHeading[kind="narrow"] {{ padding: {px(3)}px 0 0 {px(6)}px; font-weight: bold; }}
QToolButton#railHeading:focus {{ border: 2px solid {c.accent}; }}
QFrame[kind="rail"] QScrollBar:vertical {{ width: {px(5)}px; }}
QFrame[kind="rail"] QScrollBar::handle {{ margin: 0; border-radius: {px(2)}px; background: {c.line}; }}
QToolButton#navigation:checked {{ background: {c.accent_soft}; color: {c.accent_strong}; font-weight: bold;
    border-left-color: {c.accent}; }}
QToolButton#navigation:focus {{ border: 2px solid {c.accent}; border-left-width: {px(4)}px; }}
"""


def _inputs(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    down = icons.themed_file("chevron-down", c.text_soft)
    boxes = ("QLineEdit", "QComboBox", "QTextEdit", "QPlainTextEdit")

    def each(suffix: str) -> str:
        return ", ".join(f"{box}{suffix}" for box in boxes)

    return f"""
{each("")} {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: {px(5)}px;
    padding: {px(5)}px {px(8)}px; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
{each(":focus")} {{ border: 2px solid {c.accent}; padding: {px(5) - 1}px {px(8) - 1}px; }}
{each(":disabled")} {{ background: {c.window}; color: {c.text_soft}; border-color: {c.line}; }}
{each(":read-only")} {{ background: {c.surface_alt}; }}
QComboBox:!editable {{ background: {c.surface}; }}
QLineEdit[kind="cell"] {{ border: 1px solid transparent; background: transparent; }}
QLineEdit[kind="cell"]:focus {{ border: 2px solid {c.accent}; background: {c.surface}; }}
{each('[invalid="true"]')} {{ border: 2px solid {c.danger}; padding: {px(5) - 1}px {px(8) - 1}px; }}
QLineEdit[kind="search"] {{ padding-left: {px(6)}px; }}
QLineEdit[kind="money"] {{ font-weight: bold; }}
QLineEdit[kind="tender"] {{ font-size: {px(26)}px; font-weight: bold; }}
QTableView QLineEdit, QTableView QComboBox {{ border-radius: 0; padding: 0 {px(4)}px; }}
QLineEdit {{ placeholder-text-color: {c.text_soft}; }}
QComboBox::drop-down {{ border: none; width: {px(24)}px; }}
QComboBox::down-arrow {{ image: url({down}); width: {px(16)}px; height: {px(16)}px; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.edge}; outline: none;
    selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
QComboBox QAbstractItemView::item {{ min-height: {px(30)}px; padding: 0 {px(8)}px; }}
"""


def _choices(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    tick, dot = icons.themed_file("check", c.on_accent), icons.themed_file("dot", c.on_accent)
    return f"""
QCheckBox, QRadioButton {{ background: transparent; spacing: {px(7)}px; padding: {px(3)}px {px(2)}px;
    border: 2px solid transparent; border-radius: {px(4)}px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.accent}; }}
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator {{ width: {px(16)}px;
    height: {px(16)}px; border: 1px solid {c.edge}; background: {c.surface}; border-radius: {px(4)}px; }}
QRadioButton::indicator {{ border-radius: {px(8) + 1}px; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{ background: {c.accent};
    border-color: {c.accent}; image: url({tick}); }}
QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url({dot}); }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.text_soft}; }}
"""


def _tables(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
QTableView, QListView, QTreeView {{ background: {c.surface}; alternate-background-color: {c.surface_alt};
    border: 1px solid {c.line}; padding: 1px; border-radius: {px(6)}px; gridline-color: {c.line}; outline: none;
    selection-background-color: {c.accent_soft}; selection-color: {c.text}; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 2px solid {c.accent}; padding: 0; }}
QTableView::item, QListView::item, QTreeView::item {{ padding: 0 {px(7)}px; border: none; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{ background: {c.accent_soft};
    color: {c.text}; }}
QListView::item {{ min-height: {px(34)}px; }}
QHeaderView {{ background: {c.surface_alt}; border: none; }}
QHeaderView::section {{ background: {c.surface_alt}; color: {c.text_soft}; border: none;
    border-bottom: 1px solid {c.edge}; padding: {px(6)}px {px(9)}px; font-weight: bold; }}
QTableCornerButton::section {{ background: {c.surface_alt}; border: none; }}
"""


def _frames(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    return f"""
QFrame[kind="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {px(8)}px; }}
QFrame[kind="bar"] {{ background: {c.surface}; border: none; border-bottom: 1px solid {c.line}; }}
QFrame[kind="foot"] {{ background: {c.surface}; border: none; border-top: 1px solid {c.line}; }}
QFrame[kind="rail"] {{ background: {c.surface}; border: none; border-right: 1px solid {c.line}; }}
QFrame[kind="resident"] {{ background: {c.accent_soft}; border: none; border-bottom: 1px solid {c.line}; }}
QFrame[kind="nobody"] {{ background: {c.surface_alt}; border: none; border-bottom: 1px solid {c.line}; }}
QFrame[kind="popup"] {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: {px(6)}px; }}
QFrame[kind="popup"] QListView {{ border: none; }}
QFrame[kind="stat"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {px(8)}px; }}
QFrame[kind="line"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QWidget#lock {{ background: {c.window}; }}
"""


def _chips(theme: Theme) -> str:
    c, px = theme.colours, theme.px
    rules = [
        f"""QLabel[chip="true"] {{ border-radius: {px(10)}px; padding: {px(2)}px {px(9)}px;
    background: {c.surface_alt}; color: {c.text}; border: 1px solid {c.edge}; }}
QFrame[kind="notice"] {{ border-radius: {px(6)}px; background: {c.surface_alt}; border: 1px solid {c.edge}; }}"""
    ]
    for tone in _TONES:
        ink, ground = getattr(c, tone), getattr(c, f"{tone}_soft")
        rules.append(f"""
QLabel[chip="true"][tone="{tone}"] {{ background: {ground}; color: {ink}; border: 1px solid {ink}; }}
QLabel[tick="true"][tone="{tone}"] {{ background: {ink}; border-radius: {px(4)}px; }}
QFrame[kind="notice"][tone="{tone}"] {{ background: {ground}; border: 1px solid {ink}; }}
QFrame[kind="notice"][tone="{tone}"] QLabel {{ color: {ink}; }}""")
    return "\n".join(rules)
