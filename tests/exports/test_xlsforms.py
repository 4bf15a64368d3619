"""Surveys as XLSForm workbooks: they come back the same, other tools take them, and nothing in them is live."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Not, Rule
from consult.domain.errors import Refused
from consult.domain.survey_problems import find
from consult.domain.surveys import Option, Page, Question, Section, Survey, options_of
from consult.exports.xlsforms import to_xlsx
from consult.intake.surveys import read_survey
from consult.intake.xlsforms import read_xlsform
from tests.every_kind import survey as every_kind

EXAMPLE = Path(__file__).parents[2] / "consult" / "example" / "survey.yaml"
TAGS = ("en", "ur")
STRANGE = st.sampled_from(["=1+1", "+44 20", "-5", "@cmd", "http://a.example", "a & <b>", "**not bold**",
                           "'quoted'", '"both" \'kinds\'', "_x0041_", " spaces around ", "two\nlines", "پورا", "${x",
                           "1.0", "TRUE"])
LETTERS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S")), min_size=1, max_size=12)
WORDS = st.one_of(STRANGE, LETTERS).filter(lambda words: bool(words.strip()) and "${" not in words.replace("${x", ""))
TEXT = st.fixed_dictionaries({tag: WORDS for tag in TAGS})
MAYBE = st.none() | TEXT
KEYS = st.one_of(st.text("abcXYZ09_.-äß", min_size=1, max_size=6).map(lambda key: f"k{key}"),
                 st.sampled_from(["²", "ª.b", "_x", "other"]))
CODES = st.text("abc019-_.'\"ü=", min_size=1, max_size=5)


def test_the_survey_of_every_kind_comes_back_the_same() -> None:
    imported = read_xlsform(to_xlsx(every_kind()))
    assert imported.survey == every_kind()
    assert {row.outcome for row in imported.report} == {"carried"}


def test_the_example_survey_comes_back_the_same() -> None:
    example = read_survey(EXAMPLE.read_bytes())
    imported = read_xlsform(to_xlsx(example))
    assert imported.survey == example and {row.outcome for row in imported.report} == {"carried"}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_valid_survey_comes_back_the_same(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    assert [problem for problem in find(survey) if problem.stops] == []
    imported = read_xlsform(to_xlsx(survey))
    assert imported.survey == survey
    assert [row for row in imported.report if row.outcome != "carried"] == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_reference_reader_of_the_format_takes_any_survey(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    # XLSForm has no way to write these two letters other than before a name.
    assume("${" not in str(survey))
    form = convert(xlsform=io.BytesIO(to_xlsx(survey)), validate=False, file_type=".xlsx")
    assert form.xform.startswith("<?xml")


def test_the_reference_reader_takes_every_kind() -> None:
    form = convert(xlsform=io.BytesIO(to_xlsx(every_kind())), validate=False, file_type=".xlsx")
    assert "<rank" in form.xform.replace("odk:", "") and "'other')" in form.xform and form.warnings == []


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://a.example\")"])
def test_words_that_look_like_a_formula_stay_words(words: str) -> None:
    first, *rest = every_kind().sections
    survey = replace(every_kind(), sections=(replace(first, title={"en": words, "ur": words}), *rest))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(survey)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert words in [cell.value for cell in cells] and all(cell.hyperlink is None for cell in cells)
    assert b"<f>" not in to_xlsx(survey) and read_xlsform(to_xlsx(survey)).survey == survey


def test_words_longer_than_a_cell_are_refused_and_not_cut() -> None:
    with pytest.raises(Refused, match="survey-cell-long"):
        to_xlsx(replace(every_kind(), title={"en": "x" * 32_768, "ur": "x"}))


def test_a_condition_changed_in_the_workbook_stands_over_how_it_was_written() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(with_rule(Not(Condition("a", ("x",)))))))
    sheet = book["survey"]
    column = next(cell.column for cell in sheet[1] if cell.value == "relevant")
    row = next(cell.row for cell in sheet["B"] if cell.value == "b")
    sheet.cell(row, column, "selected(${a}, 'y')")
    file = io.BytesIO()
    book.save(file)
    pages = read_xlsform(file.getvalue()).survey.sections[0].pages
    assert pages[1].questions[0].show_if == Condition("a", ("y",))


@pytest.mark.parametrize("rule", [
    Condition("a", ("x", "y")), AnyOf((Condition("a", ("x",)), Condition("a", ("y",)))), Compared("a", "=", "x"),
    All((Answered("a"), Not(Not(Counted("a", "<=", 1))))), All((Answered("a"),)), All(()), Not(AnyOf(())),
])
def test_a_rule_comes_back_in_the_form_it_was_written_in(rule: Rule) -> None:
    assert read_xlsform(to_xlsx(with_rule(rule))).survey == with_rule(rule)


def test_a_question_whose_options_are_still_to_be_written_comes_back_without_any() -> None:
    section = Section("one", {"en": "One"}, pages=(Page("a", None, (Question("a", "one-choice", {"en": "A"}),)),))
    unfinished = Survey("s", {"en": "S"}, ("en",), (section,))
    assert read_xlsform(to_xlsx(unfinished)).survey == unfinished


def with_rule(rule: Rule) -> Survey:
    """Return a small survey whose second question has the rule."""
    options = (Option("x", {"en": "X"}), Option("y", {"en": "Y"}))
    first = Question("a", "one-choice", {"en": "A"}, options=options)
    second = Question("b", "long-text", {"en": "B"}, show_if=rule)
    pages = (Page("a", None, (first,)), Page("b", None, (second,)))
    return Survey("s", {"en": "S"}, ("en",), (Section("one", {"en": "One"}, pages=pages),))


@st.composite
def options(draw: st.DrawFn, free: list[str], kind: str) -> tuple[Option, ...]:
    """Draw two to five options; some ask beside themselves, some stand alone."""
    codes = draw(st.lists(CODES, min_size=2, max_size=5, unique=True))
    found = []
    for place, code in enumerate(codes):
        asks = None
        if kind != "ranking" and free and draw(st.integers(0, 5)) == 0:
            asks = Question(free.pop(), draw(st.sampled_from(["short-text", "long-text"])), draw(TEXT),
                            is_required=draw(st.booleans()), max_length=draw(st.none() | st.integers(1, 500)))
        found.append(Option(code, draw(TEXT), draw(MAYBE),
                            kind == "several-choices" and place > 1 and draw(st.booleans()), asks))
    return tuple(found)


@st.composite
def questions(draw: st.DrawFn, key: str, free: list[str], before: list[Question], kinds: tuple[str, ...]) -> Question:
    """Draw one question that may wait for an answer to one of those before it."""
    kind = draw(st.sampled_from(kinds))
    has_own = kind in ("one-choice", "several-choices", "ranking")
    own = draw(options(free if "date" in kinds else [], kind)) if has_own else ()
    question = Question(
        key, kind, draw(TEXT), draw(MAYBE), own, error=draw(MAYBE), plan_node=draw(st.none() | st.just("aim-knife")),
        is_required="date" in kinds and draw(st.booleans()), min_age=draw(st.none() | st.sampled_from([13, 16, 18])),
        is_dropdown=draw(st.booleans()), show_if=draw(rules(before)) if before and draw(st.booleans()) else None)
    if kind == "plan-comment":
        question = replace(question, plan_node="aim-knife")
    together = sum(not option.is_exclusive for option in own)
    if kind == "several-choices":
        most = draw(st.none() | st.integers(1, together))
        return replace(question, max_choices=most, min_choices=draw(st.none() | st.integers(1, most or together)))
    if kind == "number":
        low, high = sorted(draw(st.tuples(st.integers(-99, 99), st.integers(-99, 99))))
        return replace(question, minimum=draw(st.none() | st.just(f"{low}.50")), is_decimal=draw(st.booleans()),
                       maximum=draw(st.none() | st.just(f"{high + 1}")))
    if kind == "date":
        return replace(question, minimum=draw(st.none() | st.just("2020-01-01")),
                       maximum=draw(st.none() | st.just("2030-12-31")))
    if kind in ("short-text", "long-text"):
        return replace(question, max_length=draw(st.none() | st.integers(1, 3000)),
                       pattern=draw(st.none() | st.sampled_from([r"[A-Z]{2}\d+", "it's", "a\"b'c", "(", "x" * 600])))
    return question


def rules(before: list[Question]) -> st.SearchStrategy[Rule]:
    """Draw a rule over earlier questions."""
    def leaf(question: Question) -> st.SearchStrategy[Rule]:
        codes = [option.code for option in options_of(question)]
        found: list[st.SearchStrategy[Rule]] = [st.just(Answered(question.key))]
        values = WORDS | st.sampled_from([*codes, "5", "-3.5", "2020-01-01"])
        if question.kind not in ("file", "audio", "video"):
            signs = st.sampled_from(["=", "<", "<=", ">", ">="])
            found.append(st.builds(Compared, st.just(question.key), signs, values))
        if codes:
            chosen = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(tuple)
            found += [st.builds(Condition, st.just(question.key), chosen),
                      st.builds(Counted, st.just(question.key), st.sampled_from(["=", "<", ">="]), st.integers(0, 4))]
        return st.one_of(found)

    def deeper(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
        parts = st.lists(inner, min_size=0, max_size=3).map(tuple)
        return st.builds(All, parts) | st.builds(AnyOf, parts) | st.builds(Not, inner)

    return st.recursive(st.sampled_from(before).flatmap(leaf), deeper, max_leaves=4)


ANSWERS = ("one-choice", "several-choices", "ranking", "agree-scale", "yes-no-unsure", "consent", "short-text",
           "long-text", "plan-comment", "number", "date", "file", "audio", "video", "note")
ABOUT = ("one-choice", "several-choices", "agree-scale", "yes-no-unsure", "borough", "number", "postcode-district",
         "note")


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Draw a survey that can be put into use: names of all shapes, words of all kinds, rules over earlier pages."""
    keys = draw(st.lists(KEYS, min_size=4, max_size=9, unique=True))
    free = [f"beside-{number}" for number in range(20)]
    before: list[Question] = []
    first = Question("words", "long-text", draw(TEXT))
    sections, pages = [], [Page("words", None, (first,))]
    before.append(first)
    stored = draw(st.sampled_from([["answers"], ["answers", "answers"], ["answers", "characteristics"]]))
    for number, stores in enumerate(stored):
        for _page in range(draw(st.integers(1, 2))):
            count = min(len(keys), draw(st.sampled_from([1, 1, 2])))
            kinds = ANSWERS if stores == "answers" else ABOUT
            page = [draw(questions(keys.pop(), free, list(before), kinds)) for _question in range(count)]
            if page:
                is_plain = len(page) == 1 and draw(st.booleans())
                name = page[0].key if draw(st.booleans()) else f"page-{number}-{_page}"
                title, intro = (None, None) if is_plain else (draw(TEXT), draw(MAYBE))
                pages.append(Page(name, title, tuple(page), intro))
                before += [question for question in page if question.kind != "note"]
        if pages:
            sections.append(Section(draw(st.just(f"section-{number}") | st.just(pages[0].key)), draw(TEXT), draw(MAYBE),
                                    draw(st.none() | st.just("aim-knife")), draw(st.booleans()), stores, tuple(pages)))
        pages = []
    return Survey(draw(st.sampled_from(["survey", "my-survey"])), draw(TEXT), TAGS, tuple(sections),
                  draw(st.sampled_from([{}, {"ur": "machine-drafted"}])))
