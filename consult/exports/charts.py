"""Charts as own small SVG: bars, stacked bars of 100 per cent, dots; drawn from shown numbers, never from hidden ones.

A strip is one line of a chart without its words: it is as wide as its place, so a page keeps the words beside it as
text that grows and wraps. A picture is the whole chart as one file, with its words, a title and a description.
Nothing is said by colour alone: parts are numbered, outlined, and named with their value beside the strip.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from consult.domain.languages import LANGUAGES, direction
from consult.exports.chart_words import wrapped

BARS, STACKED, DOTS = "bars", "stacked", "dots"
KINDS = (BARS, STACKED, DOTS)
PERCENT = 100
# Fills from one end of a scale to the other, each with the ink that reads on it at 7:1 or more.
FILLS = (("#3b1f6b", "#ffffff"), ("#b9a3e3", "#0b0c0c"), ("#e4e0ea", "#0b0c0c"), ("#f2c58a", "#0b0c0c"),
         ("#6b2c00", "#ffffff"), ("#ffffff", "#0b0c0c"), ("#9fd3c7", "#0b0c0c"), ("#00423a", "#ffffff"))
INK, TRACK, BAR = "#0b0c0c", "#e7e2f0", "#3b1f6b"
STRIP_HEIGHT, WIDTH, MARGIN, LINE, GAP = 24, 800, 20, 22, 14
# Under this share of the width a part's number does not fit into it.
FITS = 4.0


@dataclass(frozen=True)
class Part:
    """One part of a stacked line: its share in whole per cent, None where it may not be shown."""

    key: str
    label: str
    percent: int | None
    words: str


@dataclass(frozen=True)
class Line:
    """One line of a chart: `value` is drawn (None: hidden, nothing is), `words` are what is printed for it.

    A stacked line has `parts` instead; `reference` is the value of everyone, marked across a line of dots.
    """

    key: str
    label: str
    words: str
    value: int | None = None
    parts: tuple[Part, ...] = ()
    reference: float | None = None


@dataclass(frozen=True)
class Chart:
    """A chart in one language; `top` is the value of the full width, `note` says what a mark stands for."""

    chart_id: str
    kind: str
    title: str
    summary: str
    lines: tuple[Line, ...]
    top: int
    language: str = "en"
    note: str = ""

    @property
    def legend(self) -> tuple[str, ...]:
        """The names of the parts of a stacked chart, in the order of their numbers."""
        return tuple(part.label for part in self.lines[0].parts) if self.lines else ()


def strip(chart: Chart, line: Line) -> str:
    """Return the SVG of one line, as wide as its place; to be hidden from a screen reader, which has the words."""
    return (f'<svg class="app-strip" width="100%" height="{STRIP_HEIGHT}" aria-hidden="true" focusable="false">'
            f"{_drawn(chart, line)}</svg>")


def key(number: int) -> str:
    """Return the sign of a part of a stacked chart (counted from 0) as the inside of an SVG of 24 by 22."""
    fill, ink = FILLS[number % len(FILLS)]
    return (f'<rect class="app-part app-part--{number + 1}" x="1" y="1" width="22" height="20" fill="{fill}" '
            f'stroke="{INK}"/><text class="app-part-number app-part-number--{number + 1}" x="12" y="16" '
            f'text-anchor="middle" font-size="13" fill="{ink}">{number + 1}</text>')


def picture(chart: Chart) -> bytes:
    """Return the whole chart as an SVG file in UTF-8, with title and description; equal charts give equal bytes."""
    way, rows, at = direction(chart.language), [], MARGIN
    for words, weight in ((chart.title, "bold"), (chart.summary, "normal"), (chart.note, "normal")):
        rows.append(_words(words, at, way, weight))
        at += LINE * len(wrapped(words)) + (4 if words else 0)
    at += GAP
    for number, name in enumerate(chart.legend):
        rows.append(_key(number, name, at, way))
        at += LINE * len(wrapped(name))
    at += GAP if chart.legend else 0
    for line in chart.lines:
        words = f"{line.label}: {line.words}" if line.words and not line.parts else line.label
        rows.append(_words(words, at, way, "normal"))
        at += LINE * len(wrapped(words)) + 4
        rows.append(f'<svg x="{MARGIN}" y="{at}" width="{WIDTH - 2 * MARGIN}" height="{STRIP_HEIGHT}">'
                    f"{_drawn(chart, line)}</svg>")
        at += STRIP_HEIGHT + GAP
        if line.parts:
            rows.append(_words(parts_words(line), at - GAP + 2, way, "normal"))
            at += LINE * len(wrapped(parts_words(line)))
    return _file(chart, rows, at + MARGIN).encode()


def parts_words(line: Line) -> str:
    """Return the parts of a stacked line with their shares, as the words that stand below it."""
    return " · ".join(f"{part.label} {part.words}" for part in line.parts)


def described(chart: Chart) -> str:
    """Return every line of a chart in words, for the description of a picture: a sentence each."""
    said = [chart.summary, chart.note]
    for line in chart.lines:
        parts = ", ".join(f"{part.label} {part.words}" for part in line.parts)
        said.append(f"{line.label}: {parts or line.words}.")
    return " ".join(filter(None, said))


def _file(chart: Chart, rows: Iterable[str], height: int) -> str:
    known = LANGUAGES.get(chart.language)
    serifs = "Noto Nastaliq Urdu, " if known is not None and chart.language == "ur" else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="title description" lang={quoteattr(chart.language)} '
        f'font-family="{serifs}Arial, sans-serif" font-size="16">'
        f'<title id="title">{escape(chart.title)}</title><desc id="description">{escape(described(chart))}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(rows)}</svg>\n')


def _words(words: str, top: int, way: str, weight: str) -> str:
    x = WIDTH - MARGIN if way == "rtl" else MARGIN
    return "".join(
        f'<text x="{x}" y="{top + 16 + LINE * number}" direction="{way}" font-weight="{weight}" fill="{INK}">'
        f"{escape(line)}</text>" for number, line in enumerate(wrapped(words)))


def _key(number: int, name: str, top: int, way: str) -> str:
    x = WIDTH - MARGIN - 24 if way == "rtl" else MARGIN
    box = f'<svg x="{x}" y="{top}" width="24" height="22">{key(number)}</svg>'
    beside = WIDTH - MARGIN - 32 if way == "rtl" else MARGIN + 32
    return box + "".join(
        f'<text x="{beside}" y="{top + 16 + LINE * at}" direction="{way}" fill="{INK}">{escape(line)}</text>'
        for at, line in enumerate(wrapped(name)))


def _drawn(chart: Chart, line: Line) -> str:
    is_mirrored = direction(chart.language) == "rtl"
    if chart.kind == STACKED:
        return _stacked(line.parts, is_mirrored)
    share = None if line.value is None else _share(line.value, chart.top)
    if chart.kind == DOTS:
        reference = None if line.reference is None else _share(line.reference, chart.top)
        return _dots(share, reference, is_mirrored)
    bar = "" if not share else _box("app-bar", 0.0, share, is_mirrored, f'fill="{BAR}"')
    return _box("app-track", 0.0, 100.0, is_mirrored, f'fill="{TRACK}"') + bar


def _stacked(parts: Sequence[Part], is_mirrored: bool) -> str:
    drawn, at = [], 0.0
    # Whole percentages can add up to 99 or 101: the strip is all of them.
    total = max(sum(part.percent or 0 for part in parts), PERCENT)
    for number, part in enumerate(parts):
        width = _share(part.percent or 0, total)
        if width:
            fill, ink = FILLS[number % len(FILLS)]
            drawn.append(_box(f"app-part app-part--{number + 1}", at, width, is_mirrored,
                              f'fill="{fill}" stroke="{INK}"'))
            if width >= FITS:
                middle = _placed(at + width / 2, 0.0, is_mirrored)
                drawn.append(f'<text class="app-part-number app-part-number--{number + 1}" x="{middle:g}%" y="17" '
                             f'text-anchor="middle" font-size="13" fill="{ink}">{number + 1}</text>')
        at += width
    return "".join(drawn)


def _dots(share: float | None, reference: float | None, is_mirrored: bool) -> str:
    drawn = [f'<line class="app-axis" x1="0%" y1="12" x2="100%" y2="12" stroke="{INK}" stroke-width="1"/>']
    if reference is not None:
        x = f"{_placed(reference, 0.0, is_mirrored):g}%"
        drawn.append(f'<line class="app-reference" x1="{x}" y1="0" x2="{x}" y2="{STRIP_HEIGHT}" stroke="{INK}" '
                     'stroke-width="3" stroke-dasharray="4 3"/>')
    if share is not None:
        drawn.append(f'<circle class="app-dot" cx="{_placed(share, 0.0, is_mirrored):g}%" cy="12" r="8" fill="{BAR}" '
                     'stroke="#ffffff" stroke-width="2"/>')
    return "".join(drawn)


def _box(name: str, at: float, width: float, is_mirrored: bool, look: str) -> str:
    return (f'<rect class="{name}" x="{_placed(at, width, is_mirrored):g}%" y="2" width="{width:g}%" '
            f'height="{STRIP_HEIGHT - 4}" {look}/>')


def _placed(at: float, width: float, is_mirrored: bool) -> float:
    return round(100.0 - at - width if is_mirrored else at, 2)


def _share(value: float, top: int) -> float:
    return round(min(100.0, 100 * value / max(top, 1)), 2)
