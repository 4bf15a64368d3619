"""Reads an XLIFF 2 file that comes back from translators: bytes in, units out; what is taken is decided elsewhere."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from consult.domain.errors import Refused
from consult.domain.text_units import SOURCE_LANGUAGE
from consult.domain.translation_files import INITIAL, STATES, FileUnit, TranslationFile, key_of
from consult.intake.xml_trees import Limits, parsed

# XLIFF 2.0 and 2.1 share one namespace (OASIS, XLIFF 2.1, section 1).
CORE, METADATA = "urn:oasis:names:tc:xliff:document:2.0", "urn:oasis:names:tc:xliff:metadata:2.0"
CATEGORY = "consult"
MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
LIMITS = Limits(40, "xliff-unsafe", "xliff-deep", "xliff-broken")
MAX_UNITS = 20_000
MAX_NAME = 300
# Marks that translators' tools put around words; the words in them count, the marks do not.
_MARKS = ("mrk", "sm", "em")


class _Strange(Exception):
    """A unit holds markup that no text of ours has."""


def read_xliff(data: bytes) -> TranslationFile:
    """Return the units of an XLIFF 2.0 or 2.1 file, in its order; `consultation` is empty where it is not from here.

    A unit that cannot be read carries its `problem`. Raises Refused("file", …): "xliff-empty", "xliff-large" {most},
    "xliff-broken" {line}, "xliff-unsafe" for a document type or entities, "xliff-deep", "xliff-other",
    "xliff-version" {name}, "xliff-from" {name} for another source language, "xliff-many" {most}.
    """
    root = _parsed(data)
    _check_root(root)
    units: list[FileUnit] = []
    marks: list[Mapping[str, str]] = []
    for file in root.findall(f"{{{CORE}}}file"):
        marks.append(_metadata(file))
        for unit in file.iter(f"{{{CORE}}}unit"):
            units.append(_unit(unit))
            if len(units) > MAX_UNITS:
                raise Refused("file", "xliff-many", {"most": f"{MAX_UNITS:,}"})
    named = {mark.get("consultation", "") for mark in marks}
    return TranslationFile(
        named.pop() if len(named) == 1 else "", root.get("trgLang", "")[:MAX_NAME],
        marks[0].get("survey", "") if marks else "", tuple(units))


def _parsed(data: bytes) -> Element:
    if not data.strip():
        raise Refused("file", "xliff-empty")
    if len(data) > MAX_BYTES:
        raise Refused("file", "xliff-large", {"most": MAX_BYTES // MEGABYTE})
    return parsed(data, LIMITS)


def _check_root(root: Element) -> None:
    namespace, name = _split(root.tag)
    if name != "xliff" or not namespace.startswith("urn:oasis:names:tc:xliff:document:"):
        raise Refused("file", "xliff-other")
    version = root.get("version", "")
    if namespace != CORE or version not in ("2.0", "2.1"):
        raise Refused("file", "xliff-version", {"name": version[:20] or "?"})
    source = root.get("srcLang", "")
    if source.split("-")[0].lower() != SOURCE_LANGUAGE:
        raise Refused("file", "xliff-from", {"name": source[:20] or "?"})


def _unit(unit: Element) -> FileUnit:
    key = key_of(unit.get("id", "")[:MAX_NAME])
    marks = _metadata(unit)
    known: dict[str, Any] = {"english_mark": marks.get("english", ""), "words_mark": marks.get("words", ""),
                             "revision": _number(marks.get("revision", ""))}
    data = {found.get("id", ""): _flat(found) for found in unit.findall(f"{{{CORE}}}originalData/{{{CORE}}}data")}
    try:
        parts = list(_segments(unit, data))
    except _Strange:
        return FileUnit(key, "", problem="unit-markup", **known)
    words = [target for _source, target, _state in parts]
    has_all = all(target is not None for source, target, _state in parts if source.strip())
    states = [state for source, _target, state in parts if state and source.strip()]
    return FileUnit(
        key, "".join(source for source, _target, _state in parts),
        "".join(target or "" for target in words) if any(target is not None for target in words) else "",
        min(states, key=STATES.index, default=INITIAL) if has_all else INITIAL, **known)


def _segments(unit: Element, data: Mapping[str, str]) -> Iterator[tuple[str, str | None, str]]:
    """Give (source, target or None, state) of each segment; what stands between segments has no state."""
    for part in unit:
        name = _split(part.tag)[1]
        if name not in ("segment", "ignorable"):
            continue
        source, target = part.find(f"{{{CORE}}}source"), part.find(f"{{{CORE}}}target")
        if source is None or (target is not None and target.get("order")):
            raise _Strange()
        english = _inline(source, data)
        if name == "ignorable":
            yield english, english if target is None else _inline(target, data), ""
            continue
        state = part.get("state", INITIAL)
        yield (english, None if target is None else _inline(target, data), state if state in STATES else INITIAL)


def _inline(element: Element, data: Mapping[str, str]) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_piece(child, data), child.tail or ""]
    return "".join(parts)


def _piece(child: Element, data: Mapping[str, str]) -> str:
    namespace, name = _split(child.tag)
    if namespace != CORE:
        raise _Strange()
    if name == "cp":
        return _character(child)
    if name == "ph" and child.get("dataRef") in data:
        return data[child.get("dataRef", "")]
    if name in _MARKS:
        return _inline(child, data)
    raise _Strange()


def _flat(element: Element) -> str:
    """Return the text of a piece of original data, which holds nothing but text and characters by number."""
    return (element.text or "") + "".join(
        (_character(child) if _split(child.tag)[1] == "cp" else "") + (child.tail or "") for child in element)


def _character(child: Element) -> str:
    try:
        return chr(int(child.get("hex", ""), 16))
    except (ValueError, OverflowError):
        raise _Strange() from None


def _metadata(element: Element) -> dict[str, str]:
    found = element.findall(f"{{{METADATA}}}metadata/{{{METADATA}}}metaGroup[@category='{CATEGORY}']")
    return {meta.get("type", ""): (meta.text or "").strip()[:MAX_NAME] for group in found for meta in group}


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def _split(tag: Any) -> tuple[str, str]:
    """Return the namespace and the name of an element."""
    namespace, _brace, name = str(tag).rpartition("}")
    return namespace.removeprefix("{"), name
