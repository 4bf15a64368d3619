"""What is found out about a file before a person says what its columns mean, for each make of survey tool."""

import io

import pytest

from consult.domain.column_guesses import Guess, guesses, value_guesses
from consult.domain.surveys import Option, Page, Question, Section, Survey
from consult.intake.response_previews import Preview, look
from tests.intake import survey_makes as makes


def test_codes_over_questions_over_inner_names_are_one_header() -> None:
    found = look(io.BytesIO(makes.qualtrics()))
    assert (found.make, found.shape.header_row, found.shape.data_row) == ("qualtrics", 1, 4)
    assert (found.columns[4].name, found.columns[4].label) == ("Q1", makes.AGREE)
    assert found.rows[0][2] == "R1" and len(found.rows) == 3
    assert uses(found) == ["left-out", "received", "id", "personal", "agree", "why", "matters/knives",
                           "matters/buses", "language"]


def test_the_weights_of_a_panel_are_found() -> None:
    found = look(io.BytesIO(makes.panel()))
    assert (found.make, found.shape.data_row) == ("two-headers", 3)
    assert uses(found) == ["id", "weight", "agree", "why"]


def test_a_column_for_each_answer_that_can_be_ticked_is_found() -> None:
    found = look(io.BytesIO(makes.citizen_space()))
    assert found.shape.encoding == "utf-16" and found.shape.delimiter == "\t"
    assert uses(found) == ["id", "received", "agree", "matters/knives", "matters/buses", "why"]
    assert found.columns[1].form == "%d/%m/%Y %H:%M"


def test_names_of_people_are_told_from_answers() -> None:
    found = look(io.BytesIO(makes.community()))
    assert found.shape.encoding == "cp1252" and found.shape.delimiter == ";"
    assert uses(found) == ["id", "personal", "received", "agree", "matters", "why"]


def test_the_template_says_by_letter_what_its_columns_are() -> None:
    found = look(io.BytesIO(makes.template()))
    assert (found.make, found.shape.sheet) == ("template", "Responses")
    assert [column.label for column in found.columns] == ["", "Age band", makes.AGREE, makes.AGREE]
    assert uses(found)[0] == "id" and "agree" in uses(found)


def test_a_column_without_a_name_of_its_own_is_called_by_its_letter() -> None:
    found = look(io.BytesIO(b"id,note,note,\n1,a,b,\n"))
    assert [column.name for column in found.columns] == ["id", "#B", "#C"]


@pytest.mark.parametrize(("cells", "kind"), [
    ("5,7,12,3,9", "number"), ("2026-01-02,2026-01-03", "day"), ("yes,no,yes,no,yes", "choice"), (",,", "empty"),
    ("Long words that someone wrote about their own street at night,Other words that are quite as long as these are",
     "text"),
])
def test_the_kind_of_a_column_is_seen_in_its_cells(cells: str, kind: str) -> None:
    data = "id,c\n" + "".join(f"{number},{cell}\n" for number, cell in enumerate(cells.split(",")))
    assert look(io.BytesIO(data.encode())).columns[1].kind == kind


def test_answers_are_proposed_by_their_words_in_any_language_and_none_by_chance() -> None:
    column = look(io.BytesIO(b"id,x\n1,agree\n2,maybe\n3,Agree\n")).columns[1]
    assert value_guesses(column, SURVEY.sections[0].pages[0].questions[0]) == {"agree": "agree", "Agree": "agree"}


def test_each_question_is_proposed_for_one_column_alone() -> None:
    found = guesses(look(io.BytesIO(b"why,Why\nSome words here,More words here\n")).columns, SURVEY)
    assert found.count(Guess("question", "why")) == 1


def uses(found: Preview) -> list[str]:
    return [guess.use if guess.use != "question" else "/".join(filter(None, (guess.question, guess.option)))
            for guess in guesses(found.columns, SURVEY)]


SURVEY = Survey("s", {"en": "S"}, ("en",), (Section("one", {"en": "One"}, pages=(Page("p", None, (
    Question("agree", "agree-scale", {"en": makes.AGREE}),
    Question("why", "long-text", {"en": makes.WHY}),
    Question("matters", "several-choices", {"en": makes.MATTERS}, options=(
        Option("knives", {"en": "Knives"}), Option("buses", {"en": "Buses"}))),
)),)),))
