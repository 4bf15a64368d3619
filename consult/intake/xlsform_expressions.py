"""Parses the part of XPath that XLSForm expressions use into a small tree, within bounds; nothing is ever evaluated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 5_000
DEEPEST = 40


class Unreadable(Exception):
    """The expression is of no form that has a meaning here; `name` is the part that it stumbled over."""

    def __init__(self, name: str) -> None:
        """`name` is what a reader looks for in the cell."""
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Ref:
    """`${name}`: the answer to a question."""

    name: str


@dataclass(frozen=True)
class Self:
    """`.`: the answer that is being given."""


@dataclass(frozen=True)
class Literal:
    """A text or a number as it is written."""

    value: str
    is_number: bool = False


@dataclass(frozen=True)
class Call:
    """A function with what it is given."""

    name: str
    given: tuple["Node", ...]


@dataclass(frozen=True)
class Operation:
    """Two parts with a sign between them: or and = != < <= > >= + - * div mod."""

    sign: str
    left: "Node"
    right: "Node"


Node = Ref | Self | Literal | Call | Operation

_TOKEN = re.compile(r"""
    (?P<space>\s+) | (?P<text>"[^"]*"|'[^']*') | (?P<number>\d+(?:\.\d+)?|\.\d+)
  | (?P<ref>\$\{\s*[^{}\s]+\s*\}) | (?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?) | (?P<sign><=|>=|!=|[=<>(),+*\-])
  | (?P<self>\.(?![./\w]))
""", re.X)
_CURLY = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
# From what binds least; each level is read from the left.
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))


def parse(words: str) -> Node:
    """Return the tree of an expression (XPath 1.0 as used by ODK XForms). Raises Unreadable.

    Quotation marks that a word processor has curled are read as straight ones.
    """
    if len(words) > LONGEST:
        raise Unreadable(words[:40])
    try:
        tokens = list(_tokens(words))
    except Unreadable:
        tokens = list(_tokens(words.translate(_CURLY)))
    reader = _Parser(tokens)
    node = reader.level(0, 0)
    if reader.next[0] != "end":
        raise Unreadable(reader.next[1])
    return node


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(words):
        found = _TOKEN.match(words, at)
        if found is None:
            raise Unreadable(words[at:at + 20])
        kind = found.lastgroup or ""
        if kind != "space":
            yield kind, found[0]
        at = found.end()
    yield "end", words[-20:]


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> tuple[str, str]:
        return self._tokens[self._at]

    def _take(self) -> tuple[str, str]:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def level(self, level: int, depth: int) -> Node:
        if depth > DEEPEST:
            raise Unreadable(self.next[1])
        if level == len(_LEVELS):
            return self._single(depth)
        node = self.level(level + 1, depth)
        while self.next[0] in ("sign", "name") and self.next[1] in _LEVELS[level]:
            node = Operation(self._take()[1], node, self.level(level + 1, depth))
        return node

    def _single(self, depth: int) -> Node:
        kind, words = self._take()
        if kind == "text":
            return Literal(words[1:-1])
        if kind == "number":
            return Literal(words, is_number=True)
        if kind == "ref":
            return Ref(words[2:-1].strip())
        if kind == "self":
            return Self()
        if kind == "name" and self.next == ("sign", "("):
            return self._call(words, depth)
        if words == "(" and kind == "sign":
            node = self.level(0, depth + 1)
            self._expect(")")
            return node
        if words == "-" and kind == "sign" and self.next[0] == "number":
            return Literal(f"-{self._take()[1]}", is_number=True)
        raise Unreadable(words)

    def _call(self, name: str, depth: int) -> Node:
        self._take()
        given: list[Node] = []
        while self.next != ("sign", ")"):
            if given:
                self._expect(",")
            given.append(self.level(0, depth + 1))
        self._take()
        if name == "concat" and given and all(isinstance(part, Literal) for part in given):
            return Literal("".join(part.value for part in given if isinstance(part, Literal)))
        return Call(name, tuple(given))

    def _expect(self, sign: str) -> None:
        if self._take() != ("sign", sign):
            raise Unreadable(self._tokens[self._at - 1][1])


def refs_in(words: str) -> tuple[str, ...]:
    """Return the names of the questions that an expression looks at, readable or not, each once."""
    return tuple(dict.fromkeys(found.strip() for found in re.findall(r"\$\{([^{}]*)\}", words)))
