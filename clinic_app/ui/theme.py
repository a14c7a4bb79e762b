"""The look: colours, type scale and spacing, in one place.

Everything drawn takes its colour from here: the palette and the one stylesheet (ui/stylesheet.py)
are made from a `Theme`, and widgets that paint themselves ask `current()`.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtGui import QColor, QFont

FONT_FAMILIES: Final = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Every colour there is, as ``#rrggbb``.

    Text on its ground holds 4.5:1, edges of controls and the focus ring 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
    """

    window: str
    surface: str  # cards, tables, inputs
    surface_alt: str  # every other row, headers
    line: str  # quiet separators
    edge: str  # edges of inputs and buttons
    text: str
    text_soft: str
    accent: str
    accent_strong: str  # the accent under the pointer
    accent_soft: str  # a ground: selection, the page in hand
    on_accent: str
    danger: str  # money to pay, overdue, error; nothing else is red
    danger_soft: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    info: str
    info_soft: str
    scrim: str  # over what an overlay covers
    pay_fund: str  # 统筹基金
    pay_major: str  # 大病保险
    pay_assistance: str  # 医疗救助
    pay_account: str  # 个人账户
    pay_purse: str  # 电子钱包
    pay_clinic: str  # 机构负担
    pay_other: str  # 微信、支付宝、银行卡
    pay_cash: str  # 现金


LIGHT: Final = Colours(
    window="#eef2f3",
    surface="#ffffff",
    surface_alt="#f5f8f8",
    line="#d5dee0",
    edge="#7d8f94",
    text="#14211f",
    text_soft="#4a5b60",
    accent="#0a6b68",
    accent_strong="#075451",
    accent_soft="#d8eeec",
    on_accent="#ffffff",
    danger="#b3201b",
    danger_soft="#fdeae8",
    warn="#7d4c00",
    warn_soft="#fff2d9",
    ok="#1b6a39",
    ok_soft="#e2f4e7",
    info="#1b5789",
    info_soft="#e5f0f9",
    scrim="#0f2022",
    pay_fund="#0a6b68",
    pay_major="#3f8fb0",
    pay_assistance="#7cb3a0",
    pay_account="#8a97a3",
    pay_purse="#b08d57",
    pay_clinic="#c9ced3",
    pay_other="#d98a86",
    pay_cash="#c0342d",
)

DARK: Final = Colours(
    window="#12181a",
    surface="#1b2326",
    surface_alt="#212b2e",
    line="#344045",
    edge="#75868c",
    text="#eaf0f1",
    text_soft="#b3c1c6",
    accent="#55c7c0",
    accent_strong="#7fdbd5",
    accent_soft="#17423f",
    on_accent="#05211f",
    danger="#ff9c93",
    danger_soft="#47201d",
    warn="#f3c56b",
    warn_soft="#41310f",
    ok="#86d69e",
    ok_soft="#173a24",
    info="#92c7f0",
    info_soft="#17344b",
    scrim="#000000",
    pay_fund="#3fb0a9",
    pay_major="#5f9fd0",
    pay_assistance="#8fd0b8",
    pay_account="#93a3ad",
    pay_purse="#c8a468",
    pay_clinic="#5a646c",
    pay_other="#b98a86",
    pay_cash="#f0837a",
)

# Out of doors: text on its ground holds 7:1, coloured text 5.5:1.
SUNLIGHT: Final = Colours(
    window="#ffffff",
    surface="#ffffff",
    surface_alt="#f2f5f5",
    line="#aab7ba",
    edge="#33444a",
    text="#000000",
    text_soft="#26353a",
    accent="#00504d",
    accent_strong="#003533",
    accent_soft="#d3efec",
    on_accent="#ffffff",
    danger="#8c0f0b",
    danger_soft="#fdeae8",
    warn="#5f3900",
    warn_soft="#fff2d9",
    ok="#0c4f26",
    ok_soft="#e2f4e7",
    info="#0e416b",
    info_soft="#e5f0f9",
    scrim="#000000",
    pay_fund="#0a6b68",
    pay_major="#3f8fb0",
    pay_assistance="#7cb3a0",
    pay_account="#8a97a3",
    pay_purse="#b08d57",
    pay_clinic="#c9ced3",
    pay_other="#d98a86",
    pay_cash="#c0342d",
)


class Tone(StrEnum):
    """What a chip, a number or a notice means; the theme says how that looks."""

    PLAIN = "plain"
    SOFT = "soft"
    ACCENT = "accent"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"


class TextSize(StrEnum):
    SMALL = "small"
    BASE = "base"
    LARGE = "large"
    TITLE = "title"
    TOTAL = "total"  # the sum on a bill
    HERO = "hero"  # the change to hand back, the number called


# What is drawn upon, in every theme: paper on the screen, black on white where a picture is kept.
SHEET: Final = "#fffdf7"
INK: Final = "#14213d"
INK_FAINT: Final = "#6b7079"
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"

_PIXELS: Final = {
    TextSize.SMALL: 14,
    TextSize.BASE: 15,  # 11.25 pt at 96 dpi
    TextSize.LARGE: 17,
    TextSize.TITLE: 20,
    TextSize.TOTAL: 26,
    TextSize.HERO: 34,
}

ZOOMS: Final = (100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours at one text size.

    `zoom` (per cent, 100 to 200) is the clinic's own choice; the screen's scale factor comes on top
    and is Qt's business.
    """

    colours: Colours = LIGHT
    zoom: int = 100

    def __post_init__(self) -> None:
        if not 100 <= self.zoom <= 200:
            raise ValueError(f"zoom {self.zoom}")

    @property
    def dark(self) -> bool:
        return self.colours is DARK

    def px(self, pixels: float) -> int:
        """A length at 100 %, scaled; never less than one pixel."""
        return max(1, round(pixels * self.zoom / 100))

    def size(self, size: TextSize) -> int:
        """Height of a text size in pixels."""
        return self.px(_PIXELS[size])

    def font(self, size: TextSize = TextSize.BASE, *, bold: bool = False) -> QFont:
        font = QFont()
        font.setFamilies(list(FONT_FAMILIES))
        font.setPixelSize(self.size(size))
        font.setBold(bold)
        return font

    def ink(self, tone: Tone) -> QColor:
        """The colour of text that means `tone`."""
        names = {Tone.PLAIN: "text", Tone.SOFT: "text_soft"}
        return QColor(getattr(self.colours, names.get(tone, tone.value)))

    def ground(self, tone: Tone) -> QColor:
        """The colour behind text that means `tone`."""
        names = {Tone.PLAIN: "surface_alt", Tone.SOFT: "surface_alt"}
        return QColor(getattr(self.colours, names.get(tone, f"{tone.value}_soft")))

    def colour(self, name: str) -> QColor:
        """One colour by its name in `Colours`."""
        return QColor(getattr(self.colours, name))


_current = Theme()


def current() -> Theme:
    """The theme in use: for widgets that paint themselves."""
    return _current


def use(theme: Theme) -> None:
    """Make `theme` the current one; `appearance.apply` does, and dresses the application in it."""
    global _current
    _current = theme


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def names() -> tuple[str, ...]:
    """The names of all colours."""
    return tuple(asdict(LIGHT))
