"""What a code frame from a file would do to the one in use: themes made, changed or left; it never retires one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from consult.domain.code_frames import CodeFrame, FrameTheme, outline, stable_key
from consult.domain.codebooks import name_key

MADE, CHANGED, UNCHANGED, LEFT = "made", "changed", "unchanged", "left"
# What a file may say of a theme; an empty cell says nothing, so it never empties what is here.
WORDS = ("definition", "include", "exclude", "examples")


@dataclass(frozen=True)
class Planned:
    """What becomes of one theme: `theme` as it will be, `before` as it is, None for a new one; `fields` that differ.

    The key of a new theme is the one of the file; `notes` are codes of what could not be done as the file says.
    """

    outcome: str
    theme: FrameTheme
    before: FrameTheme | None = None
    fields: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plan_import(current: CodeFrame, read: CodeFrame, *, says_parents: bool = True) -> tuple[Planned, ...]:
    """Return what applying a read frame would do to the themes in use, in the order of the file, what is left last.

    A theme of the file is the one of ours with its key, else the one with its name. Rows out of use are passed over.
    With `says_parents` the file's hierarchy holds for the themes that are in it. New themes come after ours. Notes:
    `import-name-kept` (another theme has the new name), `import-level` (it would have been a third level).
    """
    ours = {theme.key: theme for theme in current.in_use}
    rows = read.in_use
    found = _matched(ours, rows)
    names = _names_kept(ours, rows, found)
    keys = {row.key: found.get(row.key) or row.key for row in rows}
    after = max((theme.position for theme in ours.values()), default=-1) + 1
    wanted, notes = {}, {}
    for place, row in enumerate(rows):
        before = ours.get(keys[row.key])
        parent = keys.get(row.parent or "") if says_parents or before is None else before.parent
        name = before.name if before is not None and row.key in names else row.name
        made = replace(row, key=keys[row.key], parent=parent, name=name, position=after + place)
        wanted[made.key] = _merged(before, made) if before is not None else made
        notes[made.key] = ["import-name-kept"] if row.key in names else []
    levelled = _two_levels({**ours, **wanted}, notes)
    return tuple(_planned(levelled[key], ours.get(key), notes.get(key, []), is_in_file=key in wanted)
                 for key in dict.fromkeys([*wanted, *(theme.key for theme in current.in_use)]))


def _matched(ours: Mapping[str, FrameTheme], rows: Iterable[FrameTheme]) -> dict[str, str]:
    """Return our key by the key of the file: first by key, then by name, each of ours once."""
    by_key = {stable_key(key): key for key in ours} | {key: key for key in ours}
    by_name = {name_key(theme.name): key for key, theme in ours.items()}
    found: dict[str, str] = {}
    listed = list(rows)
    for index, of in ((by_key, lambda row: row.key), (by_name, lambda row: name_key(row.name))):
        for row in listed:
            ours_key = index.get(of(row))
            if row.key not in found and ours_key is not None and ours_key not in found.values():
                found[row.key] = ours_key
    return found


def _names_kept(ours: Mapping[str, FrameTheme], rows: Iterable[FrameTheme], found: Mapping[str, str]) -> set[str]:
    """Return the rows whose new name one of our other themes would have at the same time; these keep their old one."""
    listed = [row for row in rows if row.key in found]
    kept: set[str] = set()
    while True:
        renamed = {found[row.key]: row.name for row in listed if row.key not in kept}
        taken = [name_key(renamed.get(key, theme.name)) for key, theme in ours.items()]
        more = {row.key for row in listed if row.key not in kept and taken.count(name_key(row.name)) > 1
                and name_key(row.name) != name_key(ours[found[row.key]].name)}
        if not more:
            return kept
        kept |= more


def _merged(before: FrameTheme, row: FrameTheme) -> FrameTheme:
    said = {name: getattr(row, name) for name in WORDS if getattr(row, name)}
    return replace(before, name=row.name, parent=row.parent, **said)


def _two_levels(themes: dict[str, FrameTheme], notes: dict[str, list[str]]) -> dict[str, FrameTheme]:
    """Return the themes with those of a third level put one up, and none under itself."""
    settled = dict(themes)
    for key, theme in themes.items():
        top, seen = theme.parent, {key}
        while top in themes and themes[top].parent in themes and top not in seen:
            seen.add(top)
            top = themes[top].parent
        parent = None if top in seen or top not in themes else top
        if parent != theme.parent:
            notes.setdefault(key, []).append("import-level")
            settled[key] = replace(theme, parent=parent)
    return settled


def _planned(theme: FrameTheme, before: FrameTheme | None, notes: list[str], *, is_in_file: bool) -> Planned:
    if before is None:
        return Planned(MADE, theme, None, (), tuple(notes))
    fields = tuple(name for name in ("name", "parent", *WORDS) if getattr(theme, name) != getattr(before, name))
    if fields:
        return Planned(CHANGED, theme, before, fields, tuple(notes))
    return Planned(UNCHANGED if is_in_file else LEFT, theme, before, (), tuple(notes))


def in_order(planned: Iterable[Planned]) -> list[Planned]:
    """Return what is to be made or changed with each parent before its children, so that it can be stored in turn."""
    listed = [item for item in planned if item.outcome in (MADE, CHANGED)]
    places = {theme.key: place for place, (theme, _level) in enumerate(outline(item.theme for item in listed))}
    return sorted(listed, key=lambda item: places[item.theme.key])
