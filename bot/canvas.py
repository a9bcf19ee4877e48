"""The white card that pictures are drawn on: sizes, colours, text that fits, and the way to PNG.

matplotlib is loaded with the first picture, and only by its object-oriented interface (no pyplot, no global state), so
that pictures may be drawn on any thread. Sizes are for a picture of 1200 pixels that a phone shows at 360. Colours:
Okabe and Ito, "Color Universal Design" (2008); none of them means anything by itself.
"""

from functools import cache
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

WIDTH = 1200
MARGIN = 48
DPI = 100
INK, QUIET, GRID, CARD = "#1a1a1a", "#595959", "#d0d0d0", "#ffffff"
BLUE, GREEN, VERMILLION = "#0072B2", "#009E73", "#D55E00"
TITLE, LARGE, BODY, SMALL = 32.0, 38.0, 29.0, 27.0
"""Font sizes in points: at 360 pixels the smallest is as high as 11-pixel text."""

_TITLE_LETTERS = 44
_TITLE_LINES = 2
_LINE = 1.28


def card(title: str, height: int) -> tuple["Figure", "Axes"]:
    """Give a card in pixels, y downwards from 0, with its title; returns the figure and the layer to draw on."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=CARD)
    FigureCanvasAgg(figure)
    layer = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    layer.set_axis_off()
    lines = title_lines(title)
    for position, line in enumerate(lines):
        write(layer, (MARGIN, 62 + position * TITLE * _LINE * DPI / 72), line, size=TITLE, weight="bold")
    return figure, layer


def title_lines(title: str) -> list[str]:
    """Break a title into at most two lines."""
    lines = wrap(title, _TITLE_LETTERS)
    if len(lines) <= _TITLE_LINES:
        return lines
    return [lines[0], f"{lines[1][: _TITLE_LETTERS - 1]}…"]


def write(
    axes: "Axes", at: tuple[float, float], text: str, *, room: float = WIDTH - 2 * MARGIN, **style: Any
) -> "Text":
    """Write a text literally (`$` is no formula) at data coordinates, smaller where it needs more than `room` pixels."""
    looks = {"size": BODY, "color": INK, "va": "center", **style}
    written = axes.text(*at, drawable(text), family="DejaVu Sans", parse_math=False, **looks)
    width = written.get_window_extent().width
    if width > room:
        written.set_fontsize(float(written.get_fontsize()) * room / width)
    return written


def drawable(text: str) -> str:
    """Replace characters that the font does not have."""
    return "".join(char if char == "\n" or ord(char) in _charmap() else "□" for char in text)


@cache
def _charmap() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def png(figure: "Figure") -> bytes:
    """Render a figure, without a note of what made it."""
    target = BytesIO()
    figure.savefig(target, format="png", facecolor=CARD, metadata={"Software": None})
    return target.getvalue()
