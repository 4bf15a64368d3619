"""Rows of any code book made into a code frame of two levels, and what became of each; file formats are elsewhere."""

from dataclasses import dataclass, field, replace

from consult.domain.code_frames import (
    EXAMPLE_LENGTH,
    EXAMPLES_MOST,
    THEMES_MOST,
    CodeFrame,
    FrameTheme,
    shortened,
    stable_key,
)
from consult.domain.codebooks import NAME_LENGTH, NOTE_LENGTH, THEME_STATES, name_key
from consult.domain.errors import Refused
from consult.domain.texts import clean
from consult.intake.xlsform_report import Reason, Report, ReportRow

# A key of another program that is longer stands for itself by a mark of it.
LONGEST_KEY = 60

__all__ = ["RawTheme", "ReadFrame", "Reason", "settled"]


@dataclass(frozen=True)
class RawTheme:
    """One code as a file holds it: `row` is where it stands, `parent` the place in the list of the code above it.

    Row 0 stands nowhere: a code that others name as the one above them.
    """

    row: int
    name: str
    key: str = ""
    parent: int | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    state: str = "active"
    position: int | None = None


@dataclass(frozen=True)
class ReadFrame:
    """A code frame that was read, what became of each row of its file, and what of the file as a whole was left out.

    `says_parents` tells whether the file speaks of levels at all.
    """

    frame: CodeFrame
    report: tuple[ReportRow, ...]
    notes: tuple[Reason, ...] = ()
    says_parents: bool = True


@dataclass
class _Settling:
    report: Report = field(default_factory=Report)
    names: set[str] = field(default_factory=set)


def settled(rows: list[RawTheme], *, title: str = "", notes: tuple[Reason, ...] = (),
            says_parents: bool = True) -> ReadFrame:
    """Return the rows as a frame. Codes of the report: `frame-name-missing` (not carried), `frame-name-shortened`,
    `frame-name-twice`, `frame-note-shortened`, `frame-examples-left`, `frame-level`, `frame-parent-loop`,
    `frame-state-unknown`, `frame-not-in-use`; for a row 0 the note `frame-parent-made`.

    Raises Refused("file", "frame-empty", "frame-too-many" {most}).
    """
    if not any(row.name.strip() for row in rows):
        raise Refused("file", "frame-empty")
    if len(rows) > THEMES_MOST:
        raise Refused("file", "frame-too-many", {"most": f"{THEMES_MOST:,}"})
    at = _Settling()
    keys = _keys(rows)
    tops = {place: _top(rows, place) for place in range(len(rows))}
    themes = []
    for place, row in enumerate(rows):
        if row.row:
            at.report.name("", row.row, " ".join(clean(row.name).split())[:NAME_LENGTH])
        if not row.name.strip():
            at.report.dropped("", row.row, "frame-name-missing")
            continue
        themes.append(_theme(at, rows, (place, tops[place]), keys))
    held = {theme.key for theme in themes}
    themes = [theme if theme.parent in held else replace(theme, parent=None) for theme in themes]
    made = tuple(Reason("frame-parent-made", {"name": row.name[:NAME_LENGTH]}) for row in rows if not row.row)
    return ReadFrame(CodeFrame(title, tuple(themes)), at.report.rows(("",)), (*notes, *made), says_parents)


def _keys(rows: list[RawTheme]) -> list[str]:
    """Return a key for each row: its own where no row before has it, else one made from its place and name."""
    found: dict[str, None] = {}
    for place, row in enumerate(rows):
        key = row.key.strip()
        key = key if key and key not in found else f"{place}/{row.name}"
        found[key if len(key) <= LONGEST_KEY else stable_key(key)] = None
    return list(found)


def _top(rows: list[RawTheme], place: int) -> tuple[int | None, int, bool]:
    """Return the highest row above a row (None for one at the top), how many are above it, and if they go in a ring."""
    above, seen = rows[place].parent, [place]
    if above is None:
        return None, 0, False
    while True:
        if above in seen:
            return None, 0, True
        seen.append(above)
        if rows[above].parent is None:
            return above, len(seen) - 1, False
        above = rows[above].parent or 0


def _theme(at: _Settling, rows: list[RawTheme], where: tuple[int, tuple[int | None, int, bool]],
           keys: list[str]) -> FrameTheme:
    place, (top, depth, is_ring) = where
    row = rows[place]
    if is_ring:
        at.report.changed("", row.row, "frame-parent-loop")
    if depth > 1 and top is not None:
        at.report.changed("", row.row, "frame-level", path=_path(rows, place), name=rows[top].name[:NAME_LENGTH])
    above = rows[row.parent].name if row.parent is not None and not is_ring else ""
    state = _state(at, row)
    name, definition = _name(at, row, above if state == "active" else None)
    texts = {"definition": definition, "include": row.include, "exclude": row.exclude}
    return FrameTheme(
        key=keys[place], name=name, parent=keys[top] if top is not None else None,
        examples=_examples(at, row), position=place if row.position is None else row.position, state=state,
        **{field: _note(at, row, field, words) for field, words in texts.items()})


def _path(rows: list[RawTheme], place: int) -> str:
    names: list[str] = []
    above: int | None = place
    while above is not None and len(names) < 20:
        names.insert(0, rows[above].name)
        above = rows[above].parent
    return shortened(" > ".join(names), NOTE_LENGTH // 4)


def _name(at: _Settling, row: RawTheme, above: str | None) -> tuple[str, str]:
    """Return a name that is short enough and nobody else's among those in use, and the definition.

    A name that is cut stands whole before the definition. `above` is the parent's name, None for a row out of use.
    """
    whole = " ".join(clean(row.name).split())
    definition = clean(row.definition).strip()
    name = shortened(whole)
    if name != whole:
        at.report.changed("", row.row, "frame-name-shortened", name=name)
        definition = f"{whole}\n{definition}".strip()
    if above is None:
        return name, definition
    if name_key(name) in at.names:
        name = _other_name(name, " ".join(clean(above).split()), at.names)
        at.report.changed("", row.row, "frame-name-twice", name=name)
    at.names.add(name_key(name))
    return name, definition


def _other_name(name: str, above: str, taken: set[str]) -> str:
    """Return the name with its parent's behind it, or a number."""
    tries = [f" ({shortened(above, 40)})"] if above else []
    for ending in [*tries, *(f" ({number})" for number in range(2, THEMES_MOST + 2))]:
        tried = shortened(name, NAME_LENGTH - len(ending)) + ending
        if name_key(tried) not in taken:
            return tried
    raise Refused("file", "frame-too-many", {"most": f"{THEMES_MOST:,}"})


def _state(at: _Settling, row: RawTheme) -> str:
    state = row.state.strip().casefold() or "active"
    if state not in THEME_STATES:
        at.report.changed("", row.row, "frame-state-unknown", name=row.state[:NAME_LENGTH])
        return "active"
    if state != "active":
        at.report.dropped("", row.row, "frame-not-in-use")
    return state


def _note(at: _Settling, row: RawTheme, which: str, words: str) -> str:
    words = clean(words).strip()
    if len(words) <= NOTE_LENGTH:
        return words
    at.report.changed("", row.row, "frame-note-shortened", field=which, limit=str(NOTE_LENGTH))
    return shortened(words, NOTE_LENGTH)


def _examples(at: _Settling, row: RawTheme) -> tuple[str, ...]:
    lines = [" ".join(line.split()) for words in row.examples for line in clean(words).split("\n")]
    found = list(dict.fromkeys(line for line in lines if line))
    if len(found) > EXAMPLES_MOST:
        at.report.changed("", row.row, "frame-examples-left", limit=str(EXAMPLES_MOST))
    if any(len(line) > EXAMPLE_LENGTH for line in found[:EXAMPLES_MOST]):
        at.report.changed("", row.row, "frame-note-shortened", field="examples", limit=str(EXAMPLE_LENGTH))
    return tuple(shortened(line, EXAMPLE_LENGTH) for line in found[:EXAMPLES_MOST])

