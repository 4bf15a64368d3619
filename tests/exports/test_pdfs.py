"""A printed PDF: marked for screen readers, checked for what they need, and no letter of any script is lost."""

import io
from collections import Counter
from datetime import UTC, datetime

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from consult.clients.pdf_printer import printers
from consult.domain.languages import LANGUAGES, direction
from consult.exports import pdf_checks, pdf_marks, pdf_texts
from consult.exports.print_pages import PrintDrawer
from consult.exports.print_styles import USUAL, style
from consult.exports.report_pieces import Bullets, Grid, Heading, Paragraph, Span

AT = datetime(2025, 3, 1, 9, tzinfo=UTC)
browser = next((printer for printer in printers() if printer.name == "chromium"), None)
needs_browser = pytest.mark.skipif(browser is None, reason="chromium is not installed")


@needs_browser
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_letter_of_any_language_is_lost_and_no_rule_is_broken(language):
    words = own_words(language)
    pdf = marked(page(words, language), language)
    assert pdf_checks.problems(pdf) == ()
    assert pdf_texts.lost(" ".join(words), pdf_texts.text_of(pdf)) == Counter()


@needs_browser
def test_a_part_in_another_language_says_so_in_the_structure():
    with opened(marked(page(["Streets"], "en", Span("سڑکیں", "ur")))) as document:
        assert "ur" in {str(element.get("/Lang", "")) for element in pdf_marks.elements(document)}


@needs_browser
def test_the_lines_of_a_table_are_not_read_aloud():
    with opened(marked(page(["Streets"], "en"))) as document:
        tags = [str(operands[0]) for operands, operator in pikepdf.parse_content_stream(document.pages[0])
                if str(operator) in ("BDC", "BMC")]
    assert "/Artifact" in tags and "/Table" not in tags


@needs_browser
def test_the_same_print_marked_twice_is_the_same_file_with_its_title_language_and_day():
    printed = browser.write(page(["Streets"], "en"))
    first, second = (pdf_marks.marked(printed, title="A & B", language="ur", written_at=AT) for _time in range(2))
    assert first == second
    with opened(first) as document:
        assert str(document.Root.Lang) == "ur" and str(document.docinfo["/Title"]) == "A & B"
        assert str(document.docinfo["/CreationDate"]) == "D:20250301090000+00'00'"


def test_a_file_without_structure_breaks_the_rules():
    found = pdf_checks.problems(bare("BT /F1 12 Tf (words) Tj ET"))
    assert {"not-tagged", "no-structure", "no-language", "no-title", "no-mark", "title-not-shown",
            "painted-outside-structure", "font-not-embedded", "font-without-letters"} <= set(found)


def test_marks_make_artifacts_of_lines_outside_of_the_structure():
    pdf = pdf_marks.marked(bare("0 0 10 10 re f"), title="T", language="en", written_at=AT)
    assert "painted-outside-structure" not in pdf_checks.problems(pdf)


def test_a_link_without_words_and_a_picture_without_words_are_found():
    document = opened(bare(""))
    document.pages[0].obj.Annots = pikepdf.Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 1, 1])])
    figure = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure))
    document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=figure))
    assert {"link-without-words", "link-outside-structure", "tab-order", "figure-without-words"} <= set(
        pdf_checks.problems(saved(document)))


@pytest.mark.parametrize(("kinds", "code"), [
    (("H2",), "first-heading"), (("H1", "H3"), "heading-skipped"), (("TH",), "heads-without-scope"),
    (("LI",), "misplaced:LI"),
])
def test_structure_that_misleads_a_screen_reader_is_found(kinds, code):
    document = opened(bare(""))
    document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=pikepdf.Array(
        [document.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"))) for kind in kinds])))
    assert code in pdf_checks.problems(saved(document))


def test_a_font_without_letters_loses_every_letter():
    assert pdf_texts.lost("words", pdf_texts.text_of(bare("/P BMC BT /F1 12 Tf (words) Tj ET EMC"))) == Counter("words")


def test_letters_are_the_same_in_every_form_that_unicode_gives_them():
    assert pdf_texts.lost("Ａﬁ é", "e\u0301 i f A") == Counter()
    assert pdf_texts.lost("aab", "ab") == Counter("a")


@pytest.mark.parametrize("read", [pdf_checks.problems, pdf_texts.text_of, lambda content: pdf_marks.marked(
    content, title="T", language="en", written_at=AT)])
def test_what_is_no_pdf_is_refused(read):
    with pytest.raises(ValueError, match="not a PDF"):
        read(b"no such thing")


def own_words(language):
    """Some hundred words in a language: the labels of its lists of options."""
    found = [label for options in LANGUAGES[language].options.values() for label in options.values()]
    return found[:60] or [LANGUAGES[language].name, "A person", "The streets at night", "Prefer not to say"]


def page(words, language, *others):
    """A page with a heading, paragraphs, a list and a table of words."""
    spans = [(Span(word, language),) for word in words]
    drawer = PrintDrawer(language, lambda message, **_facts: message)
    drawn = drawer.pieces([
        *(Paragraph(one) for one in spans), Bullets(tuple(spans)), *(Paragraph((other,)) for other in others),
        Grid(spans[0], (spans[0], spans[-1]), (((spans[0],), (spans[-1],)),)), Heading(spans[0], 2)])
    return (f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head><meta charset="utf-8">'
            f"<title>T</title><style>{style(USUAL)}</style></head><body><main><h1>T</h1>{drawn}</main></body></html>"
            ).encode()


def marked(html, language="en"):
    return pdf_marks.marked(browser.write(html), title="T", language=language, written_at=AT)


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def saved(document):
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def bare(content):
    """A PDF of one page with this content and one font that brings nothing."""
    document = pikepdf.new()
    document.add_blank_page()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=font))
    document.pages[0].obj.Contents = document.make_stream(content.encode())
    return saved(document)
