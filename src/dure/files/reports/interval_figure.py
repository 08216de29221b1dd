"""Intervals as SVG that needs no style sheet: the same picture on a page and in a printed report."""

from __future__ import annotations

from html import escape

from dure.engine.charts import IntervalChart

_FONT = "Pretendard GOV, Pretendard, Noto Sans KR, Malgun Gothic, sans-serif"
_INK, _GREY, _LINE, _BLUE = "#1e2124", "#464c53", "#b1b8be", "#0b50d0"


def interval_svg(drawn: IntervalChart) -> str:
    """Return the picture: hollow points before, filled from treatment on, thick intervals, thin bands."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:g} {drawn.height:g}" role="img"'
        f' width="{drawn.width:g}" height="{drawn.height:g}" font-family="{_FONT}" font-size="14">'
        f"<title>{escape(drawn.title)}</title><desc>{escape(drawn.description)}</desc>"
    ]
    for tick in drawn.ticks:
        parts.append(_line(drawn.left, tick.y, drawn.right, tick.y, _LINE, 0.5))
        parts.append(_text(drawn.left - 8, tick.y + 5, tick_label(tick.value, drawn.step), "end"))
    parts.append(_line(drawn.left, drawn.zero, drawn.right, drawn.zero, _INK, 1.25))
    if drawn.cut is not None:
        parts.append(_line(drawn.cut, drawn.top, drawn.cut, drawn.bottom, _GREY, 1, dashed=True))
    for point in drawn.points:
        parts.append(_line(point.x, point.band_low, point.x, point.band_high, _BLUE, 1.25))
        parts += [
            _line(point.x - 4, y, point.x + 4, y, _BLUE, 1.25) for y in (point.band_low, point.band_high)
        ]
        parts.append(_line(point.x, point.low, point.x, point.high, _BLUE, 3.5))
        fill = _BLUE if point.filled else "#ffffff"
        at = f'cx="{point.x:g}" cy="{point.y:g}"'
        parts.append(f'<circle {at} r="5" fill="{fill}" stroke="{_BLUE}" stroke-width="2"/>')
        if point.labelled:
            parts.append(_text(point.x, drawn.bottom + 20, point.label, "middle"))
    parts.append(_text((drawn.left + drawn.right) / 2, drawn.height - 10, drawn.across, "middle"))
    return "".join([*parts, "</svg>"])


def tick_label(value: float, step: float) -> str:
    """Return a value of an axis with as many decimals as its step has.

    >>> tick_label(-0.05, 0.05), tick_label(2000000.0, 500000.0), tick_label(0.0, 0.002)
    ('−0.05', '2,000,000', '0.000')
    """
    decimals = 0
    while decimals < 8 and abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1
    return f"{value + 0.0:,.{decimals}f}".replace("-", "−")


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float, *, dashed: bool = False
) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    ends = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{dashes}/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{_GREY}">{escape(words)}</text>'
