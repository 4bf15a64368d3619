"""A consultation's texts as an XLIFF 2.0 file for translation agencies; which texts is decided elsewhere.

OASIS, XLIFF Version 2.0, core and metadata module: http://docs.oasis-open.org/xliff/xliff-core/v2.0/
"""

import re
from collections.abc import Iterator

from consult.domain.text_units import SOURCE_LANGUAGE
from consult.domain.translation_files import PIPE, FileUnit, TranslationFile, id_of

CORE, METADATA = "urn:oasis:names:tc:xliff:document:2.0", "urn:oasis:names:tc:xliff:metadata:2.0"
CATEGORY = "consult"
# Each noun is a <file> of its own; a key belongs to the one that its first word is listed under.
NOUNS = {"survey": ("survey", "section", "page", "question"), "consultation": ("consultation", "duty", "stage"),
         "plan": ("plan",)}
# What XML 1.0 cannot hold, which XLIFF writes as <cp hex="…"/>.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_SPACES = {"\n": "&#10;", "\t": "&#9;"}


def to_xliff(file: TranslationFile) -> bytes:
    """Return the file as XLIFF 2.0 in UTF-8; any text comes back from it as it went in."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             f'<xliff xmlns="{CORE}" xmlns:mda="{METADATA}" version="2.0" srcLang="{SOURCE_LANGUAGE}"'
             f' trgLang="{_attribute(file.language)}">']
    for noun, firsts in NOUNS.items():
        units = [unit for unit in file.units if unit.key.split("/")[0] in firsts]
        if units:
            lines += _file(file, noun, units)
    if len(lines) == 2:
        # A file without a <file> is not XLIFF: nothing to translate is said by one without units of its own.
        lines += _file(file, "survey", [])
    return "\n".join([*lines, "</xliff>", ""]).encode("utf-8")


def _file(file: TranslationFile, noun: str, units: list[FileUnit]) -> Iterator[str]:
    yield f' <file id="{noun}" original="{_attribute(file.consultation)}/{noun}" canResegment="no">'
    yield from _metadata({"consultation": file.consultation, "survey": file.survey_mark}, "  ")
    if not units:
        yield '  <group id="nothing"/>'
    for unit in units:
        yield from _unit(unit)
    yield " </file>"


def _unit(unit: FileUnit) -> Iterator[str]:
    yield f'  <unit id="{id_of(unit.key)}" name="{_attribute(unit.key)}" xml:space="preserve">'
    yield from _metadata({"revision": str(unit.revision or 0), "english": unit.english_mark,
                          "words": unit.words_mark}, "   ")
    if unit.notes:
        yield "   <notes>"
        for category, text in unit.notes:
            yield f'    <note category="{_attribute(category)}">{_words(text)}</note>'
        yield "   </notes>"
    data = list(dict.fromkeys(found.group() for text in (unit.english, unit.words) for found in PIPE.finditer(text)))
    if data:
        yield "   <originalData>"
        for number, written in enumerate(data, 1):
            yield f'    <data id="d{number}">{_text(written)}</data>'
        yield "   </originalData>"
    yield f'   <segment id="s1" state="{unit.state}">'
    yield f"    <source>{_inline(unit.english, data)}</source>"
    if unit.words:
        yield f"    <target>{_inline(unit.words, data)}</target>"
    yield "   </segment>"
    yield "  </unit>"


def _metadata(facts: dict[str, str], indent: str) -> Iterator[str]:
    yield f'{indent}<mda:metadata><mda:metaGroup category="{CATEGORY}">'
    for name, value in facts.items():
        if value:
            yield f'{indent} <mda:meta type="{name}">{_text(value)}</mda:meta>'
    yield f"{indent}</mda:metaGroup></mda:metadata>"


def _inline(words: str, data: list[str]) -> str:
    """Return words as the content of a source or target, each placeholder as a <ph> that tools keep whole.

    The same placeholder in the source and in the target carries the same id: the n-th of its kind.
    """
    parts, end, seen = [], 0, dict.fromkeys(data, 0)
    for found in PIPE.finditer(words):
        written = found.group()
        number = data.index(written) + 1
        seen[written] += 1
        parts += [_text(words[end:found.start()]),
                  f'<ph id="p{number}.{seen[written]}" dataRef="d{number}" equiv="{_attribute(written)}"'
                  f' disp="{_attribute(written)}" canCopy="no" canDelete="no"/>']
        end = found.end()
    return "".join([*parts, _text(words[end:])])


def _text(words: str) -> str:
    written = "".join(_PLACES.get(letter, letter) for letter in words)
    return _NOT_XML.sub(lambda found: f'<cp hex="{ord(found.group()):04X}"/>', written)


def _words(words: str) -> str:
    """Return words as the content of a note, which holds no elements."""
    return "".join(_PLACES.get(letter, letter) for letter in _NOT_XML.sub("\ufffd", words))


def _attribute(words: str) -> str:
    return "".join(_SPACES.get(letter, letter) for letter in _words(words))
