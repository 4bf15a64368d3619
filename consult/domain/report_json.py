"""The report as canonical JSON and back, and its digest: one way to write it, so that equal reports are equal bytes."""

import hashlib
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any

from consult.domain.reports import (
    Cell,
    NodeSection,
    PeopleAndMachines,
    PlanNodeName,
    Quote,
    Report,
    Table,
    ThemeSection,
)

CELLS = Mapping[tuple[str, str], Cell]
_OF_TREES = frozenset({
    "objectives", "chapters", "scope", "findings", "committees", "timeline", "checklists", "groups", "actions",
    "outside_figures", "organisations", "code_frame", "sign_off", "waiting", "changes", "change_log"})
# What editions do not hold that were published before answers were translated, before samples were read, before
# forums were heard, before reports were trees.
ADDED: Mapping[type, frozenset[str]] = {
    Quote: frozenset({"translated_from", "stance"}),
    PeopleAndMachines: frozenset({"in_other_languages", "translated", "translated_languages", "second_checked",
                                  "waiting"}),
    ThemeSection: frozenset({"low_percent", "high_percent"}),
    NodeSection: frozenset({"objective"}), PlanNodeName: frozenset({"kind"}),
    Report: frozenset({"forums", *_OF_TREES}),
}
# What stands in the file only where there is any: an older edition, written again, is then the bytes that it was.
LEFT_OUT_WHEN_EMPTY: Mapping[type, frozenset[str]] = {
    Quote: frozenset({"stance"}), NodeSection: frozenset({"objective"}), PlanNodeName: frozenset({"kind"}),
    Report: frozenset({"forums", *_OF_TREES}),
}
# Of what came with trees, every value may be left out that is the usual one, so that it can be added to later.
_SINCE_TREES = ("report_chapters", "report_editions", "report_findings", "report_scrutiny", "report_people",
                "report_organisations")


def to_json(report: Report) -> str:
    """Return the report as JSON: keys sorted, no spaces, letters as they are; cells as [row, column, cell]."""
    return json.dumps(_plain(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(words: str) -> Report:
    """Return the report that `to_json` wrote; raises ValueError where a field is not as it should be."""
    report = _value(json.loads(words), Report)
    if not isinstance(report, Report):
        raise ValueError("not a report")
    return report


def digest(report: Report) -> str:
    """Return the SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(to_json(report).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Table):
        cells = [[*key, _plain(cell)] for key, cell in sorted(value.cells.items())]
        return {f.name: cells if f.name == "cells" else _plain(getattr(value, f.name)) for f in fields(value)}
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if not _is_left_out(value, f)}
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _is_left_out(value: Any, field: Field[Any]) -> bool:
    if _is_since_trees(type(value)):
        usual = field.default_factory() if field.default_factory is not MISSING else field.default
        return bool(getattr(value, field.name) == usual)
    return field.name in LEFT_OUT_WHEN_EMPTY.get(type(value), frozenset()) and not getattr(value, field.name)


@cache
def _may_lack(kind: type) -> frozenset[str]:
    if _is_since_trees(kind):
        return frozenset(f.name for f in fields(kind)
                         if f.default is not MISSING or f.default_factory is not MISSING)
    return ADDED.get(kind, frozenset())


def _is_since_trees(kind: type) -> bool:
    return kind.__module__.rpartition(".")[2] in _SINCE_TREES


def _value(plain: Any, kind: Any) -> Any:
    origin = typing.get_origin(kind)
    if is_dataclass(kind):
        return _dataclass(plain, kind)
    if kind == CELLS:
        return {(row, column): _dataclass(cell, Cell) for row, column, cell in _checked(plain, list)}
    if origin is tuple:
        return tuple(_value(inner, typing.get_args(kind)[0]) for inner in _checked(plain, list))
    if origin is types.UnionType:
        return None if plain is None else _value(plain, typing.get_args(kind)[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inner_kind = typing.get_args(kind)[1]
        return {key: _value(inner, inner_kind) for key, inner in _checked(plain, dict).items()}
    return _checked(plain, kind)


def _dataclass(plain: Any, kind: Any) -> Any:
    hints, given = typing.get_type_hints(kind), set(_checked(plain, dict))
    if not set(hints) - _may_lack(kind) <= given <= set(hints):
        raise ValueError(f"{kind.__name__}: fields differ: {sorted(given ^ set(hints))}")
    return kind(**{name: _value(plain[name], hints[name]) for name in hints if name in given})


def _checked(plain: Any, kind: type) -> Any:
    # bool is an int to Python, not to a reader of the file.
    if not isinstance(plain, kind) or (isinstance(plain, bool) and kind is not bool):
        raise ValueError(f"{kind.__name__} expected")
    return plain
