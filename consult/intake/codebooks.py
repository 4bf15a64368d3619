"""Reads a code frame from CSV, XLSX or a REFI-QDA codebook, whichever the bytes are; it decides nothing of themes."""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from consult.domain.codebooks import name_key
from consult.domain.errors import Refused
from consult.intake.codebook_qdc import read_qdc
from consult.intake.codebook_rows import RawTheme, ReadFrame, Reason, settled
from consult.intake.response_files import LOCKED, ZIP, Table, TableRow, read_table

__all__ = ["MAX_BYTES", "ReadFrame", "read_codebook"]

MEGABYTE = 1024 * 1024
MAX_BYTES = 5 * MEGABYTE
# The headers of our own tables first, then those that other programs and people use.
HEADERS = {
    "name": ("name", "theme", "code", "tag", "title", "label", "code name", "theme name"),
    "path": ("path", "hierarchical name", "full name"),
    "key": ("key", "id", "guid", "code id"),
    "parent": ("parent", "parent name", "parent theme", "parent code", "group", "category"),
    "definition": ("definition", "description", "meaning", "what it means", "memo", "comment"),
    "include": ("include", "includes", "inclusion", "inclusion criteria", "what belongs in it"),
    "exclude": ("exclude", "excludes", "exclusion", "exclusion criteria", "what does not belong in it"),
    "examples": ("examples", "example"),
    "position": ("position", "order"),
    "state": ("state", "status"),
}
# What stands first in paths and is no code: the folder in which a program keeps all codes.
ROOTS = frozenset({"codes", "nodes", "code system"})
# The spaces around are stripped after: a pattern that takes them in would look at a long row of them again and again.
STEPS = re.compile(r"\\+|(?<=\s)>(?=\s)|::")
# Before these, in any width and after anything that is not seen, an export puts an apostrophe.
FORMULA_STARTS = frozenset("=+-@\N{MINUS SIGN}")
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def read_codebook(data: bytes) -> ReadFrame:
    """Return the code frame in a file, with what became of each row.

    Raises Refused("file", …): `frame-empty`, `frame-large` {most}, `frame-no-names` {headers}, `frame-project` for a
    whole project, what `read_table` raises for a broken table and `read_qdc` for broken XML.
    """
    if not data.strip():
        raise Refused("file", "frame-empty")
    if len(data) > MAX_BYTES:
        raise Refused("file", "frame-large", {"most": MAX_BYTES // MEGABYTE})
    if data.startswith(ZIP) and b"project.qde" in data[:65_536]:
        raise Refused("file", "frame-project")
    if not data.startswith((ZIP, LOCKED)) and _is_xml(data):
        return read_qdc(data)
    return _from_table(read_table(_in_utf_8(data)))


def _is_xml(data: bytes) -> bool:
    head = data[:200].removeprefix(codecs.BOM_UTF8)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[2:].replace(b"\x00", b"")
    return head.lstrip().startswith(b"<")


def _in_utf_8(data: bytes) -> bytes:
    """Return a table that Excel saved as Unicode text in UTF-8, without the line that names its separator."""
    if data.startswith((ZIP, LOCKED)):
        return data
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode("utf-8")
        except UnicodeError:
            raise Refused("file", "table-not-utf-8", {"row": 1}) from None
    body = data.removeprefix(codecs.BOM_UTF8)
    first, _end, rest = body.partition(b"\n")
    return rest if re.fullmatch(rb"sep=.\r?", first) else body


def _from_table(table: Table) -> ReadFrame:
    columns = _columns(table)
    rows = [_row(table, row, columns) for row in table.rows]
    if "path" in columns:
        rows = _placed(rows, [_steps(row.name) for row in rows])
    else:
        rows = _under_parents(rows, [_cell(row, columns.get("parent")) for row in table.rows])
    known = {at for found in columns.values() for at in found}
    notes = tuple(Reason("frame-column-left", {"name": header[:80]})
                  for at, header in enumerate(table.headers) if header and at not in known)
    return settled(rows, notes=notes, says_parents="parent" in columns or "path" in columns)


def _columns(table: Table) -> dict[str, tuple[int, ...]]:
    """Return the columns of each field: the first that bears one of its headers, for examples every one."""
    headers = [" ".join(header.casefold().replace("_", " ").split()) for header in table.headers]
    found: dict[str, tuple[int, ...]] = {}
    for name, known in HEADERS.items():
        at = sorted((known.index(header), place) for place, header in enumerate(headers) if header in known)
        if at:
            found[name] = (at[0][1],)
    numbered = tuple(place for place, header in enumerate(headers) if re.fullmatch(r"examples?( \d+)?", header))
    if numbered:
        found["examples"] = numbered
    if "name" not in found and "path" not in found:
        raise Refused("file", "frame-no-names", {"headers": ", ".join(table.headers)[:200]})
    return found


def _row(table: Table, row: TableRow, columns: Mapping[str, tuple[int, ...]]) -> RawTheme:
    cell = {name: _cell(row, columns.get(name)) for name in HEADERS}
    examples = tuple(_cell(row, (at,)) for at in columns.get("examples", ()))
    place = cell["position"].strip()
    is_place = place.isascii() and place.isdigit() and len(place) < 7
    return RawTheme(
        row=row.number, name=cell["path"] if "path" in columns else cell["name"], key=cell["key"],
        definition=cell["definition"], include=cell["include"], exclude=cell["exclude"],
        examples=tuple(words for words in examples if words), state=cell["state"],
        position=int(place) if is_place else None)


def _cell(row: TableRow, at: tuple[int, ...] | None) -> str:
    if not at:
        return ""
    words = row.cells[at[0]]
    return words[1:] if words.startswith("'") and _could_be_formula(words.lstrip("'")) else words


def _could_be_formula(words: str) -> bool:
    """Say whether an export would have put an apostrophe before these words."""
    if words[:1] in ("\t", "\r", "\n"):
        return bool(words)
    first = next((letter for letter in words if unicodedata.category(letter) not in UNSEEN), "")
    return first == "\N{MINUS SIGN}" or unicodedata.normalize("NFKC", first)[:1] in FORMULA_STARTS


def _steps(path: str) -> list[str]:
    steps = [step.strip() for step in STEPS.split(path) if step.strip()]
    return steps[1:] if len(steps) > 1 and steps[0].casefold() in ROOTS else steps


def _placed(rows: list[RawTheme], paths: list[list[str]]) -> list[RawTheme]:
    """Return rows that name their place as a path, each under the row of the path above; missing ones are made."""
    at = {_path_key(path): place for place, path in reversed(list(enumerate(paths)))}
    found = [replace(row, name=path[-1] if path else row.name) for row, path in zip(rows, paths, strict=True)]
    for place, path in enumerate(paths):
        child = place
        for depth in range(len(path) - 1, 0, -1):
            above = path[:depth]
            if _path_key(above) not in at:
                at[_path_key(above)] = len(found)
                found.append(RawTheme(row=0, name=above[-1]))
            found[child] = replace(found[child], parent=at[_path_key(above)])
            child = at[_path_key(above)]
    return found


def _path_key(path: list[str]) -> tuple[str, ...]:
    return tuple(name_key(step) for step in path)


def _under_parents(rows: list[RawTheme], parents: list[str]) -> list[RawTheme]:
    """Return rows under those that they name (by name, or by key); a parent without a row of its own is made."""
    at: dict[str, int] = {}
    for place, row in enumerate(rows):
        # A row in use comes before one of the same name that is not.
        if name_key(row.name) not in at or rows[at[name_key(row.name)]].state.strip().casefold() not in ("", "active"):
            at[name_key(row.name)] = place
    keys = {row.key.strip(): place for place, row in enumerate(rows) if row.key.strip()}
    found = list(rows)
    for place, parent in enumerate(parents):
        if not parent.strip():
            continue
        above = at.get(name_key(parent), keys.get(parent.strip()))
        if above is None:
            above = at[name_key(parent)] = len(found)
            found.append(RawTheme(row=0, name=parent))
        found[place] = replace(found[place], parent=above)
    return found
