"""What pages of outside figures are drawn from: sets that may be compared, bars where they help, words for codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from consult.domain.figures import Beside, Figure, Measured, missing, notes
from consult.exports import figure_words
from consult.web.pages import number, words

# Bars of percentages are drawn up to here.
WHOLE = 100


@dataclass(frozen=True)
class Part:
    """One set of figures that may be compared: its number in the files, the figures, and bars where they are shares."""

    number: int
    beside: Beside
    bars: list[dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """What one or more figures say, who says so, where they are from, and what they lack."""

    text: str
    claimed_by: str
    source: str
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """A measure with its sets of two or more, and the figures that stand alone; `name` is empty for none."""

    name: str
    sets: list[Part]
    alone: list[Figure]


def measures(found: tuple[Measured, ...]) -> list[Measure]:
    """Return the measures as a page shows them; the sets are numbered as in the files."""
    at, shown = 0, []
    for measured in found:
        sets, alone = [], []
        for beside in measured.sets:
            at += 1
            if len(beside.figures) > 1:
                sets.append(Part(at, beside, _bars(beside)))
            else:
                alone += beside.figures
        shown.append(Measure(measured.measure[:1].upper() + measured.measure[1:], sets, alone))
    return shown


def value(figure: Figure) -> str:
    """Return the value with its unit, in the page's language."""
    said = figure.value_words if figure.value is None else number(figure.value)
    return figure_words.value_words(said, figure.unit, gettext)


def period_type(code: str) -> str:
    """Return what kind of period it is."""
    return figure_words.period_type_words(code, gettext)


def lacking(figure: Figure) -> tuple[str, ...]:
    """Return a sentence for each thing that must be known of a figure and is not, and for what to mind."""
    return (*figure_words.missing_words(missing(figure), gettext),
            *(figure_words.note_words(code, gettext) for code in notes(figure)))


def told(figures: Iterable[Figure]) -> list[Told]:
    """Return what figures say and where they are from, what is the same for several once."""
    return list(dict.fromkeys(
        Told(one.text, one.claimed_by, ", ".join(filter(None, (one.source_document, one.source_heading))), lacking(one))
        for one in figures))


def _bars(beside: Beside) -> list[dict[str, Any]]:
    """Return bars of percentages; none for what is no share of a whole."""
    if beside.unit != figure_words.PERCENT:
        return []
    groups, periods = ({getattr(one, name) for one in beside.figures} for name in ("group", "period"))
    return [{"key": one.key, "label": words({"en": _label(one, len(groups) > 1, len(periods) > 1)}), "value": one.value,
             "words": value(one)} for one in beside.figures]


def _label(figure: Figure, has_groups: bool, has_periods: bool) -> str:
    """Return what tells a bar from the others: the group, the period, or both."""
    parts = [figure.group[:1].upper() + figure.group[1:]] if has_groups or not has_periods else []
    return ", ".join([*parts, figure.period] if has_periods else parts)
