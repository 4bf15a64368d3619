"""A reader who has nothing but the two files of an edition, and puts every number of both into one linear program.

Numbers that are shown to the nearest five leave what rounds to them; any other number is taken for exact. Totals that
the files print exactly hold exactly. Who was asked what, and which answers count as a victim's, stands in the survey
that anybody can read.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consult.domain.benchmarks import NOT_SAID, TOGETHER, WHOLE
from tests.release_attackers import Name, System

AGREES, VICTIMS = ("strongly-agree", "agree"), ("reported", "not-reported", "yes")
Line = dict[str, str]
Cells = dict[tuple[str, str], Line]


@dataclass
class Files:
    """What the files tell, as equations; `hidden` names the cells that are printed without a number.

    `follows` says of a question about people which answer to another one made it be asked.
    """

    report: Mapping
    tables: dict[str, Cells]
    follows: Mapping[str, tuple[str, str]]
    system: System = field(default_factory=System)
    hidden: list[Name] = field(default_factory=list)

    def ranges(self) -> Iterable[tuple[Name, float, float]]:
        """Give (name, least, most) of the hidden cells."""
        for name, (low, high) in self.system.range_of(self.hidden).items():
            yield name, low, high

    def add(self, name: Name, number: str | int | None, reason: str = "") -> None:
        """Take up a number, to the nearest five or exact, or why it is hidden."""
        if number in (None, ""):
            limits: tuple[float, float | None] = (0, 9) if reason == "small-number" else (0, None)
            self.hidden.append(name)
        else:
            low, high = read(int(number))
            limits = (max(10, low) if int(number) % 5 == 0 else low, high)
        self.system.limits[name] = limits

    def between(self, parts: dict[Name, float], low: float, high: float) -> None:
        """Say that a sum lies between two numbers."""
        self.system.at_most += [(parts, high), ({name: -factor for name, factor in parts.items()}, -low)]


def read(number: int, terms: int = 1) -> tuple[float, float]:
    """Return what a printed number leaves open: it is exact unless it is a five, and a sum of so many fives else."""
    return (number, number) if number % 5 else (number - 2 * terms, number + 2 * terms)


def opened(report_json: str, report_csv: bytes, follows: Mapping[str, tuple[str, str]]) -> Files:
    """Return all that the two files tell."""
    tables: dict[str, Cells] = {}
    for line in csv.DictReader(io.StringIO(report_csv.decode())):
        tables.setdefault(line["table_id"], {})[line["row"], line["column"]] = line
    files = Files(json.loads(report_json), tables, follows)
    keys = [name.removeprefix("profile-") for name in tables if name.startswith("profile-")]
    for key in keys:
        _sizes(files, key, f"profile-{key}")
    for key in ("languages", "wordings", "channels-formats"):
        if key in tables:
            _sizes(files, key, key)
    _totals(files)
    for table_id, cells in tables.items():
        key, said = _split(table_id, keys)
        if key:
            _crossed(files, key, said, _by_answer(files, key, cells))
    _links(files)
    _people(files)
    return files


def _overlaps(files: Files, table_id: str) -> bool:
    notes = next(table["notes"] for table in files.report["tables"] if table["table_id"] == table_id)
    return "can-pass-100" in notes


def _sizes(files: Files, key: str, table_id: str) -> None:
    names = []
    for (row, _column), line in files.tables[table_id].items():
        names.append(("size", key, row))
        files.add(names[-1], line["count"], line["suppression"])
    base, everyone = next((line["base"] for line in files.tables[table_id].values() if line["base"]), ""), ("all", key)
    files.system.limits[everyone] = read(int(base)) if base else (0, None)
    if _overlaps(files, table_id):
        files.system.at_most += [({name: 1, everyone: -1}, 0) for name in names]
    else:
        files.system.equal.append(({**dict.fromkeys(names, 1), everyone: -1}, 0))


def _totals(files: Files) -> None:
    """Languages and forms of the survey are everyone's; formats are among the ways that are counted together."""
    for key in ("languages", "wordings"):
        if key in files.tables:
            files.system.equal.append(({("all", key): 1}, files.report["counters"]["respondents"]))
    others = files.tables["channels"].get(("other-ways", "received"))
    if others is not None and "channels-formats" in files.tables:
        files.system.at_most.append(({("all", "channels-formats"): 1}, int(others["count"])))


def _split(table_id: str, keys: list[str]) -> tuple[str, str]:
    """Return the characteristic and what was said (empty for all agree scales) in a table of what groups said."""
    kind, _, rest = table_id.partition("-")
    if kind == "groups":
        return rest, ""
    if kind in ("wordings", "victims") and rest:
        return kind, rest
    if kind == "equality":
        key = max((key for key in keys if table_id.endswith(f"-{key}")), key=len)
        return key, rest.removesuffix(f"-{key}")
    return "", ""


def _by_answer(files: Files, key: str, cells: Cells) -> Cells:
    """Return the cells by (what was said, group), whichever of them are the rows of the table."""
    groups = {name[2] for name in files.system.limits if name[:2] == ("size", key)} | (
        {"victims", "others"} if key == "victims" else set())
    if {column for _row, column in cells} <= groups:
        return cells
    return {(column, row): line for (row, column), line in cells.items()}


def _crossed(files: Files, key: str, said: str, cells: Cells) -> None:
    """Take up what groups said: one table, or of agree scales one column of it for each question."""
    if not said:
        for question in dict.fromkeys(row for row, _group in cells):
            _add(files, key, question, {("agree", group): line for (row, group), line in cells.items()
                                        if row == question})
        return
    told = {place: line for place, line in cells.items() if place[0] != "other"} if key == "victims" else cells
    _add(files, key, said, told)


def _add(files: Files, key: str, said: str, cells: Cells) -> None:
    system, of = files.system, ("said", key, said)
    groups, rows = (tuple(dict.fromkeys(place[at] for place in cells)) for at in (1, 0))
    table = files.tables["themes" if said == "themes" else f"answers-{said}"]
    exact = {row: line for (row, column), line in table.items() if column == "respondents"}
    everyone = int(next(iter(exact.values()))["base"])
    overlaps = key in _several(files)
    for group in groups:
        base = next((line["base"] for (_row, name), line in cells.items() if name == group), "")
        system.limits[*of, group] = read(int(base)) if base else (0, None)
        if ("size", key, group) in system.limits:
            system.at_most.append(({(*of, group): 1, ("size", key, group): -1}, 0))
    if not overlaps:
        system.at_most.append(({(*of, group): 1 for group in groups}, everyone))
    for row in rows:
        options = AGREES if row == "agree" and AGREES[0] in exact else (row,)
        total = sum(int(exact[option]["count"]) for option in options if option in exact)
        for group in groups:
            line, name = cells[row, group], (*of, row, group)
            files.add(name, line["count"], line["suppression"])
            system.at_most.append(({name: 1, (*of, group): -1}, 0))
            if overlaps:
                system.at_most.append(({name: 1}, total))
        if not overlaps:
            system.at_most.append(({(*of, row, group): 1 for group in groups}, total))
            # Whoever is in no group did not say more than all of them could have.
            of_groups = {(*of, row, group): -1 for group in groups} | {(*of, group): 1 for group in groups}
            system.at_most.append((of_groups, everyone - total))


def _several(files: Files) -> set[str]:
    return {name.removeprefix("profile-") for name in files.tables
            if name.startswith("profile-") and _overlaps(files, name)}


def _links(files: Files) -> None:
    system = files.system
    strands = {"victims": True, "others": False}
    for name in [name for name in system.limits if name[:2] == ("said", "victims") and len(name) == 4]:
        sizes = [one for one in system.limits if one[:2] == ("size", "victim")
                 and (one[2] in VICTIMS) == strands[name[3]]]
        system.at_most.append(({name: 1, **dict.fromkeys(sizes, -1)}, 0))
    if ("size", "languages", "bfi") in system.limits and ("size", "wordings", "bsl") in system.limits:
        system.equal.append(({("size", "languages", "bfi"): 1, ("size", "wordings", "bsl"): -1}, 0))
    for key, (parent, choice) in files.follows.items():
        parts = [name for name in system.limits if name[:2] in (("size", key), ("said", key))]
        for whole in {(*name[:1], parent, *name[2:-1], choice) for name in parts} & set(system.limits):
            here = [name for name in parts if (*name[:1], parent, *name[2:-1], choice) == whole]
            system.at_most.append(({**dict.fromkeys(here, 1), whole: -1}, 0))


def _people(files: Files) -> None:
    """Take up the groups beside London: their numbers, and what their bases, shares and gaps imply."""
    by_key: dict[str, list] = {}
    for group in files.report.get("groups", []):
        by_key.setdefault(group["question_key"], []).append(group)
    for key, groups in by_key.items():
        of = files.follows.get(key, (key, ""))[0]
        silent = [name for name in files.system.limits if name[:2] == ("size", of) and name[2] in NOT_SAID]
        _base(files, of, groups, silent if of != key else [*silent, *_unnamed(files, key, groups)])
        first = groups[0]
        if first.get("not_said") is not None:
            files.between(dict.fromkeys(silent, 1), *read(first["not_said"], len(silent)))
        if first.get("missing") is not None:
            asked = files.report["counters"]["respondents"]
            low, high = read(first["missing"], 2)
            files.between({("all", of): 1}, asked - high if high < asked else 0, 10**6 if low <= 4 else asked - low)
        for group in groups:
            _group(files, key, group)


def _unnamed(files: Files, key: str, groups: list) -> list[Name]:
    """Return the choices that no benchmark names, where the benchmarks are the whole."""
    if sum(group["benchmark"] or 0 for group in groups) < WHOLE:
        return []
    named = {choice for group in groups if group["benchmark"] is not None for choice in group["choice"].split(TOGETHER)}
    return [name for name in files.system.limits
            if name[:2] == ("size", key) and name[2] not in named | NOT_SAID]


def _base(files: Files, key: str, groups: list, left_out: list[Name]) -> None:
    base = groups[0].get("base")
    if base is None:
        return
    if base % 5:
        files.between({("all", key): 1, **dict.fromkeys(left_out, -1)}, base, base)
        return
    shown = [name for name in left_out if name not in files.hidden]
    files.between({("all", key): 1, **dict.fromkeys(shown, -1)}, *read(base, 1 + len(shown)))


def _group(files: Files, key: str, group: Mapping) -> None:
    names: dict[Name, float] = {("size", key, choice): 1 for choice in group["choice"].split(TOGETHER)}
    if group.get("count") is not None:
        files.between(names, *read(group["count"], len(names)))
    base, loose = group.get("base"), 2 * len(names)
    shares = [(group["percent"], 0.5)] if group.get("percent") is not None else []
    if group.get("gap") is not None:
        shares.append((group["gap"] + group["benchmark"], 1.0))
    for share, half in shares if base else []:
        files.between(names, (share - half) * base / 100 - loose, (share + half) * base / 100 + loose)
