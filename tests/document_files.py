"""Documents as people send them, made for a test: real Word, OpenDocument and PDF files, and photographs of letters."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from docx import Document as Word
from docx.shared import Inches
from odf.dc import Creator
from odf.meta import InitialCreator
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import H, P
from PIL import Image
from pypdf import PdfReader, PdfWriter

# Who wrote a document and where: no copy that leaves may hold it.
AUTHOR = "Ottoline Quibbleworth"
PLACE = "Flat 9 Zanzibar Court"
LETTER = ("We welcome the draft plan.", "Trust in the police is low here. We ask for more officers who stay.")
TABLE = (("Borough", "2023", "2024"), ("Camden", "12", ""), ("Brent", "7", "9"))


def photo(form: str = "JPEG", *, size: tuple[int, int] = (60, 30), turned: int = 6) -> bytes:
    """Return a picture in which a camera wrote who took it and where; it lies on its side."""
    picture = Image.new("RGB", size, (200, 210, 220))
    notes = picture.getexif()
    notes[0x0112], notes[0x013B], notes[0x010E] = turned, AUTHOR, PLACE
    notes.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    target = io.BytesIO()
    picture.save(target, form, exif=notes)
    return target.getvalue()


def docx(paragraphs: Sequence[str] = LETTER, *, table: Sequence[Sequence[str]] = (), picture: bytes | None = None,
         heading: str = "") -> bytes:
    """Return a Word document by AUTHOR."""
    made = Word()
    made.core_properties.author = made.core_properties.last_modified_by = AUTHOR
    made.core_properties.comments = PLACE
    if heading:
        made.add_heading(heading, 1)
    for words in paragraphs:
        made.add_paragraph(words)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    if picture is not None:
        made.add_picture(io.BytesIO(picture), width=Inches(1))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def odt(paragraphs: Sequence[str] = LETTER, *, table: Sequence[Sequence[str]] = (), heading: str = "") -> bytes:
    """Return an OpenDocument text by AUTHOR."""
    made = OpenDocumentText()
    made.meta.addElement(InitialCreator(text=AUTHOR))
    made.meta.addElement(Creator(text=AUTHOR))
    if heading:
        made.text.addElement(H(outlinelevel=1, text=heading))
    for words in paragraphs:
        made.text.addElement(P(text=words))
    if table:
        grid = Table(name="Numbers")
        grid.addElement(TableColumn(numbercolumnsrepeated=len(table[0])))
        for cells in table:
            row = TableRow()
            for words in cells:
                cell = TableCell()
                cell.addElement(P(text=words))
                row.addElement(cell)
            grid.addElement(row)
        made.text.addElement(grid)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def changed(package: bytes, **changes: bytes | Callable[[bytes], bytes] | None) -> bytes:
    """Return a zip with parts added, changed or taken out (None); in names `__` stands for `/`, `_dot_` for `.`."""
    wanted = {name.replace("__", "/").replace("_dot_", "."): change for name, change in changes.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        parts = {part.filename: source.read(part) for part in source.infolist()}
        for name, change in wanted.items():
            if change is None:
                parts.pop(name)
            else:
                parts[name] = change(parts[name]) if callable(change) else change
        for name, data in parts.items():
            made.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return target.getvalue()


def inside(package: bytes) -> Mapping[str, bytes]:
    """Return the parts of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}


Lines = Sequence[tuple[float, float, float, str]]


def pdf(*pages: Lines, author: str = AUTHOR, extra: str = "", picture: bytes | None = None) -> bytes:
    """Return a PDF whose pages hold lines as (x, y, size, words) in points; `extra` goes into its catalogue.

    With a picture, every page shows it.
    """
    objects: list[bytes] = []

    def add(body: str, stream: bytes | None = None) -> int:
        data = body.encode("latin-1")
        objects.append(data if stream is None else
                       data[:-2] + b"/Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
        return len(objects)

    font = add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    image = _image(add, picture) if picture else 0
    tree = len(objects) + 2 * len(pages) + 1
    kids = []
    for lines in pages:
        words = b"".join(b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, _escaped(text))
                         for x, y, size, text in lines)
        drawn = add("<<>>", words + (b"q 500 0 0 700 40 40 cm /P1 Do Q\n" if image else b""))
        shown = f"/XObject<</P1 {image} 0 R>>" if image else ""
        kids.append(add(f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 595 842]/Contents {drawn} 0 R"
                        f"/Resources<</Font<</F1 {font} 0 R>>{shown}>>>>"))
    add(f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>")
    root = add(f"<</Type/Catalog/Pages {tree} 0 R{extra}>>")
    about = add(f"<</Author({author})/Producer({author})/Keywords({PLACE})>>")
    return _assembled(objects, root, about)


def _image(add: Callable[..., int], picture: bytes) -> int:
    with Image.open(io.BytesIO(picture)) as seen:
        width, height = seen.size
    return add(f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
               "/Filter/DCTDecode>>", picture)


def _escaped(words: str) -> bytes:
    return words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assembled(objects: Sequence[bytes], root: int, about: int) -> bytes:
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, root, about, start)
    return bytes(written)


def letter_pdf(paragraphs: Sequence[str] = LETTER) -> bytes:
    """Return a PDF of one page with these paragraphs, each on a line of its own with space between."""
    return pdf([(60, 780 - 40 * number, 11, words) for number, words in enumerate(paragraphs)])


def scanned_pdf(pages: int = 1) -> bytes:
    """Return a PDF whose pages are photographs of a letter."""
    return pdf(*([] for _page in range(pages)), picture=photo())


def locked_pdf(*, password: str) -> bytes:
    """Return a PDF that opens with a password; with an empty one it only asks not to be printed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(letter_pdf())))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def rtf(*paragraphs: str) -> bytes:
    """Return a rich text file by AUTHOR with these paragraphs, as their marks."""
    body = "\\par\n".join(paragraphs)
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Arial;}{\\f1\\fnil\\fcharset178 Arial;}}"
            "{\\info{\\author " + AUTHOR + "}}\\uc1\\pard " + body + "\\par}").encode("cp1252")
