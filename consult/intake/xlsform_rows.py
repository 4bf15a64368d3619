"""The rows of an XLSForm as a tree of groups and questions with names that are checked; not yet what they ask."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from consult.domain.surveys import CHARACTERISTICS, KEY, MAX_KEY
from consult.intake.workbooks import CellProblems
from consult.intake.xlsform_expressions import refs_in
from consult.intake.xlsform_report import Report
from consult.intake.xlsform_sheets import OURS, Line, Table
from consult.intake.xlsform_types import BEGIN, END, LEFT_OUT, Type, read_type

DEEPEST = 20
_YES = frozenset({"yes", "true", "true()", "1", "y"})


@dataclass
class Node:
    """One row with its type; a group holds what stands in it, and the row that ends it."""

    line: Line
    type: Type
    name: str
    children: list["Node"] = field(default_factory=list)
    end: Line | None = None

    @property
    def is_group(self) -> bool:
        """Whether other rows stand in it."""
        return self.type.what == BEGIN

    def get(self, column: str) -> str:
        """Return what one of our own columns says."""
        return self.line.get(f"{OURS}{column}")


def is_yes(words: str) -> bool:
    """Whether a cell says yes, in the ways that forms write it."""
    return words.strip().casefold() in _YES


def read_rows(table: Table, report: Report, problems: CellProblems) -> list[Node]:
    """Return what stands at the top, groups with what is in them.

    Notes `type-missing`, `unknown-row-type`, `group-not-open`, `group-not-closed`, `group-crossed`, `groups-too-deep`.
    """
    top: list[Node] = []
    open_groups: list[Node] = []
    for line in table.lines:
        node = _node(line, report, problems)
        if node is None:
            continue
        if node.type.what == END:
            _close(node, open_groups, problems)
            continue
        (open_groups[-1].children if open_groups else top).append(node)
        if node.is_group:
            open_groups.append(node)
            if len(open_groups) > DEEPEST:
                raise problems.stop(line.cell("type"), "groups-too-deep", node.name)
    for node in open_groups:
        problems.add(node.line.cell("type"), "group-not-closed", node.name)
    return top


def _node(line: Line, report: Report, problems: CellProblems) -> Node | None:
    name = line.get("name") or line.get("$given_name") or line.get("$autoname")
    report.name(line.sheet, line.number, name or line.get("type"))
    if not line.cells:
        report.dropped(line.sheet, line.number, "row-says-nothing")
    elif is_yes(line.get("disabled")):
        report.dropped(line.sheet, line.number, "row-disabled")
    elif not (said := line.get("type")):
        if name or line.words("label"):
            problems.add(line.cell("type"), "type-missing", name)
        report.dropped(line.sheet, line.number, "row-comment")
    elif (found := read_type(said)) is None:
        problems.add(line.cell("type"), "unknown-row-type", said)
    else:
        return Node(line, found, name)
    return None


def _close(node: Node, open_groups: list[Node], problems: CellProblems) -> None:
    if not open_groups:
        problems.add(node.line.cell("type"), "group-not-open", node.line.get("type"))
        return
    last = open_groups.pop()
    last.end = node.line
    if last.type.kind != node.type.kind:
        problems.add(node.line.cell("type"), "group-crossed", last.name)


def all_nodes(nodes: list[Node]) -> Iterator[Node]:
    """Give every node in the order of the file."""
    for node in nodes:
        yield node
        yield from all_nodes(node.children)


def check_names(nodes: list[Node], report: Report, problems: CellProblems) -> dict[str, str]:
    """Return the key of each question by its name in the file; a question without a name gets one.

    Notes `duplicate-name`. What a person is goes by the key under which it is kept apart, however it is spelt.
    """
    keys: dict[str, str] = {}
    for node in all_nodes(nodes):
        if node.is_group:
            continue
        line = node.line
        if not node.name:
            node.name = f"question-{line.number}"
            if node.type.what != LEFT_OUT:
                report.changed(line.sheet, line.number, "name-given", name=node.name)
        if node.name in keys:
            problems.add(line.cell("name"), "duplicate-name", node.name)
            continue
        key = node.get("key") if KEY.fullmatch(node.get("key")) else _key(node.name, set(keys.values()), node)
        if key != node.name and not node.get("key") and node.type.what != LEFT_OUT:
            report.changed(line.sheet, line.number, "name-changed", before=node.name[:80], after=key)
        keys[node.name] = key
    return keys


def _key(name: str, taken: set[str], node: Node) -> str:
    characteristic = name.casefold().replace("_", "-")
    if characteristic in CHARACTERISTICS and characteristic not in taken and not node.get("kind"):
        return characteristic
    return free_key(name, taken)


def free_key(name: str, taken: set[str]) -> str:
    """Return the name as a key that nothing else has: itself where it is one, else the nearest."""
    start = name if KEY.fullmatch(name) else re.sub(r"[^\w.-]+", "-", name).strip("-.")
    if not KEY.fullmatch(start[:MAX_KEY] or "-"):
        start = f"q-{start}"
    start = start[:MAX_KEY]
    found, number = start, 2
    while found in taken or not KEY.fullmatch(found):
        found, number = f"{start[:MAX_KEY - 6]}-{number}", number + 1
    return found


def check_conditions(nodes: list[Node], problems: CellProblems) -> None:
    """Note conditions that no order of questions could meet: `condition-unknown-name`, `condition-circular`,
    `condition-on-later`."""
    order: dict[str, int] = {}
    group_names: set[str] = set()
    wanted: dict[str, tuple[str, ...]] = {}
    found = list(all_nodes(nodes))
    for place, node in enumerate(found):
        if node.is_group:
            group_names.add(node.name)
        else:
            order.setdefault(node.name, place)
            wanted.setdefault(node.name, refs_in(node.line.get("relevant")))
    for place, node in enumerate(found):
        if node.type.what == LEFT_OUT:
            continue
        for name in refs_in(node.line.get("relevant")):
            if name not in order and name not in group_names:
                problems.add(node.line.cell("relevant"), "condition-unknown-name", name)
            elif order.get(name, -1) >= place:
                is_circle = not node.is_group and (name == node.name or _leads_to(name, node.name, wanted))
                problems.add(node.line.cell("relevant"), "condition-circular" if is_circle else "condition-on-later",
                             name)


def _leads_to(start: str, goal: str, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for name in wanted.get(waiting.pop(), ()):
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return False


def referred_to(nodes: list[Node]) -> frozenset[str]:
    """Return the names of all questions that a condition looks at."""
    return frozenset(name for node in all_nodes(nodes) for name in refs_in(node.line.get("relevant")))
