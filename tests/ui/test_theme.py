"""The look holds its promises: contrast, size, and no colour outside the theme."""

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from clinic_app.ui import appearance, icons, stylesheet, theme
from clinic_app.ui.theme import DARK, LIGHT, SUNLIGHT, Colours, TextSize, Theme, contrast

UI = Path(__file__).parents[2] / "clinic_app" / "ui"
TONES = ("accent", "info", "ok", "warn", "danger")
SCHEMES = [
    pytest.param(LIGHT, id="light"),
    pytest.param(DARK, id="dark"),
    pytest.param(SUNLIGHT, id="sunlight"),
]


def text_on_ground() -> list[tuple[str, str]]:
    grounds = ("window", "surface", "surface_alt", "accent_soft")
    pairs = list(product(("text", "text_soft"), grounds))
    pairs += [(tone, f"{tone}_soft") for tone in TONES]
    pairs += list(product(TONES, ("window", "surface", "surface_alt")))
    return [
        *pairs,
        ("on_accent", "accent"),
        ("on_accent", "accent_strong"),
        ("danger", "accent_soft"),
        ("accent_strong", "accent_soft"),
        ("text_soft", "line"),
    ]


@pytest.mark.parametrize("colours", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), text_on_ground())
def test_text_can_be_read(colours: Colours, ink: str, ground: str):
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", SCHEMES)
@pytest.mark.parametrize(
    ("edge", "ground"),
    [
        ("edge", "surface"),
        ("accent", "surface"),
        ("accent", "window"),
        ("danger", "surface"),
        ("on_accent", "accent"),
    ],
)
def test_edges_and_focus_rings_can_be_seen(colours: Colours, edge: str, ground: str):
    assert contrast(getattr(colours, edge), getattr(colours, ground)) >= 3


@pytest.mark.parametrize(("ink", "ground"), text_on_ground())
def test_out_of_doors_text_stands_out_more(ink: str, ground: str):
    least = 7 if ink in ("text", "text_soft") and ground != "line" else 5.5
    assert contrast(getattr(SUNLIGHT, ink), getattr(SUNLIGHT, ground)) >= least


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_no_colour_is_written_outside_the_theme():
    pattern = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[\"'; ])|QColor\(\d|GlobalColor\.(?!transparent|black)")
    allowed = {"theme.py", "pdf.py", "blocks.py"}  # paper colours are set by law, not by taste
    found = {
        f"{path.name}: {line.strip()}"
        for path in UI.rglob("*.py")
        if path.name not in allowed
        for line in path.read_text(encoding="utf-8").splitlines()
        if pattern.search(line)
    }
    assert found == set()


def test_base_text_is_at_least_eleven_points():
    points = Theme().size(TextSize.BASE) * 72 / 96
    assert points >= 11


@pytest.mark.parametrize("zoom", theme.ZOOMS)
def test_all_sizes_grow_with_the_zoom(zoom: int):
    sizes = [Theme(zoom=zoom).size(size) for size in TextSize]
    assert sizes == [round(Theme().size(size) * zoom / 100) for size in TextSize]


def test_a_zoom_beyond_the_range_is_refused():
    with pytest.raises(ValueError, match="zoom 250"):
        Theme(zoom=250)


def test_the_stylesheet_is_understood_by_qt(qapp: QApplication, capfd):
    for made in (Theme(LIGHT), Theme(DARK, 150)):
        appearance.apply(qapp, made)
        QLabel("x").ensurePolished()
    assert "stylesheet" not in capfd.readouterr().err.lower()


def test_every_icon_draws_something_in_the_colour_asked_for(qtbot):
    names = [path.stem for path in (UI.parents[1] / "resources" / "icons").glob("*.svg")]
    assert len(names) > 40
    for name in names:
        image = icons.draw(name, "#ff0000", 24, 2.0).toImage()
        inks = {
            image.pixelColor(x, y).name()
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() > 250
        }
        assert inks == {"#ff0000"}, name


def test_icons_follow_the_theme(qapp: QApplication, qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    icons.dress(label, "card", "text")
    light = label.pixmap().toImage()
    appearance.apply(qapp, Theme(DARK))
    assert label.pixmap().toImage() != light


def test_chinese_and_digits_have_glyphs(qtbot):
    metrics = QFontMetrics(Theme().font())
    assert all(metrics.inFontUcs4(ord(c)) for c in "乡医通龙青¥0123456789")


def test_digits_are_equally_wide():
    font = Theme().font()
    metrics = QFontMetrics(font)
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_looks_are_chosen_by_property(qtbot):
    label = QLabel("x")
    qtbot.addWidget(label)
    stylesheet.look(label, "total")
    assert QFontInfo(label.font()).pixelSize() == Theme().size(TextSize.TOTAL)
