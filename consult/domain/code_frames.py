"""A code frame as frozen values: themes of two levels, their order, their marks in files; not what is coded to them."""

import base64
import binascii
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from consult.domain.codebooks import NAME_LENGTH, name_key
from consult.domain.errors import Refused
from consult.domain.texts import clean

EXAMPLES_MOST = 10
EXAMPLE_LENGTH = 500
# So many themes are more than any team codes with; a file with more of them is no code frame.
THEMES_MOST = 2_000
# Marks of themes whose keys are no public ids: made from the key under this name space of our own.
KEY_SPACE = uuid.UUID("6d0a1c1e-5b52-4f0f-9a3e-0f6c5e1f7b20")


@dataclass(frozen=True)
class FrameTheme:
    """One theme: `key` is stable, `parent` the key of the theme that it stands under, None at the top.

    `examples` are short lines that the team wrote to show what belongs here; they are not quotations.
    """

    key: str
    name: str
    parent: str | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    position: int = 0
    state: str = "active"


@dataclass(frozen=True)
class CodeFrame:
    """A code frame: its title, its version (0 where none is told), and its themes in any order."""

    title: str
    themes: tuple[FrameTheme, ...] = ()
    version: int = 0

    @property
    def in_use(self) -> tuple[FrameTheme, ...]:
        """The themes in use, each parent before its children, in the order that people gave them."""
        return tuple(theme for theme, _level in outline(self.themes) if theme.state == "active")


def outline(themes: Iterable[FrameTheme]) -> list[tuple[FrameTheme, int]]:
    """Return each theme with its level (1 or 2), each parent before its children, ordered by position and name.

    A theme whose parent is not among them stands at the top.
    """
    ordered = sorted(themes, key=lambda theme: (theme.position, name_key(theme.name), theme.key))
    keys = {theme.key for theme in ordered}
    tops = [theme for theme in ordered if theme.parent is None or theme.parent not in keys]
    below: dict[str, list[FrameTheme]] = {}
    for theme in ordered:
        if theme.parent in keys and theme.parent is not None:
            below.setdefault(theme.parent, []).append(theme)
    return [line for top in tops for line in _branch(top, below)]


def _branch(top: FrameTheme, below: Mapping[str, list[FrameTheme]]) -> Iterator[tuple[FrameTheme, int]]:
    yield top, 1
    for child in below.get(top.key, ()):
        yield child, 2
        for deeper, _level in _branch(child, below) if child.key != top.key else ():
            if deeper is not child:
                yield deeper, 2


def can_move(themes: Iterable[FrameTheme], key: str, parent: str | None) -> None:
    """Raise Refused("parent", code) unless the theme may stand under that parent (None: at the top).

    Codes: `parent-missing`, `parent-itself`, `parent-is-child` (a third level), `parent-has-children` (the same from
    the other side).
    """
    if parent is None:
        return
    known = {theme.key: theme for theme in themes if theme.state == "active"}
    if parent == key:
        raise Refused("parent", "parent-itself")
    if parent not in known:
        raise Refused("parent", "parent-missing")
    if known[parent].parent in known:
        raise Refused("parent", "parent-is-child")
    if any(theme.parent == key for theme in known.values()):
        raise Refused("parent", "parent-has-children")


def example_lines(words: str) -> tuple[str, ...]:
    """Return the examples in a text with one in each line; raises Refused("examples", …) for too many or too long."""
    lines = tuple(dict.fromkeys(line for line in (" ".join(line.split()) for line in clean(words).split("\n")) if line))
    if len(lines) > EXAMPLES_MOST:
        raise Refused("examples", "theme-examples-many", {"limit": EXAMPLES_MOST})
    if any(len(line) > EXAMPLE_LENGTH for line in lines):
        raise Refused("examples", "theme-example-long", {"limit": EXAMPLE_LENGTH})
    return lines


def guid_of(key: str) -> str:
    """Return the GUID of a theme by its key: a public id is 128 bits already, so the GUID is the same in other letters.

    Any other key gets one that is made from it (RFC 4122, version 5), the same each time.
    """
    return str(_uuid_of(key)).upper()


def key_of(guid: str) -> str | None:
    """Return the key behind a GUID, with or without braces, or None where it is none."""
    try:
        found = uuid.UUID(guid.strip().strip("{}"))
    except ValueError:
        return None
    return base64.urlsafe_b64encode(found.bytes).rstrip(b"=").decode("ascii")


def stable_key(key: str) -> str:
    """Return the key as it comes back from a file that knows GUIDs only: a public id stays as it is."""
    return key_of(guid_of(key)) or key


def _uuid_of(key: str) -> uuid.UUID:
    if len(key) == 22 and key.isascii():
        try:
            found = uuid.UUID(bytes=base64.b64decode(key + "==", altchars=b"-_", validate=True))
        except (binascii.Error, ValueError):
            return uuid.uuid5(KEY_SPACE, key)
        if key_of(str(found)) == key:
            return found
    return uuid.uuid5(KEY_SPACE, key)


def shortened(words: str, most: int = NAME_LENGTH) -> str:
    """Return words cut to `most` characters, at a space where one is near, with a mark that something is missing."""
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 2 // 3 else cut).rstrip() + "…"
