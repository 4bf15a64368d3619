"""The paper form as a Word file, opened again: every sheet whole, in its language, large where it must be."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Not, Rule
from consult.domain.forms import Codes, build
from consult.domain.surveys import Section, Survey
from consult.exports import forms_docx
from consult.exports.forms import sheets
from consult.exports.forms_blocks import Heading, Lines, Question, Ticks
from tests.form_surveys import URDU, around, asks, both, every_kind, options

MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
CODES = [Codes(f"AAA{n}-BBBB-CCC", f"DDD{n}-EEEE-FFF") for n in range(3)]


def test_headings_run_in_order_from_one_title(plain):
    styles = [p.style.name for p in opened(written(plain)).paragraphs]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("words", [
    "Safer streets", "You can answer until 1 December 2026.", "plan@example.org", "We read it.", "In danger, call 999.",
    "This is not a way to report a crime.", "How to fill in this form", "1. How old are you?", "For an organisation",
    "The helper's words", "4. About lights?", "Yes – Go to question 6",
    "Answer this only if you ticked “No” in question 4",
    "Which one?", "Tick up to 2 boxes.", "(if you tick this, tick no other box)", "How far do you agree?",
    "8. Statement 1", "About note?", "From 0 to 10.", "1 January 2026 or later.", "Day", "Month", "Year",
    "We need an answer to this question.", "Write 1 in the box of your first choice", "Knife crime",
    "Which part of the plan is this about?", "Tick the box if you agree.", "Send it on paper with this form",
    "Send the recording by email to plan@example.org", "I agree to send them", "without my name",
    "Write the name of your borough, or tick one box.", "Write only the first half of your postcode",
])
def test_every_kind_of_question_and_everything_around_it_is_printed(words, printed):
    assert words in printed


def test_each_sheet_bears_its_own_code_and_nothing_of_the_other(plain):
    document = opened(written(plain, codes=CODES[:1]))
    form, sheet = by_section(document)
    assert CODES[0].form in form and CODES[0].equality not in form
    assert CODES[0].equality in sheet and CODES[0].form not in sheet
    feet = [foot_of(section) for section in document.sections]
    assert CODES[0].form in feet[0] and CODES[0].equality not in feet[0]
    assert CODES[0].equality in feet[1] and CODES[0].form not in feet[1]


def test_the_sheet_to_tear_off_starts_on_a_new_page_with_pages_counted_anew(plain):
    document = opened(written(plain))
    assert len(document.sections) == 2
    for section in document.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        fields = [field.get(qn("w:instr")).strip() for field in section.footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "SECTIONPAGES"]


def test_many_forms_are_one_document_and_each_has_its_own_codes(plain):
    document = opened(written(plain, codes=CODES))
    texts, feet = by_section(document), [foot_of(section) for section in document.sections]
    expected = [code for pair in CODES for code in (pair.form, pair.equality)]
    for at, (text, foot) in enumerate(zip(texts, feet, strict=True)):
        others = set(expected) - {expected[at]}
        assert expected[at] in text and expected[at] in foot
        assert not any(other in text or other in foot for other in others)


@pytest.mark.parametrize("count", [1, 3])
def test_every_part_of_the_file_is_whole_xml_and_named_in_the_list_of_parts(count, plain):
    with zipfile.ZipFile(io.BytesIO(written(plain, codes=CODES[:count]))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        types = archive.read("[Content_Types].xml").decode()
        links = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        feet = [name for name in names if "footer" in name]
    assert len(feet) == 2 * count and all(f'"/{name}"' in types for name in feet)
    ids = [link.get("Id") for link in links]
    assert len(ids) == len(set(ids))


def test_no_letter_of_the_large_print_is_under_18_point_slanted_or_all_capitals(plain):
    document = opened(written(plain, is_large=True, codes=CODES[:1]))
    paragraphs = [*document.paragraphs, *(p for s in document.sections for p in s.footer.paragraphs)]
    for style in {p.style.name: p.style for p in paragraphs}.values():
        for size in (style_size(style, "w:sz"), style_size(style, "w:szCs")):
            assert size >= 36, style.name
        assert not inherited(style, "italic") and not inherited(style, "all_caps")
    assert not document.element.xpath("//w:r/w:rPr/w:sz | //w:r/w:rPr/w:i | //w:r/w:rPr/w:caps")
    assert document.styles["Normal"].paragraph_format.line_spacing == 1.5


def test_large_print_leaves_more_room_to_write(plain):
    rooms = [[p for p in opened(written(plain, is_large=large)).paragraphs if p.style.name == "Form writing line"]
             for large in (False, True)]
    assert len(rooms[1]) > len(rooms[0])
    assert rooms[1][0].style.paragraph_format.line_spacing > rooms[0][0].style.paragraph_format.line_spacing


def test_every_run_says_its_language_and_urdu_runs_from_right_to_left(marked_urdu):
    document = opened(written(marked_urdu, language="ur", codes=CODES[:1]))
    assert document.core_properties.language == "ur"
    for run in document.element.body.iter(qn("w:r")):
        if not "".join(node.text or "" for node in run.iter(qn("w:t"))).strip():
            continue
        language = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        assert language is not None
        is_rtl = run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
        assert is_rtl == (language.get(qn("w:bidi")) == "ur")
    words = [p for p in document.paragraphs if URDU in p.text]
    assert words and all(p._p.pPr.find(qn("w:bidi")) is not None for p in words)


def test_the_words_of_the_survey_are_whole_in_urdu(plain):
    text = text_of(opened(written(plain, language="ur")))
    for label in ("About lights?", "Statement 2", "Which one?", "Bus", "First", "In your own words"):
        assert f"{URDU} ({label})" in text
    assert "ہم پڑھتے ہیں۔" in text and "خطرے میں 999 پر فون کریں۔" in text and "1 دسمبر، 2026" in text


def test_nothing_floats_and_there_is_no_table(plain):
    document = opened(written(plain, codes=CODES))
    assert not document.tables
    tags = {etree.QName(node).localname for node in document.element.iter() if isinstance(node.tag, str)}
    assert not {"txbxContent", "drawing", "pict", "framePr", "anchor"} & tags


def test_each_box_to_tick_says_what_it_is_for(plain):
    document = opened(written(plain))
    boxes = [(box.find(f".//{qn('w:alias')}").get(qn("w:val")), "".join(t.text for t in box.iter(qn("w:t"))))
             for box in document.element.body.iter(qn("w:sdt"))]
    assert ("Strongly agree", "☐") in boxes and all(name and glyph == "☐" for name, glyph in boxes)


def test_a_form_without_codes_says_who_adds_them(plain):
    text = text_of(opened(written(plain)))
    assert "(we write it here when the form arrives)" in text and "Code: " not in text


def test_equal_forms_give_equal_bytes(plain):
    assert written(plain, codes=CODES) == written(plain, codes=CODES)


def test_a_form_without_questions_about_people_has_one_sheet(plain):
    [sheet] = sheets(build(every_kind(), around(), age="13-15"), "en", plain, CODES[0])
    assert CODES[0].equality not in repr(sheet) and "Tear it off" not in repr(sheet)
    assert "A form for people aged 13 to 15" in repr(sheet) and "organisation" not in repr(sheet)


def test_statements_are_rated_one_below_the_other(plain):
    blocks = sheets(form(), "en", plain)[0].blocks
    rated = [block for block in blocks if isinstance(block, Question) and "Statement" in repr(block.blocks[0])]
    assert len(rated) == 2
    for block in rated:
        assert isinstance(block.blocks[0], Heading)
        assert [len(part.ticks) for part in block.blocks if isinstance(part, Ticks)] == [6]


def test_a_recording_without_an_address_is_asked_about(plain):
    text = repr(sheets(build(every_kind(), around(contact_email="")), "en", plain)[0])
    assert "Ask whoever gave you this form how to send us a recording." in text and "by email" not in text


def test_every_fixed_word_goes_through_the_translator(marked):
    """What the survey's author wrote, numbers, codes and places to write stand outside brackets; nothing else does."""
    for sheet in sheets(form(), "en", marked, CODES[0]):
        for words, _language in lines_of(sheet):
            rest = re.sub(r"\[[^][]*(\[[^][]*\][^][]*)*\]", "", words)
            assert not re.search(r"[A-Za-z]{3}", rest) or is_authored(rest), words


@pytest.mark.parametrize(("rule", "expected"), [
    (Condition("one", ("red",)), "you ticked “Red” in question 4"),
    (Not(Condition("one", ("red",))), "you did not tick “Red” in question 4"),
    (Condition("one", ("red", "blue")), "you ticked one or more of these in question 4: “Red” / “Blue”"),
    (Not(Condition("one", ("red", "blue"))), "you ticked none of these in question 4: “Red” / “Blue”"),
    (Answered("words"), "you answered question 5"), (Not(Answered("words")), "you left out question 5"),
    (Counted("some", ">=", 2), "the number of boxes you ticked in question 6 is 2 or more"),
    (Not(Counted("some", ">=", 2)), "you ticked fewer boxes than 2 in question 6"),
    (Not(Counted("some", "=", 2)), "the number of boxes you ticked in question 6 is not 2"),
    (Compared("times", "<=", "3"), "your answer to question 7 is 3 or less"),
    (Not(Compared("times", "<=", "3")), "your answer to question 7 is more than 3, or you left it out"),
    (Compared("day", ">", "2026-05-01"), "the date in question 8 is after 1 May 2026"),
    (Compared("one", "=", "red"), "you ticked “Red” in question 4"),
])
def test_a_condition_is_told_in_words(rule: Rule, expected: str, plain):
    assert f"Answer this only if {expected}." in told_by(rule, plain)


def test_conditions_joined_are_a_list_of_what_must_be_true(plain):
    red, words = Condition("one", ("red",)), Answered("words")
    assert "Only for you if all of these are true:" in told_by(All((red, words)), plain)
    assert "Only for you if one or more of these are true:" in told_by(AnyOf((red, words)), plain)
    inner = told_by(All((red, AnyOf((words, Not(red))))), plain)
    assert "you answered question 5, or you did not tick “Red” in question 4" in inner


def test_an_earlier_answer_inside_a_text_becomes_the_number_of_its_question(plain):
    pages = (asks("one", "short-text"), asks("two", "long-text", hint=both("You wrote ${one}. Why?")))
    assert "You wrote (your answer to question 4). Why?" in repr(sheets(of(*pages), "en", plain))


def test_long_answers_get_more_lines_than_short_ones(plain):
    counts = [block.count for sheet in sheets(of(asks("s", "short-text"), asks("l", "long-text")), "en", plain)[:1]
              for asked in sheet.blocks if isinstance(asked, Question) for block in asked.blocks
              if isinstance(block, Lines)]
    assert counts == [1, 4, 14, 8]


def told_by(rule: Rule, plain: Any) -> str:
    """What is printed on a form whose last question has the rule."""
    pages = (asks("one", "one-choice", options=options("red", "blue")), asks("words", "short-text"),
             asks("some", "several-choices", options=options("a", "b", "c")), asks("times", "number"),
             asks("day", "date"), asks("last", "short-text", show_if=rule))
    return repr(sheets(of(*pages), "en", plain))


def of(*pages: Any) -> Any:
    return build(Survey("s", both("S"), ("en",), (Section("a", both("A"), pages=pages),)), around())


def form() -> Any:
    return build(every_kind(), around(), node_names={"aim-knife": {"en": "Knife crime"}})


def written(translate: Any, *, language: str = "en", **more: Any) -> bytes:
    return forms_docx.write(form(), language, translate, made_at=MADE_AT, **more)


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def words_of(node: Any) -> str:
    return "".join("\t" if n.tag == qn("w:tab") else n.text or "" for n in node.iter(qn("w:t"), qn("w:tab")))


def text_of(document: Any) -> str:
    return "\n".join(words_of(node) for node in document.element.body.iter(qn("w:p")))


def foot_of(section: Any) -> str:
    return "".join(node.text or "" for node in section.footer._element.iter(qn("w:t")))


def by_section(document: Any) -> list[str]:
    """The text of each sheet: a paragraph that holds a section's end is its last."""
    found = [""]
    for paragraph in document.element.body.iter(qn("w:p")):
        found[-1] += words_of(paragraph) + "\n"
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            found.append("")
    return found


def style_size(style: Any, tag: str) -> int:
    """The size of a style in half points, its own or that of the style it stands on."""
    while style is not None:
        found = style.element.find(f"{qn('w:rPr')}/{qn(tag)}")
        if found is not None:
            return int(found.get(qn("w:val")))
        style = style.base_style
    return 0


def inherited(style: Any, name: str) -> bool:
    while style is not None:
        if getattr(style.font, name) is not None:
            return bool(getattr(style.font, name))
        style = style.base_style
    return False


def lines_of(value: Any) -> list[tuple[str, str]]:
    """Every piece of words of a sheet, wherever it stands."""
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(part, str) for part in value):
        return [value]
    if isinstance(value, tuple):
        return [line for part in value for line in lines_of(part)]
    if hasattr(value, "__dataclass_fields__"):
        return [line for name in value.__dataclass_fields__ if not isinstance(getattr(value, name), str)
                for line in lines_of(getattr(value, name))]
    return []


def is_authored(words: str) -> bool:
    """Whether words are the survey's or the consultation's own, or a code or an address."""
    known = repr(every_kind()) + repr(around()) + "Knife crime" + repr(CODES)
    listed = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree", "Not sure",
              "Yes", "No", "Yes, I agree", "I live outside London", "Prefer not to say")
    return words.strip() in listed or words.strip() in known


@pytest.fixture(scope="module")
def printed():
    """All the words of the English form, in the order in which they are printed."""
    return text_of(opened(written(lambda message, **facts: message % facts if facts else message)))


@pytest.fixture
def marked_urdu():
    """A translator that gives Urdu letters for everything, with its facts."""
    return lambda message, **facts: f"{URDU} {' '.join(str(fact) for fact in facts.values())}"
