"""Real files with words in them, built by code: DOCX, ODT, PDF, RTF, HTML, pictures, CSV and XLSX; no test.

Each holds what must not leave: an author, a comment's author, a place where a picture was taken.
"""

import csv
import io
import time
import zlib
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.shared import Mm
from odf import dc, meta
from odf.opendocument import OpenDocumentText
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import H, P
from openpyxl import Workbook
from PIL import Image, ImageDraw

# What stands in every file's properties; no stored copy that leaves may hold it.
AUTHOR = "Perpetua Quill"
COMPANY = "Quill and Daughters Home Office"
# Of a picture of pages: the moment that a file says it was made would else be now.
SCANNED = time.gmtime(1_767_607_200)
Rows = Sequence[Sequence[str]]


def docx(paragraphs: Sequence[str], *, heading: str = "", table: Rows = (), picture: bytes = b"") -> bytes:
    """Return a Word document: a heading, paragraphs, a table, a picture, and an author in its properties."""
    document = Document()
    about = document.core_properties
    about.author = about.last_modified_by = AUTHOR
    about.comments, about.keywords = COMPANY, AUTHOR
    about.created = about.modified = datetime(2026, 1, 5, 10, 0)
    if heading:
        document.add_heading(heading, level=1)
    for words in paragraphs:
        document.add_paragraph(words)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for at, row in enumerate(table):
            for place, words in enumerate(row):
                made.cell(at, place).text = words
    if picture:
        document.add_picture(io.BytesIO(picture), width=Mm(40))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def odt(paragraphs: Sequence[str], *, heading: str = "", table: Rows = ()) -> bytes:
    """Return an OpenDocument text with the same parts."""
    document = OpenDocumentText()
    for kind in (dc.Creator, meta.InitialCreator):
        document.meta.addElement(kind(text=AUTHOR))
    bold = Style(name="Strong", family="paragraph")
    bold.addElement(TextProperties(fontweight="bold"))
    document.styles.addElement(bold)
    if heading:
        document.text.addElement(H(outlinelevel=1, text=heading))
    for words in paragraphs:
        document.text.addElement(P(text=words))
    if table:
        made = Table(name="Answers")
        made.addElement(TableColumn(numbercolumnsrepeated=len(table[0])))
        for row in table:
            line = TableRow()
            for words in row:
                cell = TableCell()
                cell.addElement(P(text=words))
                line.addElement(cell)
            made.addElement(line)
        document.text.addElement(made)
    kept = io.BytesIO()
    document.write(kept)
    return kept.getvalue()


def pdf(pages: Sequence[Sequence[str]], *, width: int = 86) -> bytes:
    """Return a PDF with a text layer: each page a row of paragraphs, in the letters of Windows-1252."""
    contents = []
    for paragraphs in pages:
        lines = [line for words in paragraphs for line in [*_wrapped(words, width), ""]]
        shown = [f"({_escaped(line)}) Tj T*" for line in lines]
        contents.append("\n".join(["BT", "/F1 11 Tf", "14 TL", "56 780 Td", *shown, "ET"]).encode("cp1252"))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    return _pdf_of(contents, b"/Font << /F1 %d 0 R >>", font)


def scanned_pdf(pages: Sequence[bytes]) -> bytes:
    """Return a PDF that holds JPEG pictures of pages and no text at all, as a scanner makes them."""
    first = Image.open(io.BytesIO(pages[0])).convert("RGB")
    rest = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages[1:]]
    kept = io.BytesIO()
    first.save(kept, "PDF", save_all=True, append_images=rest, author=AUTHOR, creationDate=SCANNED, modDate=SCANNED)
    return kept.getvalue()


def jpeg(words: str, size: tuple[int, int] = (620, 877)) -> bytes:
    """Return a photograph of a page with words on it, and in its EXIF who took it, with what and where."""
    image = Image.new("RGB", size, (250, 248, 240))
    draw = ImageDraw.Draw(image)
    for at, line in enumerate(_wrapped(words, 70)):
        draw.text((40, 60 + 22 * at), line, fill=(20, 20, 60))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Camera Works", "Pocket 5", AUTHOR
    exif[0x8825] = {1: "N", 2: (51.0, 29.0, 58.6), 3: "W", 4: (0.0, 7.0, 37.2)}
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=70, exif=exif)
    return kept.getvalue()


def png(words: str, size: tuple[int, int] = (300, 120)) -> bytes:
    """Return a small picture with words on it, as signatures and logos are."""
    image = Image.new("RGB", size, (255, 255, 255))
    ImageDraw.Draw(image).text((12, 40), words, fill=(0, 40, 120))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def rtf(paragraphs: Sequence[str]) -> bytes:
    """Return a rich text file, with an author and letters outside ASCII as \\u codes."""
    def escaped(words: str) -> str:
        marked = words.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c) - (65536 if ord(c) > 32767 else 0)}?" for c in marked)

    body = "".join(f"\\pard {escaped(words)}\\par\n" for words in paragraphs)
    return (f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}"
            f"{{\\info{{\\author {AUTHOR}}}{{\\company {COMPANY}}}}}\n\\f0\\fs24 {body}}}").encode("ascii")


def html(paragraphs: Sequence[str], *, heading: str = "", table: Rows = ()) -> bytes:
    """Return a page as a word processor saves one: an author, a script and a style that nobody should read as words."""
    cells = "".join("<tr>" + "".join(f"<td>{words}</td>" for words in row) + "</tr>" for row in table)
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (f"<!doctype html><html><head><meta charset=utf-8><meta name=author content='{AUTHOR}'><title>x</title>"
            f"<style>p {{ margin: 0 }}</style><script>alert('not words')</script></head><body><h1>{heading}</h1>"
            f"{body}<table>{cells}</table></body></html>").encode()


def csv_file(rows: Rows, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """Return a table as CSV in any encoding and with any character between the cells."""
    kept = io.StringIO(newline="")
    csv.writer(kept, delimiter=delimiter).writerows(rows)
    return kept.getvalue().encode(encoding)


def xlsx(rows: Sequence[Sequence[object]], *, sheet: str = "Data") -> bytes:
    """Return a table as a workbook with one sheet."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    book.properties.creator = AUTHOR
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _wrapped(words: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + len(word) >= width:
            lines, line = [*lines, line], ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf_of(contents: Sequence[bytes], resources: bytes, font: bytes) -> bytes:
    """Return the whole file: catalogue, pages, font, properties, and for each page its object and its stream."""
    count = len(contents)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
                   b" ".join(b"%d 0 R" % (5 + 2 * at) for at in range(count)), count),
               font, b"<< /Author (%s) /Producer (%s) >>" % (AUTHOR.encode(), COMPANY.encode())]
    for at, content in enumerate(contents):
        packed = zlib.compress(content)
        objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %s >> >>"
                    % (6 + 2 * at, resources % 3),
                    b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + (b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R /Info 4 0 R >>\n"
                   b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(made)))
