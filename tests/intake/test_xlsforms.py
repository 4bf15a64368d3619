"""XLSForms as other people write them: what becomes of each row, and every file that makes no sense refused."""

from pathlib import Path

import pytest

from consult.domain.conditions import All, Answered, Condition
from consult.domain.errors import Refused
from consult.domain.survey_problems import find
from consult.domain.surveys import is_rating, questions_of
from consult.exports.xlsforms import to_xlsx
from consult.intake import xlsform_choices
from consult.intake.xlsforms import read_xlsform
from consult.web.file_problems import SENTENCES
from consult.web.xlsform_words import REASONS
from tests.conventions.sources import ROOT, calls, tree_of
from tests.intake.xlsform_books import YES_NO, book, codes, question, read, refusal, row

FOLDER = ROOT.parent / "shared" / "data" / "surveys"
SAMPLES = sorted(FOLDER.glob("*xlsform*.xlsx"))


@pytest.mark.skipif(not SAMPLES, reason="the survey files of others are not beside this project")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_reported_whole_and_comes_back_the_same(sample: Path) -> None:
    first = read_xlsform(sample.read_bytes())
    again = read_xlsform(to_xlsx(first.survey))
    assert again.survey == first.survey and {line.outcome for line in again.report} == {"carried"}
    assert len({(line.sheet, line.row) for line in first.report}) == len(first.report)


@pytest.mark.parametrize(("words", "kind"), [
    ("text", "short-text"), ("string", "short-text"), ("integer", "number"), ("int", "number"), ("decimal", "number"),
    ("date", "date"), ("select_one yn", "one-choice"), ("select one yn", "one-choice"), ("select1 yn", "one-choice"),
    ("select_multiple yn", "several-choices"), ("select all that apply from yn", "several-choices"),
    ("rank yn", "ranking"),
    ("note", "note"), ("acknowledge", "consent"), ("trigger", "consent"), ("file", "file"), ("audio", "audio"),
    ("video", "video"), ("add integer prompt", "number"), ("SELECT_ONE yn", "one-choice"), ("q string", "short-text"),
])
def test_a_type_with_a_place_here_is_carried(words: str, kind: str) -> None:
    imported = read((words, "one", "One?"))
    assert question(imported.survey, "one").kind == kind and row(imported, 2).outcome == "carried"


@pytest.mark.parametrize(("words", "kind", "code"), [
    ("time", "short-text", "type-as-text"), ("dateTime", "short-text", "type-as-text"),
    ("image", "file", "type-as-file"),
    ("barcode", "short-text", "type-as-text"), ("range", "number", "type-range"),
    ("background-audio", "audio", "type-background-audio"),
])
def test_a_type_of_another_kind_is_changed_and_told(words: str, kind: str, code: str) -> None:
    imported = read((words, "one", "One?"))
    assert question(imported.survey, "one").kind == kind
    assert (row(imported, 2).outcome, codes(row(imported, 2))) == ("changed", [code])


@pytest.mark.parametrize("words", [
    "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "calculate", "hidden", "geopoint",
    "start-geopoint", "select_one_from_file list.csv", "select_one_external yn", "xml-external",
])
def test_a_type_without_a_place_is_left_out_and_told(words: str) -> None:
    imported = read((words, "one", "One?"), ("text", "two", "Two?"))
    assert [q.key for q in questions_of(imported.survey)] == ["two"] and row(imported, 2).outcome == "not-carried"


@pytest.mark.parametrize(("rows", "problem"), [
    ([("dance", "one", "One?")], ("unknown-row-type", "survey!A2", "dance")),
    ([("select_one none", "one", "One?")], ("unknown-list", "survey!A2", "none")),
    ([("text", "one", "One?"), ("text", "one", "Again?")], ("duplicate-name", "survey!B3", "one")),
    ([("begin_group", "g", "G"), ("text", "one", "One?")], ("group-not-closed", "survey!A2", "g")),
    ([("text", "one", "One?"), ("end_group",)], ("group-not-open", "survey!A3", "end_group")),
    ([("begin_group", "g", "G"), ("text", "one", "One?"), ("end_repeat",)], ("group-crossed", "survey!A4", "g")),
    ([("", "one", "One?")], ("type-missing", "survey!A2", "one")),
    ([("text", "one", "One?", "", "", "${two} = 1"), ("text", "two", "Two?")],
     ("condition-on-later", "survey!F2", "two")),
    ([("text", "one", "One?", "", "", "${none} = 1")], ("condition-unknown-name", "survey!F2", "none")),
    ([("text", "one", "One?", "", "", "${one} = 1")], ("condition-circular", "survey!F2", "one")),
    ([("text", "one", "One?", "", "", "${two} = 1"), ("text", "two", "Two?", "", "", "${one} = 1")],
     ("condition-circular", "survey!F2", "two")),
    ([("text", "one", "=1+1")], ("cell-formula", "survey!C2", "=1+1")),
    ([("begin_group", "g", "G")] * 25, ("groups-too-deep", "survey!A22", "g")),
    ([("type", "name", "label", "Label"), ("text", "one", "One?", "One!")], ("column-twice", "survey!D1", "Label")),
])
def test_a_form_that_makes_no_sense_is_refused_with_its_cell(
    rows: list[tuple[str, ...]], problem: tuple[str, str, str],
) -> None:
    assert refusal(*rows)[0] == problem


def test_a_list_of_5000_options_is_refused_with_its_cell() -> None:
    many = [("list_name", "name", "label"), *(("long", f"c{number}", "C") for number in range(5_000))]
    assert refusal(("select_one long", "one", "One?"), choices=many) == [("list-too-long", "choices!B502", "long")]


@pytest.mark.parametrize(("choice", "problem"), [
    (("yn", "yes", "Again"), ("duplicate-choice", "choices!B4", "yes")),
    (("yn", "", "Nameless"), ("choice-without-name", "choices!B4", "yn")),
])
def test_a_choice_that_is_not_right_is_refused_with_its_cell(
    choice: tuple[str, str, str], problem: tuple[str, str, str],
) -> None:
    assert refusal(("select_one yn", "one", "One?"), choices=[*YES_NO, choice]) == [problem]


def test_a_workbook_without_a_survey_or_types_is_refused() -> None:
    for data, code in ((book([], notes=[("x",)]), "sheet-missing"), (book([("no type",)]), "column-missing")):
        with pytest.raises(Refused, match=code):
            read_xlsform(data)


def test_everything_wrong_is_told_at_once() -> None:
    found = refusal(("dance", "one", "One?"), ("sing", "two", "Two?"), ("text", "three", "", "", "", "${x} = 1"))
    assert [code for code, _cell, _name in found] == ["unknown-row-type", "unknown-row-type", "condition-unknown-name"]


def test_languages_are_known_by_tag_and_by_name() -> None:
    imported = read(("type", "name", "label::English (en)", "Label::Urdu", "label::pl", "hint::اردو (ur)"),
                    ("text", "one", "One?", "ایک؟", "Jeden?", "اشارہ"))
    assert imported.survey.languages == ("en", "ur", "pl")
    found = question(imported.survey, "one")
    assert (dict(found.text), found.hint) == ({"en": "One?", "ur": "ایک؟", "pl": "Jeden?"}, {"ur": "اشارہ"})


@pytest.mark.parametrize(("default", "tag"), [
    ("de", "de"), ("Deutsch (de)", "de"), ("English", "en"), ("Deutsch", "de")])
def test_words_without_a_language_are_in_the_default_one(default: str, tag: str) -> None:
    imported = read(("text", "one", "Eins?"), settings=[("form_title", "default_language"), ("Titel", default)])
    assert imported.survey.languages == (tag,) and imported.survey.title == {tag: "Titel"}


def test_a_language_that_nobody_names_is_taken_as_english_and_told() -> None:
    imported = read(("text", "one", "One?"))
    assert imported.survey.languages == ("en",) and codes(row(imported, 1)) == ["language-assumed"]


def test_a_strange_language_keeps_its_words_and_is_told() -> None:
    imported = read(("type", "name", "label::en", "label::Klingon"), ("text", "one", "One?", "wa'?"), choices=[])
    assert question(imported.survey, "one").text == {"en": "One?", "qaa": "wa'?"}
    assert codes(row(imported, 1)) == ["language-unknown"]


def test_a_missing_translation_does_not_refuse_and_is_told() -> None:
    imported = read(("type", "name", "label::en", "label::ur"), ("text", "one", "One?", "ایک؟"),
                    ("text", "two", "Two?"))
    assert codes(row(imported, 3)) == ["words-missing"]
    assert any(problem.code == "missing-translation" for problem in find(imported.survey))


def test_columns_and_sheets_are_found_however_they_are_spelt() -> None:
    survey = [(" TYPE ", "Name", "LABEL", "Constraint Message", "Relevance", "read only"),
              ("integer ", " one ", " One? ", "No", "", ""), ("select_one l", "two", "Two?", "", "${one} > 1", "")]
    choices = [("list name", "Value", "caption"), ("l", 1, "One")]
    imported = read_xlsform(book([], choices=[], Survey=survey, **{" CHOICES ": choices}))
    found = question(imported.survey, "one")
    assert (found.error, found.text) == ({"en": "No"}, {"en": "One?"})
    assert question(imported.survey, "two").show_if is not None


def test_numbers_and_truths_in_cells_are_read_as_people_see_them() -> None:
    choices = [("list name", "name", "label"), ("n", 1, "One"), ("n", 2.0, "Two")]
    imported = read(("select_one n", "one", "One?", "", True), ("date", "two", 2026, "", False, "${one} = 1"),
                    choices=choices)
    first, second = question(imported.survey, "one"), question(imported.survey, "two")
    assert [option.code for option in first.options] == ["1", "2"] and first.is_required and not second.is_required
    assert second.text == {"en": "2026"}


def test_markup_is_taken_out_and_addresses_stay_in_words() -> None:
    label = ("## **Read** [this](https://a.example) and <a href='https://b.example'>that</a>.<br>"
             "Bürger*innen &amp; *all*")
    imported = read(("note", "one", label))
    assert question(imported.survey, "one").text == {
        "en": "Read this (https://a.example) and that (https://b.example).\nBürger*innen & all"}
    assert codes(row(imported, 2)) == ["markup-taken-out"]


def test_groups_become_sections_and_ask_one_idea_a_page() -> None:
    imported = read(("begin_group", "g", "Group", "", "", "", "", "field-list"), ("text", "one", "One?"),
                    ("text", "two", "Two?"), ("end_group",), ("text", "after", "After?"))
    first, last = imported.survey.sections
    assert (first.key, first.title, len(first.pages)) == ("g", {"en": "Group"}, 2)
    assert codes(row(imported, 2)) == ["one-a-page"] and codes(row(imported, 6)) == ["outside-groups"]
    assert [page.key for page in last.pages] == ["after"]


def test_a_group_in_a_group_keeps_its_words_above_its_first_question() -> None:
    imported = read(("begin_group", "g", "Group"), ("begin group", "inner", "Inner"), ("text", "one", "One?"),
                    ("end group",), ("end_group",))
    assert imported.survey.sections[0].pages[0].intro == {"en": "Inner"}
    assert codes(row(imported, 3)) == ["group-flattened"]


def test_a_repeat_is_asked_once_and_told() -> None:
    imported = read(("begin_repeat", "r", "Child"), ("text", "one", "One?"), ("end_repeat",))
    assert codes(row(imported, 2)) == ["repeat-once"] and len(questions_of(imported.survey)) == 1


def test_a_grid_becomes_statements_rated_one_by_one() -> None:
    imported = read(("begin_group", "g", "Group"), ("select_one yn", "head", "How good?", "", "", "", "", "label"),
                    ("select_one yn", "s1", "Buses", "", "", "", "", "list-nolabel"),
                    ("select_one yn", "s2", "Trains", "", "", "", "", "list-nolabel"), ("end_group",))
    [page] = imported.survey.sections[0].pages
    assert is_rating(page) and page.title == {"en": "How good?"} and codes(row(imported, 3)) == ["statement-heading"]


def test_a_condition_of_a_group_holds_for_each_of_its_questions() -> None:
    imported = read(("select_one yn", "one", "One?"), ("text", "name", "Name?"),
                    ("begin_group", "g", "G", "", "", "${one} = 'yes'"),
                    ("text", "two", "Two?"), ("text", "three", "Three?", "", "", "${name} != ''"), ("end_group",))
    yes = Condition("one", ("yes",))
    assert question(imported.survey, "two").show_if == yes
    assert question(imported.survey, "three").show_if == All((yes, Answered("name")))
    assert row(imported, 5).outcome == "carried"


def test_a_condition_without_meaning_here_is_told_and_not_guessed() -> None:
    imported = read(("date", "one", "One?"), ("text", "two", "Two?", "", "", "${one} < today()"),
                    ("begin_group", "g", "G", "", "", "pulldata('a', 'b', 'c', ${one}) = 1"),
                    ("text", "three", "Three?"), ("end_group",))
    assert question(imported.survey, "two").show_if is None
    assert "condition-lost" in codes(row(imported, 3)) and codes(row(imported, 5)) == ["condition-of-group-lost"]


def test_a_question_that_nobody_could_see_is_left_out_and_told() -> None:
    imported = read(("select_one yn", "one", "One?"), ("text", "two", "Two?", "", "", "${one} = 'typo'"))
    assert row(imported, 3).outcome == "not-carried"
    assert codes(row(imported, 3)) == ["condition-unknown-choice", "never-shown"]


@pytest.mark.parametrize("condition", ["selected(${one}, 'other')", "${one} = 'other'"])
def test_a_text_behind_other_is_asked_beside_it_under_its_own_name(condition: str) -> None:
    imported = read(("select_one yn", "one", "One?"), ("text", "which", "Which?", "", "yes", condition),
                    choices=[*YES_NO, ("yn", "other", "Other")])
    asks = question(imported.survey, "one").options[2].asks
    assert asks is not None and (asks.key, asks.is_required, asks.show_if) == ("which", True, None)
    assert codes(row(imported, 3)) == ["shown-beside"]


def test_a_text_behind_other_that_a_later_condition_names_stays_a_question() -> None:
    imported = read(("select_one yn", "one", "One?"), ("text", "which", "Which?", "", "", "${one} = 'no'"),
                    ("text", "more", "More?", "", "", "${which} != ''"))
    assert question(imported.survey, "which").show_if == Condition("one", ("no",))
    assert question(imported.survey, "more").show_if == Answered("which")


def test_or_other_adds_the_option_and_its_text() -> None:
    imported = read(("select_multiple yn or_other", "one", "One?"), ("rank yn or_other", "two", "Two?"))
    other = question(imported.survey, "one").options[-1]
    assert other.code == "other" and other.asks is not None and other.asks.key == "one_other"
    assert question(imported.survey, "two_other").show_if == Condition("two", ("other",))


def test_limits_are_carried_and_the_rest_is_told() -> None:
    imported = read(("integer", "age-now", "Age?", "", "", "", ". >= 18 and . <= 120"),
                    ("select_multiple yn", "two", "Two?", "", "", "",
                     "not(selected(., 'no') and count-selected(.) > 1)"),
                    ("text", "three", "Three?", "", "", "", "regex(., '[A-Z]+')"),
                    ("integer", "four", "Four?", "", "", "", ". > ${age-now}"))
    found = {q.key: q for q in questions_of(imported.survey)}
    assert (found["age-now"].minimum, found["age-now"].maximum, found["three"].pattern) == ("18", "120", "[A-Z]+")
    assert [option.is_exclusive for option in found["two"].options] == [False, True]
    assert codes(row(imported, 5)) == ["constraint-lost"] and row(imported, 4).outcome == "carried"


def test_what_people_are_is_kept_apart_and_never_required() -> None:
    imported = read(("select_one yn", "sexual_orientation", "?", "", "yes"), ("text", "one", "One?"),
                    ("integer", "age", "Age?"), ("text", "religion", "Religion?"),
                    ("text", "two", "Two?", "", "", "${age} > 17"))
    answers, about = imported.survey.sections
    assert about.stores == "characteristics" and [page.key for page in about.pages] == ["sexual-orientation", "age"]
    first = about.pages[0].questions[0]
    assert (first.is_required, first.min_age) == (False, 16)
    assert row(imported, 5).outcome == "not-carried" and codes(row(imported, 6)) == ["condition-on-characteristic"]
    assert [problem for problem in find(imported.survey) if problem.stops] == []


def test_nothing_is_left_out_silently() -> None:
    headers = ("type", "name", "label", "default", "calculation", "choice_filter", "media::image", "parameters",
               "appearance", "guidance_hint", "kuid", "required_message", "repeat_count")
    asked = ("select_one yn", "one", "One?", "yes", "1+1", "x=1", "a.png", "randomize=true", "w1", "Ask", "abc", "Must")
    given = [("form_title", "version", "style", "instance_name"), ("Form", 3, "pages", "x"), ("Second",)]
    imported = read(headers, asked, notes=[("Remember",), ("this",)], choices=[*YES_NO, ("unused", "a", "A")],
                    settings=given)
    assert set(codes(row(imported, 2))) == {
        "default-not-carried", "calculation-not-carried", "filter-not-carried", "media-not-carried",
        "parameters-not-carried", "appearance-not-carried", "guidance-not-carried", "required-message-not-carried"}
    unknown = next(reason for reason in row(imported, 1).reasons if reason.code == "columns-unknown")
    assert unknown.facts == {"names": "kuid"}
    assert codes(row(imported, 4, "choices")) == ["list-unused"]
    assert codes(row(imported, 1, "notes")) == ["sheet-unknown"]
    assert codes(row(imported, 2, "settings")) == ["setting-not-carried"] * 2
    assert row(imported, 3, "settings").outcome == "not-carried"


def test_the_groups_that_kobotoolbox_writes_are_understood() -> None:
    headers = ("type", "name", "label", "kobo--score-choices", "kobo--rank-items", "kobo--matrix_list", "$given_name")
    imported = read(headers, ("begin_score", "s", "How good?", "yn"), ("score__row", "s1", "Buses"),
                    ("score__row", "s2", "Trains"), ("end_score",), ("begin_rank", "r", "Which first?", "", "yn"),
                    ("rank__level", "r1", "1st"), ("end_rank",),
                    ("begin_kobomatrix", "m", "Matrix", "", "", "yn"), ("text", "m1", "Cell"),
                    ("end_kobomatrix",), ("text", "", "Named?", "", "", "", "given"))
    pages = [page for section in imported.survey.sections for page in section.pages]
    assert is_rating(pages[0]) and question(imported.survey, "r").kind == "ranking"
    assert codes(row(imported, 10)) == ["kobo-matrix"] and question(imported.survey, "given").kind == "short-text"


@pytest.mark.parametrize(("name", "key"), [("1st", "q-1st"), ("a b", "a-b"), ("x" * 90, "x" * 80)])
def test_a_name_that_is_none_here_is_changed_wherever_it_is_used(name: str, key: str) -> None:
    imported = read(("integer", name, "One?"), ("text", "two", f"You said ${{{name}}}", "", "", f"${{{name}}} > 1"))
    assert question(imported.survey, key).kind == "number" and "name-changed" in codes(row(imported, 2))


def test_choice_names_with_spaces_or_too_long_are_changed_also_in_conditions() -> None:
    choices = [("list_name", "name", "label"), ("l", "a b", "A"), ("l", "x" * 70, "X")]
    imported = read(("select_one l", "one", "One?"), ("date", "two", "Two?", "", "", "${one} = 'a b'"),
                    choices=choices)
    assert [len(option.code) for option in question(imported.survey, "one").options] == [3, 56]
    assert question(imported.survey, "two").show_if == Condition("one", ("a-b",))


def test_rows_without_type_or_switched_off_are_told() -> None:
    imported = read(("type", "name", "label", "disabled", "note"), ("text", "one", "One?"), ("", "", "", "", "remark"),
                    ("text", "two", "Two?", "yes"))
    assert codes(row(imported, 4)) == ["row-disabled"] and row(imported, 3).outcome == "not-carried"


def test_every_reason_and_problem_has_a_sentence() -> None:
    trees = [tree_of(path) for path in sorted((ROOT / "consult" / "intake").glob("xlsform*.py"))]
    said = {argument.value for tree in trees for call in calls(tree, "changed", "dropped", "carried")
            for argument in call.args[1:3] if hasattr(argument, "value") and isinstance(argument.value, str)}
    assert len(said) > 30 and said - set(REASONS) == set()
    assert xlsform_choices.MAX_OPTIONS == 500 and "list-too-long" in SENTENCES
