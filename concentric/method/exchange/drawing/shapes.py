"""What the drawings are made of. Colours are also classes, so that a page's style (forced colours) can change them.

Series differ in shape as well as colour: a circle, a square, a diamond, a triangle, one upside down.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

FONT = "Atkinson Hyperlegible Next, DejaVu Sans, sans-serif"
INK, SOFT, LINE, PAPER = "#18242b", "#4b5a63", "#c9d2d6", "#ffffff"
SERIES = ("#0f5c63", "#b4541a", "#5b4b8a", "#3f6b2a", "#8c2f5d")
LOW, HIGH = (238, 246, 246), (15, 92, 99)
LETTER = 0.52  # of the size: the width of a letter, near enough to lay out by


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG by itself, `width` × `height` in pixels, and `words`: what it shows, for those who do not see it."""

    title: str
    svg: str
    words: str
    width: int
    height: int


def drawn(title: str, words: str, width: float, height: float, parts: list[str]) -> Drawing:
    """The parts in one picture, with its name and its words."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cx-drawing" role="img" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" font-family={quoteattr(FONT)} aria-label={quoteattr(words)}>'
        f"<title>{escape(title)}</title><desc>{escape(words)}</desc>"
    )
    return Drawing(title, f"{head}{''.join(parts)}</svg>", words, round(width), round(height))


def text(
    x: float, y: float, words: str, *, size: float = 13, anchor: str = "start", colour: str = INK, bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text class="{_class(colour)}" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"'
        f' fill="{colour}"{weight}>{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str = LINE, width: float = 1) -> str:
    return (
        f'<line class="{_class(colour)}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
        f' stroke-width="{width:g}"/>'
    )


def box(x: float, y: float, width: float, height: float, *, colour: str, radius: float = 0, edge: str = "") -> str:
    rim = f' stroke="{edge}"' if edge else ""
    return (
        f'<rect class="{_class(colour)}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' rx="{radius:g}" fill="{colour}"{rim}/>'
    )


def mark(series: int, x: float, y: float, size: float = 5.5) -> str:
    """The mark of a series: colour and shape."""
    kind, colour = series % len(SERIES), SERIES[series % len(SERIES)]
    style = f'class="cx-drawing__{kind}" fill="{colour}" stroke="{PAPER}" stroke-width="1.5"'
    s = size
    if kind == 0:
        return f'<circle {style} cx="{x:.1f}" cy="{y:.1f}" r="{s:g}"/>'
    corners = {
        1: [(-s, -s), (s, -s), (s, s), (-s, s)],
        2: [(0, -s * 1.35), (s * 1.35, 0), (0, s * 1.35), (-s * 1.35, 0)],
        3: [(0, -s * 1.2), (s * 1.2, s), (-s * 1.2, s)],
        4: [(0, s * 1.2), (s * 1.2, -s), (-s * 1.2, -s)],
    }[kind]
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon {style} points="{points}"/>'


def shade(share: float) -> str:
    """A colour between paper and the darkest, for a share from 0 to 1."""
    part = min(max(share, 0.0), 1.0)
    return "#" + "".join(f"{round(low + (high - low) * part):02x}" for low, high in zip(LOW, HIGH, strict=True))


def on(colour: str) -> str:
    """Black or white, whichever can be read on a colour (WCAG 2.2: 4.5 to 1, which one of the two always reaches)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if light > 0.179 else PAPER


def wrapped(words: str, width: float, size: float = 13, most: int = 2) -> list[str]:
    """Words in lines no longer than `width` pixels, the last one shortened where there are more than `most`."""
    room = max(int(width / (size * LETTER)), 4)
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [one if len(one) <= room else one[: room - 1].rstrip() + "…" for one in lines]


def _class(colour: str) -> str:
    return {INK: "cx-drawing__ink", SOFT: "cx-drawing__soft", LINE: "cx-drawing__line"}.get(colour, "cx-drawing__fill")
