"""Reads YAML into values that know their line, within bounds that no file may pass; not what the values mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from consult.domain.errors import Refused

MAX_BYTES = 5 * 1024 * 1024
# Values counted after aliases are followed, so that nine lines of nested aliases cannot stand for a billion values.
MAX_VALUES = 200_000
MAX_DEPTH = 32
MAX_ALIASES = 100
MAX_PROBLEMS = 50
MAX_NAME = 80

_CORE = "tag:yaml.org,2002:"
_EXPLICIT_TAGS = frozenset({"!"} | {_CORE + name for name in ("str", "int", "float", "bool", "null", "seq", "map")})
_SCALAR_KINDS = frozenset({"int", "float", "bool", "null"})
# Outside the characters that YAML 1.1 allows (section 5.1).
_BAD_CHARACTER = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Ten times faster where PyYAML was built with libyaml; both parsers give the same events and marks.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()


@dataclass(frozen=True)
class Scalar:
    """One word or number as it was written; `kind` is text, int, float, bool or null."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class Rows:
    """A list."""

    line: int
    items: tuple["Place", ...]


@dataclass(frozen=True)
class Fields:
    """A mapping in the order of the file; `key_lines` holds the line of each name."""

    line: int
    values: Mapping[str, "Place"]
    key_lines: Mapping[str, int]


Place = Scalar | Rows | Fields


class Problems:
    """Everything found wrong in one file, up to MAX_PROBLEMS; raised together."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._found: list[dict[str, object]] = []

    def add(self, line: int, code: str, name: str = "") -> None:
        """Note a problem on a line (from 1); raises Refused at once where the list is full."""
        self._found.append({"line": line, "code": code, "name": name[:MAX_NAME]})
        if len(self._found) >= MAX_PROBLEMS:
            self.settle()

    def stop(self, line: int, code: str, name: str = "") -> Refused:
        """Return the refusal for a problem after which nothing more can be read."""
        self._found.append({"line": line, "code": code, "name": name[:MAX_NAME]})
        return self._refusal()

    def settle(self) -> None:
        """Raise Refused where anything was found; its first problem is the one highest in the file."""
        if self._found:
            raise self._refusal()

    def _refusal(self) -> Refused:
        found = sorted(self._found, key=lambda problem: int(str(problem["line"])))
        first = found[0]
        facts = {"line": first["line"], "reason": first["code"], "name": first["name"], "problems": found}
        return Refused("file", str(first["code"]), {**facts, "is_cut": len(found) >= MAX_PROBLEMS})


def read_yaml(data: bytes, problems: Problems) -> Place:
    """Return the one document in `data` (UTF-8).

    Raises Refused: too-large, not-utf-8, bad-character, not-yaml, no-content, several-documents, too-deep,
    too-many-values, too-many-aliases, alias-loop, unknown-alias. Tags and repeated names are added to `problems`.
    """
    builder = _Builder(problems)
    for event in _events(_text(data, problems), problems):
        builder.take(event)
    if builder.root is None:
        raise problems.stop(1, "no-content")
    return builder.root


def _text(data: bytes, problems: Problems) -> str:
    if len(data) > MAX_BYTES:
        raise problems.stop(data[:MAX_BYTES].count(b"\n") + 1, "too-large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise problems.stop(error.object[: error.start].count(b"\n") + 1, "not-utf-8") from error
    bad = _BAD_CHARACTER.search(text)
    if bad:
        raise problems.stop(text.count("\n", 0, bad.start()) + 1, "bad-character", f"U+{ord(bad.group()):04X}")
    return text


def _events(text: str, problems: Problems) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise problems.stop(mark.line + 1 if mark else 1, "not-yaml") from error


@dataclass
class _Open:
    """A list or mapping whose end has not been met: `size` in values, `height` in levels below it."""

    line: int
    is_map: bool
    anchor: str | None
    items: list[Place] = field(default_factory=list)
    size: int = 1
    height: int = 0


@dataclass(frozen=True)
class _Anchored:
    place: Place
    size: int
    height: int


class _Builder:
    """Puts events together without recursion, so that depth is a bound and never a crash."""

    def __init__(self, problems: Problems) -> None:
        self.root: Place | None = None
        self._problems = problems
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._total = 0
        self._aliases = 0

    def take(self, event: Any) -> None:
        """Take the next event of the parser."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise self._problems.stop(line, "several-documents")
        if isinstance(event, yaml.AliasEvent):
            self._alias(line, str(event.anchor))
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(line, event.tag)
            self._place(_Anchored(self._scalar(line, event), 1, 0), event.anchor, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check_tag(line, event.tag)
            if event.anchor:
                self._anchors[event.anchor] = None
            self._open.append(_Open(line, isinstance(event, yaml.MappingStartEvent), event.anchor))
            self._check_depth(line, 0)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _check_tag(self, line: int, tag: str | None) -> None:
        if tag is not None and tag not in _EXPLICIT_TAGS:
            self._problems.add(line, "unknown-tag", tag)

    def _check_depth(self, line: int, below: int) -> None:
        if len(self._open) + below > MAX_DEPTH:
            raise self._problems.stop(line, "too-deep")

    def _scalar(self, line: int, event: Any) -> Scalar:
        if _BAD_CHARACTER.search(event.value):
            self._problems.add(line, "bad-character")
        tag = event.tag
        if tag is None:
            tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        kind = str(tag).removeprefix(_CORE)
        return Scalar(line, kind if kind in _SCALAR_KINDS else "text", event.value)

    def _alias(self, line: int, anchor: str) -> None:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise self._problems.stop(line, "too-many-aliases", anchor)
        if anchor not in self._anchors:
            raise self._problems.stop(line, "unknown-alias", anchor)
        target = self._anchors[anchor]
        if target is None:
            raise self._problems.stop(line, "alias-loop", anchor)
        self._check_depth(line, target.height)
        self._place(target, None, line)
        self._count(line, target.size)

    def _place(self, done: _Anchored, anchor: str | None, line: int) -> None:
        if anchor:
            self._anchors[anchor] = done
        if isinstance(done.place, Scalar):
            self._count(line, 1)
        if not self._open:
            self.root = done.place
            return
        parent = self._open[-1]
        parent.items.append(done.place)
        parent.size += done.size
        parent.height = max(parent.height, done.height + 1)

    def _count(self, line: int, values: int) -> None:
        self._total += values
        if self._total > MAX_VALUES:
            raise self._problems.stop(line, "too-many-values")

    def _close(self) -> None:
        closed = self._open.pop()
        self._count(closed.line, 1)
        place = self._fields(closed) if closed.is_map else Rows(closed.line, tuple(closed.items))
        self._place(_Anchored(place, closed.size, closed.height), closed.anchor, closed.line)

    def _fields(self, closed: _Open) -> Fields:
        values: dict[str, Place] = {}
        lines: dict[str, int] = {}
        for key, value in zip(closed.items[::2], closed.items[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._problems.add(key.line, "name-not-text")
            elif key.text in values:
                self._problems.add(key.line, "repeated-name", key.text)
            else:
                values[key.text], lines[key.text] = value, key.line
        return Fields(closed.line, values, lines)
