"""No letter of the example report is lost on its way to plain text, Word and braille, in any language."""

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask import Flask
from lxml import html

from consult.app import create_app
from consult.clients.braille import UNKNOWN_SIGN, LouTranslate, writer
from consult.domain.languages import LANGUAGES
from consult.exports.page_blocks import BULLET, as_lists, lines_of, read
from consult.exports.page_braille import ASCII, BLANK, GOES_ON, LATIN
from consult.extensions import db
from tests import databases, examples

needs_program = pytest.mark.skipif(not writer().is_there, reason="lou_translate is not installed: liblouis-bin")
REPORT = "/{}/consultations/police-and-crime-plan/report"
EVERY = sorted(LANGUAGES)
# Languages whose tables can be read back, and how many letters in a hundred the program gets wrong on the way back:
# Greek capitals after a space, Vietnamese vowels with two marks, letters after digits.
READ_BACK = {"en": 0.1, "ar": 0.1, "el": 1, "pl": 0.2, "tr": 0.1, "vi": 5, "ur": 2}
UNREAD = ("script", "style", "svg", "button", "select", "textarea", "input")
WIDEST_IN_WORD = 4
# By language, then by format, the page itself among them.
Reports = dict[str, dict[str, bytes]]


@pytest.mark.parametrize("tag", EVERY)
def test_plain_text_holds_every_letter_of_the_report(reports: Reports, tag: str) -> None:
    expected = read_aloud(reports[tag]["page"], widest=0, has_numbers=True)
    assert lost(letters(expected), letters(reports[tag]["text"].decode())) == ""


@pytest.mark.parametrize("tag", EVERY)
def test_the_word_file_holds_every_letter_of_the_report(reports: Reports, tag: str) -> None:
    document = Document(io.BytesIO(reports[tag]["word"]))
    found = "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))
    assert lost(letters(read_aloud(reports[tag]["page"], widest=WIDEST_IN_WORD)), letters(found)) == ""


@pytest.mark.parametrize("tag", EVERY)
def test_every_run_in_the_word_file_names_its_language_and_its_direction(reports: Reports, tag: str) -> None:
    document = Document(io.BytesIO(reports[tag]["word"]))
    for run in document.element.body.iter(qn("w:r")):
        language = run.rPr.find(qn("w:lang")).get(qn("w:val"))
        is_turned = run.rPr.find(qn("w:rtl")) is not None
        assert not is_turned or language in ("ar", "ur")
    tables = document.tables
    assert len(tables) > 10 and all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables)


@needs_program
@pytest.mark.parametrize("tag", EVERY)
def test_braille_holds_every_cell_of_the_report(reports: Reports, tag: str) -> None:
    written = writer().write(list(runs_of(reports[tag]["page"])))
    expected = "".join(ASCII[ord(cell) - ord(BLANK)] for run in written.runs for cell in run if cell >= BLANK)
    assert written.unknown == {} and UNKNOWN_SIGN not in "".join(written.runs)
    assert lost(bare_cells(expected), bare_cells(body_of(reports[tag]["braille"]))) == ""


@needs_program
@pytest.mark.parametrize("tag", READ_BACK)
def test_braille_read_back_gives_the_letters_of_the_report(reports: Reports, tag: str) -> None:
    runs = [text for text, language in runs_of(reports[tag]["page"]) if language == tag]
    program = writer()
    assert isinstance(program, LouTranslate)
    back = program.backward(program.write([(text, tag) for text in runs]).runs, LANGUAGES[tag].braille)
    wrong: Counter[str] = Counter()
    for text, again in zip(runs, back, strict=True):
        wrong += bare(text) - bare(again)
    assert wrong.total() * 100 <= READ_BACK[tag] * sum(bare(text).total() for text in runs), wrong.most_common(9)


def lost(expected: str, found: str) -> str:
    """Return the first words that are not there; all of them stand together, in their order, somewhere in `found`."""
    if expected in found:
        return ""
    start = found.find(expected[:60])
    end = next((at for at, (one, other) in enumerate(zip(expected, found[max(start, 0):], strict=False))
                if one != other), 0)
    return f"{expected[max(end - 40, 0):end + 40]} | {found[start + end - 40:start + end + 40]}"


def read_aloud(page: bytes, widest: int, has_numbers: bool = False) -> str:
    """Return the words of the main part, in tables wider than that each cell after the name of its column."""
    root = html.document_fromstring(page.decode()).xpath("//main")[0]
    for unread in root.xpath("//*[@aria-hidden='true'] | " + " | ".join(f"//{name}" for name in UNREAD)):
        unread.drop_tree()
    for table in root.xpath(".//table"):
        if len(table.xpath("(.//tr)[1]/*")) > widest:
            table.getparent().replace(table, as_paragraphs(table))
    for ordered in root.xpath(".//ol") if has_numbers else []:
        for number, item in enumerate(ordered.xpath("./li"), 1):
            item.text = f"{number}. {item.text or ''}"
    return str(root.text_content())


def as_paragraphs(table: html.HtmlElement) -> html.HtmlElement:
    """Return a table as its caption and then each cell after the name of its column."""
    names, *rows = [row.xpath("./th | ./td") for row in table.xpath(".//tr")]
    instead = html.Element("div")
    instead.text = "".join(caption.text_content() for caption in table.xpath("./caption"))
    instead.text += "".join(name.text_content() + cell.text_content()
                            for row in rows for name, cell in zip(names, row, strict=True))
    instead.tail = table.tail
    return instead


def runs_of(page: bytes) -> Iterator[tuple[str, str]]:
    """Give the words of the main part with their languages; that no letter of it is missing, plain text shows."""
    for block in as_lists(read(page.decode()).main):
        if block.marker not in ("", BULLET):
            yield block.marker, block.pieces[0].language
        for line in lines_of(block.pieces):
            for tag, together in groupby(line, lambda piece: piece.language):
                text = "".join(piece.text for piece in together)
                is_latin = tag not in LANGUAGES or LANGUAGES[tag].is_latin
                for number, part in enumerate([text] if is_latin else LATIN.split(text)):
                    if part.strip():
                        yield part.strip(), "en" if number % 2 or tag not in LANGUAGES else tag


def body_of(content: bytes) -> str:
    """Return the cells of a file without the last line of each page, where its number stands."""
    return "".join(line for sheet in content.decode("ascii").split("\f")[:-1] for line in sheet.split("\r\n")[:24])


def bare_cells(cells: str) -> str:
    """Return cells without blanks, and without the sign that a word goes on, which also stands in words."""
    return cells.replace(" ", "").replace(GOES_ON, "")


def letters(text: str) -> str:
    """Return only the letters, marks and digits of a text, and what only steers a screen left out."""
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] in "LMN")


def bare(text: str) -> Counter[str]:
    """Return how often each letter stands in a text, marks and capitals set aside, digits as European ones."""
    plain = unicodedata.normalize("NFD", text).lower()
    return Counter(str(unicodedata.decimal(sign, sign)) for sign in plain if sign.isalnum())


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """The newest edition of the example's report in every language, as a page and in each format."""
    folder = tmp_path_factory.mktemp("example")
    url = databases.copies.make("sqlite", folder, examples.load)
    app = create_app(databases.settings(url, folder))
    found = {tag: fetched(app, tag) for tag in EVERY}
    with app.app_context():
        db.engine.dispose()
    databases.copies.drop(url)
    return found


def fetched(app: Flask, tag: str) -> dict[str, bytes]:
    client = app.test_client()
    answers = {"page": client.get(REPORT.format(tag))}
    answers |= {form: client.get(f"{REPORT.format(tag)}?format={form}") for form in ("text", "word", "braille")}
    return {form: answer.data for form, answer in answers.items()}
