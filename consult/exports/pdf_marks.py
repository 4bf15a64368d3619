"""Gives a printed PDF what its readers' programs look for: PDF/UA mark, title, language, fixed dates, named links.

It brings a tagged file of Chromium or LibreOffice up to the rules of ISO 14289-1 that hold for the document as a whole,
and takes the lines of tables out of what is read aloud. It writes no page and no word of a page.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf

PRODUCER = "Consult"
# What paints, by what it takes to be read aloud: words and pictures are, lines and fills are not.
PATHS = frozenset({"m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*"})
STATE = frozenset({"q", "Q", "cm", "w", "J", "j", "M", "d", "ri", "i", "gs", "g", "G", "rg", "RG", "k", "K", "cs", "CS",
                   "sc", "scn", "SC", "SCN"})
OPENS = frozenset({"BDC", "BMC"})
Instruction = tuple[list[Any], Operator]


def marked(pdf: bytes, *, title: str, language: str, written_at: datetime) -> bytes:
    """Return the file with its marks: `language` is a BCP 47 tag, `written_at` stands as both of its dates.

    Equal input gives equal bytes. Raises ValueError for what is no PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            _quiet_lines(document)
            _describe(document, title, language, written_at)
            _name_links(document)
            written = io.BytesIO()
            document.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return written.getvalue()
    except pikepdf.PdfError as error:
        raise ValueError("not a PDF") from error


def _describe(document: Pdf, title: str, language: str, written_at: datetime) -> None:
    root: Any = document.Root
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Lang = language
    root.MarkInfo = Dictionary(Marked=True)
    day = written_at.strftime("D:%Y%m%d%H%M%S+00'00'")
    document.docinfo = document.make_indirect(Dictionary(
        Title=title, Producer=PRODUCER, CreationDate=day, ModDate=day))
    if "/Metadata" in root:
        del root.Metadata
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as words:
        words["dc:title"] = title
        words["dc:language"] = {language}
        words["pdfuaid:part"] = "1"
        words["pdf:Producer"] = PRODUCER
        words["xmp:CreateDate"] = words["xmp:ModifyDate"] = written_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _name_links(document: Pdf) -> None:
    """Say where each link leads (7.18.5), and let the tabulator follow the structure (7.18.3)."""
    for page in document.pages:
        page.obj.Tabs = Name.S
        notes: Any = page.obj.get("/Annots", [])
        for note in notes:
            if note.get("/Subtype") == Name.Link and "/Contents" not in note:
                action = note.get("/A", Dictionary())
                note.Contents = str(action.get("/URI", "")) or "#" + str(note.get("/Dest", action.get("/D", "")))


def _quiet_lines(document: Pdf) -> None:
    """Mark as artifacts what only draws lines and grounds, so that no screen reader stops at it."""
    owners = _owners(document)
    for page in document.pages:
        written = list(_quieted(page, owners.get(page.obj.objgen, {})))
        page.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(written))


def _quieted(page: pikepdf.Page, owners: dict[int, Object]) -> Iterator[Instruction]:
    """Give a page's instructions, each marked part that only draws turned into an artifact."""
    part: list[Instruction] = []
    depth = 0
    path: list[Instruction] = []
    for operands, operator in instructions(page):
        step, name = (operands, operator), str(operator)
        depth += (name in OPENS) - (name == "EMC")
        if depth or part:
            part.append(step)
            if depth == 0:
                yield from _as_artifact(part, owners)
                part = []
        elif name in PATHS:
            path.append(step)
            if name in ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"):
                yield from path if name == "n" else _artifact(path)
                path = []
        else:
            yield step
    yield from (*part, *path)


def instructions(page: pikepdf.Page) -> Iterator[Instruction]:
    """Give what a page's content does, in its order: operands and operator."""
    for step in pikepdf.parse_content_stream(page):
        yield list(step.operands), step.operator


def _artifact(steps: list[Instruction]) -> list[Instruction]:
    return [([Name.Artifact], Operator("BMC")), *steps, ([], Operator("EMC"))]


def _as_artifact(part: list[Instruction], owners: dict[int, Object]) -> list[Instruction]:
    (operands, opening), *inside, _end = part
    number = _number(operands) if str(opening) == "BDC" else None
    if number is None or number not in owners or owners[number].get("/S") == Name.Figure:
        return part
    if not all(str(operator) in PATHS | STATE for _operands, operator in inside):
        return part
    _let_go(owners[number], number)
    return _artifact(inside)


def _number(operands: list[Any]) -> int | None:
    facts = operands[1] if len(operands) > 1 else None
    if isinstance(facts, Dictionary) and "/MCID" in facts:
        return int(facts["/MCID"])
    return None


def _let_go(owner: Object, number: int) -> None:
    """Take a piece of a page out of the element of the structure that held it."""
    kids = owner.get("/K")
    kept = [kid for kid in (kids if isinstance(kids, Array) else [kids]) if _piece(kid) != number]
    if kept:
        owner.K = Array(kept)
    else:
        del owner.K


def _piece(kid: Any) -> int | None:
    if isinstance(kid, int):
        return kid
    if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
        return int(kid["/MCID"])
    return None


def _owners(document: Pdf) -> dict[tuple[int, int], dict[int, Object]]:
    """Return for each page which element of the structure holds which of its marked pieces."""
    found: dict[tuple[int, int], dict[int, Object]] = {}
    for element in elements(document):
        kids = element.get("/K")
        for kid in kids if isinstance(kids, Array) else [kids]:
            number = _piece(kid)
            if number is not None:
                page = kid.get("/Pg") if isinstance(kid, Dictionary) and "/Pg" in kid else element.get("/Pg")
                if page is not None:
                    found.setdefault(page.objgen, {})[number] = element
    return found


def elements(document: Pdf) -> Iterator[Object]:
    """Give the elements of the structure in reading order; nothing where the file is not tagged."""
    waiting = [document.Root.get("/StructTreeRoot")]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Array):
            waiting += reversed(list(element))
        elif isinstance(element, Dictionary) and element.get("/Type") not in (Name.MCR, Name.OBJR):
            if "/S" in element:
                yield element
            waiting.append(element.get("/K"))
