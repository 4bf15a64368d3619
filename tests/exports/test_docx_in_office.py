"""The Word report opened by another program than ours: LibreOffice reads every letter of it, and prints it marked."""

import io
from collections import Counter
from datetime import UTC, datetime

import pytest
from docx import Document

from consult.clients.pdf_printer import LibreOffice, printers
from consult.domain.languages import LANGUAGES
from consult.exports import pdf_checks, pdf_marks, pdf_texts
from consult.exports.report_docx import write

office = next((printer for printer in printers() if printer.name == "libreoffice"), None)
pytestmark = pytest.mark.skipif(office is None, reason="libreoffice is not installed")


@pytest.mark.parametrize("language", ["en", "ur", "bn", "zh-Hans"])
def test_no_letter_is_lost_when_the_office_opens_the_report(report, translated, language):
    document = write(report, language, translated(language))
    assert isinstance(office, LibreOffice)
    assert pdf_texts.lost(words_of(document), office.as_text(document)) == Counter()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_office_prints_it_with_structure_and_loses_nothing(report, translated, language):
    from_word = office.write(write(report, language, translated(language)))
    pdf = pdf_marks.marked(from_word, title="T", language=language, written_at=datetime(2025, 3, 1, tzinfo=UTC))
    assert "no-structure" not in pdf_checks.problems(pdf) and "not-tagged" not in pdf_checks.problems(pdf)
    assert pdf_texts.lost(words_of(write(report, language, translated(language))), pdf_texts.text_of(pdf)) == Counter()


@pytest.fixture
def translated():
    """Own words of each language in place of the fixed ones, so that its letters are in the file."""
    def of(language):
        own = [label for options in LANGUAGES[language].options.values() for label in options.values()]
        return lambda message, **facts: (own[len(message) % len(own)] + " " if own else "") + (
            message % facts if facts else message)
    return of


def words_of(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
