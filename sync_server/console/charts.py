"""Small bar charts as inline SVG: no script, no external file, right on paper too.

Colours and fonts come from console.css by class, so a strict Content-Security-Policy holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

_WIDTH: Final = 560
_HEIGHT: Final = 168
_LEFT: Final = 44
_TOP: Final = 10
_BOTTOM: Final = 24
_STEPS: Final = (1, 2, 3, 4, 5, 6, 8)


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: its label below, its parts from the bottom, and what the pointer shows."""

    label: str
    parts: tuple[tuple[str, int], ...]  # class of console.css, value
    title: str

    @property
    def total(self) -> int:
        return sum(value for _, value in self.parts)


def bars(values: Sequence[tuple[str, int, str]], name: str, every: int = 1) -> Markup:
    """A bar a value: ``(label, value, what the pointer shows)``; every n-th label is written."""
    return split_bars([Bar(label, (("main", value),), title) for label, value, title in values], name, every)


def split_bars(columns: Sequence[Bar], name: str, every: int = 1) -> Markup:
    """Stacked bars.  `name` is read out instead of the picture."""
    top = _nice_top(max((bar.total for bar in columns), default=0))
    parts = [_grid(top)]
    step = (_WIDTH - _LEFT) / max(len(columns), 1)
    for place, bar in enumerate(columns):
        parts.append(_column(bar, _LEFT + place * step, step, top, labelled=place % every == 0))
    return Markup(
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(name)}">'
        f"{''.join(parts)}</svg>"
    )


def _column(bar: Bar, left: float, step: float, top: int, *, labelled: bool) -> str:
    width = min(step * 0.7, 34)
    x = left + (step - width) / 2
    y = float(_HEIGHT - _BOTTOM)
    drawn = []
    for kind, value in bar.parts:
        height = value / top * (_HEIGHT - _TOP - _BOTTOM)
        y -= height
        if value:
            drawn.append(
                f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}"'
                f' width="{width:.1f}" height="{height:.1f}" rx="1.5"/>'
            )
    label = (
        f'<text class="label" x="{left + step / 2:.1f}" y="{_HEIGHT - 7}">{escape(bar.label)}</text>'
        if labelled
        else ""
    )
    # The whole column answers the pointer, also over an empty hour.
    height = _HEIGHT - _TOP - _BOTTOM
    ground = f'<rect class="ground" x="{left:.1f}" y="{_TOP}" width="{step:.1f}" height="{height}"/>'
    return f"<g>{ground}<title>{escape(bar.title)}</title>{''.join(drawn)}{label}</g>"


def _grid(top: int) -> str:
    lines = []
    marks = next(count for count in (4, 3, 5, 2, 1) if top % count == 0)
    for mark in range(marks + 1):
        y = _HEIGHT - _BOTTOM - mark / marks * (_HEIGHT - _TOP - _BOTTOM)
        kind = "axis" if mark == 0 else "grid"
        lines.append(f'<line class="{kind}" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text class="mark" x="{_LEFT - 8}" y="{y + 4:.1f}">{top * mark // marks:,}</text>')
    return "".join(lines)


def _nice_top(most: int) -> int:
    """The axis' end: a round number, at least `most` and at least 4."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most:
                return max(step * power, 4)
        power *= 10
