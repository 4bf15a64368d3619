"""What an XLSForm file says back: why it is refused, and what became of each of its rows; code to sentence only."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.survey_problems import MAX_QUESTIONS
from consult.intake.workbooks import MAX_CELL, MAX_COLUMNS, MAX_ROWS

PROBLEMS = {
    "workbook-too-large": _l("The workbook is too large to read. Take out sheets and rows that the survey does not "
                             "need."),
    "workbook-locked": _l("This is an old .xls file, or it has a password. Save it as .xlsx without a password."),
    "workbook-macros": _l("The workbook holds macros. Save it as .xlsx without macros."),
    "workbook-other": _l("This is not an Excel workbook. Save the survey as .xlsx and try again."),
    "workbook-broken": _l("The workbook is broken and cannot be read. Open it, save it as .xlsx and try again."),
    "workbook-rows": _l("The workbook has more than %(most)s rows", most=f"{MAX_ROWS:,}"),
    "workbook-columns": _l("The sheet has more than %(most)s columns", most=MAX_COLUMNS),
    "cell-formula": _l("The cell holds a formula: %(name)s. Put in the words or the number that it gives."),
    "cell-error": _l("The cell holds an error: %(name)s"),
    "cell-too-long": _l("The cell holds more than %(most)s characters", most=f"{MAX_CELL:,}"),
    "format-unknown": _l("This is no survey file that Consult knows. Use an XLSForm (.xlsx) or a YAML file."),
    "limesurvey-later": _l("This is a LimeSurvey file. This version cannot read those yet. Use an XLSForm (.xlsx)."),
    "sheet-missing": _l("The workbook has no sheet called “%(name)s” with rows in it"),
    "column-missing": _l("The sheet has no column called “%(name)s”"),
    "column-twice": _l("The sheet has the column “%(name)s” twice"),
    "type-missing": _l("The type of “%(name)s” is missing"),
    "unknown-row-type": _l("“%(name)s” is no type of question that XLSForm knows"),
    "unknown-list": _l("There is no list of choices called “%(name)s”"),
    "choice-without-name": _l("A choice of the list “%(name)s” has no name"),
    "duplicate-choice": _l("The list has the choice “%(name)s” twice"),
    "list-too-long": _l("The list “%(name)s” has too many choices for people to read. Make it shorter."),
    "group-not-open": _l("This row ends a group that never began"),
    "group-not-closed": _l("The group “%(name)s” never ends"),
    "group-crossed": _l("This row ends another kind of group than “%(name)s”, which was begun last"),
    "groups-too-deep": _l("There are too many groups inside one another, down to “%(name)s”"),
    "duplicate-name": _l("Two questions have the name “%(name)s”. Each needs a name of its own."),
    "name-shape": _l("The name “%(name)s” is not right. Use letters, numbers, hyphens and dots, a letter first."),
    "condition-unknown-name": _l("The condition names “%(name)s”, and no question is called that"),
    "condition-circular": _l("The condition waits for “%(name)s”, which waits for this question in turn"),
    "condition-on-later": _l("The condition names “%(name)s”, which is not asked before this question"),
    "condition-on-same-page": _l("The condition names “%(name)s”, which stands on the same page. Move one of them."),
    "too-many-questions": _l("The survey has more than %(most)s questions", most=f"{MAX_QUESTIONS:,}"),
}
UNKNOWN = _l("Something here is not as it was in the file")
REASONS = {
    # left out
    "type-device": _l("Not carried over: Consult keeps nothing about people's devices or the time they take."),
    "type-calculated": _l("Not carried over: Consult works out no hidden values."),
    "type-place": _l("Not carried over: Consult does not ask for exact places."),
    "type-list-elsewhere": _l("Not carried over: its choices are in another file."),
    "type-rank-level": _l("Not carried over: people give each choice a place, so the places need no words."),
    "kobo-matrix": _l("Not carried over: a matrix of questions cannot be read on a small screen. Ask them one by one."),
    "row-says-nothing": _l("Not carried over: the row says nothing in a column that is known here."),
    "row-disabled": _l("Not carried over: the row is switched off in the file."),
    "row-comment": _l("Not carried over: the row has no type, so it asks nothing."),
    "note-empty": _l("Not carried over: the note has no words."),
    "never-shown": _l("Not carried over: its condition can never hold, so nobody would see it."),
    "characteristic-not-choice": _l("Not carried over: what people are is only ever counted, and this kind of answer "
                                    "cannot be counted."),
    "group-empty": _l("Not carried over: nothing in this group was carried over."),
    "choice-without-list": _l("Not carried over: the choice names no list."),
    "choice-repeated": _l("Not carried over: the list has the choice “%(name)s” already."),
    "list-unused": _l("Not carried over: no question uses the list “%(name)s”."),
    "settings-twice": _l("Not carried over: only the first row of settings counts."),
    "sheet-unknown": _l("Not carried over: the sheet “%(name)s” is no part of an XLSForm survey here."),
    "rows-after-gap": _l("The sheet goes on with a very long run of empty rows. Nothing after them was read."),
    "rows-more": _l("Not carried over: this row and the rows after it, %(number)s in all."),
    # names and words
    "name-given": _l("The row has no name, so it is called “%(name)s”."),
    "name-changed": _l("The name “%(before)s” cannot be used here. It is now “%(after)s”."),
    "code-changed": _l("The name “%(before)s” of the choice cannot be used here. It is now “%(after)s”."),
    "markup-taken-out": _l("Markup was taken out of the words. Addresses of links stand in brackets."),
    "label-missing": _l("The question has no words yet."),
    "title-missing": _l("The form has no title, so it bears its id."),
    "words-missing": _l("Words are missing in the language “%(language)s”."),
    "language-unknown": _l("The language “%(name)s” is not known. Its words are kept as “%(tag)s”."),
    "language-assumed": _l("The file does not say which language its words are in. They are taken as “%(tag)s”."),
    "pipe-unknown": _l("The words ask for the answer to “%(name)s”, which is no question on an earlier page."),
    "columns-unknown": _l("These columns mean nothing here and were not carried over: %(names)s"),
    "column-ignored": _l("The column “%(column)s” says “%(value)s”, which does not fit and was left out."),
    "setting-not-carried": _l("The setting “%(name)s” has no meaning here."),
    # kinds
    "type-as-text": _l("Asked as a short text: there is no question of the type “%(type)s”."),
    "type-as-file": _l("Asked as a file, which can be a picture."),
    "type-background-audio": _l("Asked openly: nobody is recorded without pressing a button."),
    "type-range": _l("Asked as a number: there is no slider."),
    "read-only": _l("People cannot change it, so it is shown as a note."),
    "other-added": _l("The choice “other” was added, with a text beside it."),
    "other-after": _l("The choice “other” was added. A text on the next page asks what it is."),
    "other-without-words": _l("The text beside a choice was left out: what people are is only ever counted."),
    "shown-beside": _l("Shown beside the choice of “%(name)s” that it belongs to."),
    "kept-apart": _l("It asks what people are. It was moved to a section that is kept apart and only ever counted."),
    "never-required": _l("People can always leave out a question about themselves."),
    "only-from-16": _l("Only people aged 16 and over are asked this."),
    # what is asked when, and its limits
    "condition-lost": _l("The question is now asked of everyone: the part “%(part)s” of its condition has no meaning "
                         "here."),
    "condition-of-group-lost": _l("The question is now asked of everyone, because the condition of its group could "
                                  "not be read."),
    "condition-on-characteristic": _l("The question is now asked of everyone: a condition cannot look at “%(name)s”, "
                                      "which is kept apart."),
    "condition-unknown-choice": _l("The condition names “%(name)s”, which nobody can choose. That part was left out."),
    "required-sometimes": _l("People can now always leave it out: it was only required where “%(value)s”."),
    "constraint-lost": _l("This limit was not carried over: %(part)s"),
    # what has no place here
    "default-not-carried": _l("No answer is filled in beforehand."),
    "calculation-not-carried": _l("The calculation was not carried over."),
    "filter-not-carried": _l("All choices of the list are offered: the filter was not carried over."),
    "guidance-not-carried": _l("The guidance for interviewers was not carried over."),
    "required-message-not-carried": _l("The words for a missing answer were not carried over: Consult has its own."),
    "media-not-carried": _l("The picture or recording in the column “%(column)s” was not carried over."),
    "parameters-not-carried": _l("These settings of the question were not carried over: %(value)s"),
    "appearance-not-carried": _l("This look was not carried over: %(value)s"),
    # structure
    "outside-groups": _l("It stands outside every group, so its section bears the title of the form."),
    "group-without-label": _l("The group has no words, so its section bears the title of the form."),
    "group-flattened": _l("A group inside a group. Its words stand above its first question."),
    "one-a-page": _l("The questions of this group are asked one a page."),
    "repeat-once": _l("The questions of this group are asked once and not repeated."),
    "score-as-statements": _l("Carried over as statements that are rated one by one."),
    "statement-heading": _l("Its words stand above the statements. The options are shown with each statement."),
    # what still stops the survey
    "survey-too-few-options": _l("A question with options needs at least two of them."),
    "survey-limits-wrong": _l("The lowest and the highest number that are allowed do not fit together."),
    "survey-option-unlabelled": _l("The choice “%(name)s” has no words yet."),
    "survey-companion-wrong": _l("The question “%(name)s” cannot stand beside a choice."),
}


def reason_words(code: str, facts: Mapping[str, object]) -> str:
    """Return why a row became what it is, in the language of the page."""
    words = str(REASONS.get(code, UNKNOWN))
    for name, value in facts.items():
        words = words.replace(f"%({name})s", str(value))
    return words


def row_words(reasons: Sequence[Mapping[str, Any]]) -> str:
    """Return all reasons of one row {"code", "facts"} as sentences, empty where there is none."""
    return " ".join(reason_words(str(reason["code"]), reason.get("facts") or {}) for reason in reasons)


def place_words(problem: Mapping[str, object]) -> str:
    """Return where a problem is in a workbook, empty where it is in no sheet."""
    sheet, cell, row = (str(problem.get(name) or "") for name in ("sheet", "cell", "row"))
    if not sheet:
        return ""
    if cell:
        return gettext("Sheet “%(sheet)s”, cell %(cell)s", sheet=sheet, cell=cell)
    return gettext("Sheet “%(sheet)s”, row %(row)s", sheet=sheet, row=row) if row else gettext(
        "Sheet “%(sheet)s”", sheet=sheet)
