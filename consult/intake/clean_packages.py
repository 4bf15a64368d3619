"""Rebuilds Word and OpenDocument files from the parts that are known to be harmless; every other part stays behind.

A list of what may stay is short and can be checked; a list of what must go never ends.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from consult.domain.errors import Refused
from consult.intake.document_images import MOST_PIXELS, cleaned_image, dots_in
from consult.intake.document_kinds import DOCX, ODT
from consult.intake.document_packages import Package

# The first instant that a zip can hold: when a copy was made is nobody's business either.
_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE = DOCX + ".main+xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WORD_PARTS = re.compile(r"word/(document|styles|numbering|fontTable|footnotes|endnotes|header\d*|footer\d*)\.xml")
_THEME = re.compile(r"word/theme/theme\d*\.xml")
_PICTURES = re.compile(r"(?:word/media|Pictures)/[\w .-]+\.(?:png|jpe?g|gif|bmp|tiff?|webp)", re.IGNORECASE)
_PICTURE_TYPES: Mapping[str, str] = MappingProxyType({
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "webp": "image/webp"})
# Of all pictures together: a small file can hold very many large ones.
_MOST_DOTS = 5 * MOST_PIXELS
# Elements that go with all they hold: removed words, older forms of the same, comments, fields, what runs.
_WORD_GONE = frozenset("""
    del moveFrom rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange tcPrChange numberingChange
    commentRangeStart commentRangeEnd commentReference instrText delInstrText fldChar dataBinding object control
    altChunk subDoc docPartObj permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    cellIns cellDel attachedTemplate proofErr smartTagPr customXmlPr ffData tag alias""".split())
# Elements that go and leave what they hold.
_WORD_OPENED = frozenset({"ins", "moveTo", "fldSimple", "smartTag", "customXml"})
_ODT_GONE = frozenset("""
    scripts script event-listeners annotation annotation-end tracked-changes change change-start change-end forms
    object object-ole plugin applet floating-frame dde-connection-decls dde-source hidden-text hidden-paragraph
    creator date initials control meta image-map""".split())
_NAMES_OF_PEOPLE = frozenset({"author", "initials", "date", "dateUtc", "userId", "providerId", "creator", "anchorId",
                              "editId", "textId", "paraId", "durableId"})
_KEEPS_LINKS = _OFFICE + "/hyperlink"


def cleaned_docx(data: bytes) -> bytes:
    """Return a Word document with its words, styles and pictures, and nothing else.

    Raises Refused("file", code): `document-broken`, `document-bomb`, `document-locked`.
    """
    with Package(data) as package:
        pictures = _pictures(package)
        parts: dict[str, bytes] = {}
        for name in sorted(package.names):
            if _WORD_PARTS.fullmatch(name) or _THEME.fullmatch(name):
                root, relations = _tree(package.read(name)), _relations(package, name, pictures)
                _scrub_word(root, {relation.get("Id") for relation in relations})
                parts[name] = _written(root)
                if len(relations):
                    parts[_relations_name(name)] = _written(relations)
    if "word/document.xml" not in parts:
        raise Refused("file", "document-broken")
    return _zipped({"[Content_Types].xml": _content_types([*parts, *pictures]), "_rels/.rels": _first_relation(),
                    **parts, **pictures})


def _pictures(package: Package) -> dict[str, bytes]:
    """Return the pictures as dots alone; what is no picture that can be written anew stays behind."""
    found: dict[str, bytes] = {}
    left = _MOST_DOTS
    for name in sorted(package.names):
        if not _PICTURES.fullmatch(name):
            continue
        try:
            data = package.read(name)
            left -= dots_in(data)
            if left >= 0:
                found[name] = cleaned_image(data)
        except Refused:
            continue
    return found


def _tree(data: bytes) -> Any:
    """Return the root of a part. Raises Refused("file", `document-broken` or `document-bomb`)."""
    if any(word in data.replace(b"\0", b"") for word in (b"<!DOCTYPE", b"<!ENTITY")):
        raise Refused("file", "document-bomb")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("file", "document-broken") from None


def _written(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _relations_name(part: str) -> str:
    folder, _slash, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _relations(package: Package, part: str, pictures: Mapping[str, bytes]) -> Any:
    """Return what a part points to, of it only what stays: kept parts, kept pictures, links that a person follows."""
    name = _relations_name(part)
    kept = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    if name not in package.names:
        return kept
    for relation in _tree(package.read(name)):
        target = relation.get("Target", "")
        inside = target.removeprefix("/") if target.startswith("/") else f"word/{target}"
        is_outside = relation.get("TargetMode") == "External"
        stays = (relation.get("Type") == _KEEPS_LINKS and target.startswith(("https://", "http://", "mailto:"))
                 if is_outside else inside in pictures or bool(_WORD_PARTS.fullmatch(inside) or _THEME.fullmatch(inside)
                                                               ) and inside in package.names)
        if stays:
            kept.append(etree.Element(f"{{{_RELATIONS}}}Relationship", dict(relation.attrib)))
    return kept


def _scrub_word(root: Any, known: Iterable[str | None]) -> None:
    ids = frozenset(known)
    _drop(root, lambda element: _local(element) in _WORD_GONE or _is_hidden_run(element))
    _drop(root, lambda element: _local(element) in ("drawing", "pict") and _points_nowhere(element, ids))
    _scrub_attributes(root)
    for element in list(root.iter()):
        if _local(element) in _WORD_OPENED:
            _open(element)
        for name, value in list(element.attrib.items()):
            if name.startswith(f"{{{_OFFICE}}}") and value not in ids:
                del element.attrib[name]


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _is_hidden_run(element: Any) -> bool:
    return _local(element) == "r" and any(
        _local(one) == "vanish" and not any(value in ("0", "false") for value in one.attrib.values())
        for holder in element if _local(holder) == "rPr" for one in holder)


def _points_nowhere(element: Any, ids: frozenset[str | None]) -> bool:
    """Say whether a picture names a part that does not stay."""
    return any(name.startswith(f"{{{_OFFICE}}}") and value not in ids
               for one in element.iter() for name, value in one.attrib.items())


def _scrub_attributes(root: Any) -> None:
    for element in root.iter():
        for name in list(element.attrib):
            local = name.rpartition("}")[2]
            if local.startswith("rsid") or local in _NAMES_OF_PEOPLE:
                del element.attrib[name]
        if _local(element) in ("docPr", "cNvPr") and "name" in element.attrib:
            # The name of the file that a picture was taken from.
            element.set("name", "Picture")


def _drop(root: Any, is_gone: Callable[[Any], bool]) -> None:
    gone = [one for one in root.iter() if is_gone(one)]
    known = set(gone)
    for element in gone:
        parent = element.getparent()
        if parent is None:
            continue
        # Neighbours go together: many of them one by one would write the words between them again and again.
        run = [element]
        while run[-1].getnext() in known:
            run.append(run[-1].getnext())
        _keep_tails(run)
        for one in run:
            parent.remove(one)


def _keep_tails(run: list[Any]) -> None:
    """Give the words after elements to what stands before the first: they are not the elements' own."""
    words = "".join(one.tail or "" for one in run)
    if not words:
        return
    before, parent = run[0].getprevious(), run[0].getparent()
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _open(element: Any) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def _content_types(names: Iterable[str]) -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for name in names:
        found = _WORD_PARTS.fullmatch(name)
        ending = name.rpartition(".")[2].lower()
        if found:
            kind = re.sub(r"\d+$", "", found.group(1))
            etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}",
                             ContentType=_MAIN_TYPE if kind == "document" else f"{_WORD_TYPE}.{kind}+xml")
        elif _THEME.fullmatch(name):
            etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}",
                             ContentType="application/vnd.openxmlformats-officedocument.theme+xml")
        elif ending in _PICTURE_TYPES:
            defaults[name.rpartition(".")[2]] = _PICTURE_TYPES[ending]
    for number, (ending, kind) in enumerate(sorted(defaults.items())):
        root.insert(number, etree.Element(f"{{{_TYPES}}}Default", Extension=ending, ContentType=kind))
    return _written(root)


def _first_relation() -> bytes:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id="rId1", Type=f"{_OFFICE}/officeDocument",
                     Target="word/document.xml")
    return _written(root)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()


_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_XLINK = "http://www.w3.org/1999/xlink"


def cleaned_odt(data: bytes) -> bytes:
    """Return an OpenDocument text with its words, styles and pictures, and nothing else.

    Raises Refused("file", code): `document-broken`, `document-bomb`, `document-locked`.
    """
    with Package(data) as package:
        pictures = _pictures(package)
        parts: dict[str, bytes] = {}
        for name in ("content.xml", "styles.xml"):
            if name in package.names:
                root = _tree(package.read(name))
                _scrub_odt(root, pictures)
                parts[name] = _written(root)
    if "content.xml" not in parts:
        raise Refused("file", "document-broken")
    kept: dict[str, bytes] = {**parts, **pictures}
    return _zipped({"mimetype": ODT.encode(), **kept, "META-INF/manifest.xml": _manifest(kept)})


def _scrub_odt(root: Any, pictures: Mapping[str, bytes]) -> None:
    _drop(root, lambda element: _local(element) in _ODT_GONE or _is_hidden_section(element))
    _drop(root, lambda element: _local(element) in ("image", "fill-image", "background-image", "section-source")
          and element.get(f"{{{_XLINK}}}href", "") not in {"", *pictures})
    _scrub_attributes(root)
    for element in root.iter():
        for name in list(element.attrib):
            if name == f"{{{_XLINK}}}href" and not _may_be_followed(element.attrib[name], pictures):
                del element.attrib[name]


def _is_hidden_section(element: Any) -> bool:
    return _local(element) == "section" and any(
        name.endswith("}display") and value == "none" for name, value in element.attrib.items())


def _may_be_followed(target: str, pictures: Mapping[str, bytes]) -> bool:
    return target in pictures or target.startswith(("https://", "http://", "mailto:", "#"))


def _manifest(names: Iterable[str]) -> bytes:
    root = etree.Element(f"{{{_MANIFEST}}}manifest", nsmap={"manifest": _MANIFEST})
    root.set(f"{{{_MANIFEST}}}version", "1.2")
    types = {"/": ODT}
    types.update((name, _PICTURE_TYPES.get(name.rpartition(".")[2].lower(), "text/xml")) for name in names)
    for name, kind in types.items():
        entry = etree.SubElement(root, f"{{{_MANIFEST}}}file-entry")
        entry.set(f"{{{_MANIFEST}}}full-path", name)
        entry.set(f"{{{_MANIFEST}}}media-type", kind)
    return _written(root)
