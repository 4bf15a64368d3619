"""One written form repeated with other codes, without building it again: 200 forms take seconds and little memory."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from consult.domain.forms import Codes
from consult.exports.docx_pages import ZIP_DATE

DOCUMENT, LINKS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
LAST_SECTION = re.compile(r"<w:sectPr\b(?:(?!<w:sectPr\b).)*</w:sectPr>\s*$", re.DOTALL)
FOOT = re.compile(r"word/(footer\d+)\.xml")


def copies(written: bytes, codes: Sequence[Codes]) -> bytes:
    """Return a document that holds the form `written` with `codes[0]`, and after it the same with each other pair.

    `written` ends each sheet with a section whose foot is a part of its own.
    """
    if len(codes) < 2:
        return written
    with zipfile.ZipFile(io.BytesIO(written)) as source:
        parts = {name: source.read(name).decode() if name.endswith((".xml", ".rels")) else source.read(name)
                 for name in source.namelist()}
    texts = {name: part for name, part in parts.items() if isinstance(part, str)}
    made: dict[str, str | bytes] = {**parts, DOCUMENT: _document(texts, codes), LINKS: _links(texts, len(codes)),
                                    TYPES: _types(texts, len(codes)), **_feet(texts, codes)}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in made.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return target.getvalue()


def _recoded(text: str, first: Codes, other: Codes) -> str:
    text = text.replace(first.form, other.form)
    # A survey that asks nobody what they are has no second sheet, and so no second code.
    return text.replace(first.equality, other.equality) if first.equality else text


def _document(texts: Mapping[str, str], codes: Sequence[Codes]) -> str:
    whole = texts[DOCUMENT]
    start, end = whole.index("<w:body>") + len("<w:body>"), whole.rindex("</w:body>")
    body = whole[start:end]
    last = LAST_SECTION.search(body)
    assert last is not None
    content, section = body[:last.start()], last.group()
    # The section of every form but the last ends in a paragraph; this one is too small to need a page of its own.
    ending = f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{section}</w:pPr></w:p>'
    pieces = [whole[:start]]
    for number, pair in enumerate(codes):
        one = content + (section if number == len(codes) - 1 else ending)
        pieces.append(_recoded(_relinked(one, number), codes[0], pair))
    return "".join([*pieces, whole[end:]])


def _relinked(text: str, number: int) -> str:
    """Point the feet of a copy at its own parts; the first keeps those that are there."""
    if number == 0:
        return text
    return re.sub(r'(<w:footerReference\b[^>]*\br:id="[^"]*)"', rf'\1c{number}"', text)


def _feet(texts: Mapping[str, str], codes: Sequence[Codes]) -> dict[str, str]:
    return {
        f"word/{found.group(1)}c{number}.xml": _recoded(text, codes[0], pair)
        for name, text in texts.items() if (found := FOOT.fullmatch(name))
        for number, pair in enumerate(codes) if number
    }


def _links(texts: Mapping[str, str], count: int) -> str:
    rows = re.findall(r'<Relationship\b[^>]*Target="footer\d+\.xml"[^>]*/>', texts[LINKS])
    added = (re.sub(r'Target="(footer\d+)\.xml"', rf'Target="\1c{number}.xml"',
                    re.sub(r'\bId="([^"]*)"', rf'Id="\1c{number}"', row))
             for number in _others(count) for row in rows)
    return texts[LINKS].replace("</Relationships>", "".join(added) + "</Relationships>")


def _types(texts: Mapping[str, str], count: int) -> str:
    rows = re.findall(r'<Override\b[^>]*PartName="/word/footer\d+\.xml"[^>]*/>', texts[TYPES])
    added = (re.sub(r"(footer\d+)\.xml", rf"\1c{number}.xml", row) for number in _others(count) for row in rows)
    return texts[TYPES].replace("</Types>", "".join(added) + "</Types>")


def _others(count: int) -> Iterator[int]:
    yield from range(1, count)
