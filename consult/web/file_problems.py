"""What each problem of a plan or survey file says to its writer: code to sentence; nothing of other refusals."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from consult.intake.yaml_lines import MAX_ALIASES, MAX_DEPTH, MAX_VALUES
from consult.web import xlsform_words
from consult.web.staff_sentences_events import NOTE_FILE_PROBLEMS
from consult.web.xlsform_words import reason_words, row_words

__all__ = ["reason_words", "row_words", "sentence"]

# %(name)s is what the problem is about: a field, a key or a language of the file.
SENTENCES = {
    # the file as a whole
    "too-large": _l("The file is larger than 5 MB"),
    "not-utf-8": _l("This is not a text file in UTF-8. Save it as UTF-8 and try again."),
    "bad-character": _l("Here is a character that no text should hold: %(name)s"),
    "not-yaml": _l("This line is not YAML. Check its spaces, its colons and its quotation marks."),
    "no-content": _l("The file is empty"),
    "several-documents": _l("The file holds more than one document. Take out the line of three hyphens."),
    "unknown-tag": _l("The tag “%(name)s” cannot be used"),
    "too-deep": _l("Lists and fields stand inside one another more than %(depth)s deep", depth=MAX_DEPTH),
    "too-many-values": _l("The file holds more than %(most)s values", most=f"{MAX_VALUES:,}"),
    "too-many-aliases": _l("The file repeats parts by alias more than %(most)s times", most=MAX_ALIASES),
    "alias-loop": _l("The alias “%(name)s” repeats the part that it stands in"),
    "unknown-alias": _l("The alias “%(name)s” repeats a part that is not there"),
    "name-not-text": _l("The name of a field must be a word"),
    "repeated-name": _l("The field “%(name)s” is there twice"),
    "wrong-schema": _l("The file must say “schema: %(name)s”"),
    # fields
    "wrong-type": _l("“%(name)s” holds the wrong kind of value, such as a list where a text belongs"),
    "missing": _l("“%(name)s” is missing"),
    "empty": _l("“%(name)s” is empty"),
    "too-long": _l("“%(name)s” is too long"),
    "not-a-key": _l("“%(name)s” is not a key. Use small letters, numbers and single hyphens, like knife-crime."),
    "out-of-range": _l("The number in “%(name)s” is too small or too large"),
    "repeated-value": _l("“%(name)s” is in the list twice"),
    "unknown-field": _l("There is no field called “%(name)s” here"),
    "said-twice": _l("“%(name)s” says the same thing as another field here. Keep one of them."),
    # languages
    "not-a-language": _l("“%(name)s” is not a language tag like en or ur"),
    "missing-language": _l("Words are missing in a language: %(name)s"),
    "unknown-language": _l("The file does not list the language “%(name)s”"),
    "unknown-state": _l("“%(name)s” is no state of a translation. Use machine-drafted or checked."),
    # plans
    "no-nodes": _l("The plan has no parts"),
    "duplicate-id": _l("Another part of the plan has the id “%(name)s”"),
    "unknown-actor": _l("“%(name)s” is not in the list of actors"),
    "unknown-type": _l("“%(name)s” is not in the list of commitment types"),
    "unknown-topic": _l("“%(name)s” is not in the list of topics"),
    # reports of a scrutiny body
    "not-a-date": _l("“%(name)s” is not a date. Write it as 2025-03-27."),
    "unknown-status": _l("“%(name)s” is no way to read a reply"),
    # surveys
    "no-questions": _l("“%(name)s” is empty: there is nothing to ask"),
    "duplicate-key": _l("Something else has the key “%(name)s”"),
    "unknown-kind": _l("“%(name)s” is no kind of question"),
    "unknown-store": _l("“%(name)s” is no place to keep answers. Use answers or characteristics."),
    "not-asked-before": _l("A condition can only name a question on an earlier page, and “%(name)s” is not one"),
    "unknown-code": _l("“%(name)s” is not an option of the question that the condition names"),
    "unknown-option-list": _l("There is no ready list of options called “%(name)s”"),
    "too-few-options": _l("A question with options needs at least two of them"),
    "duplicate-option": _l("Two options of this question have the code “%(name)s”"),
    "not-for-this-kind": _l("“%(name)s” does not belong to this kind of question"),
    "codes-of-this-kind-differ": _l("Questions of the kind “%(name)s” have fixed option codes. "
                                    "Keep them all, in order."),
    "sensitive-needs-min-age": _l("“%(name)s” may only be asked from the age of 16: add min_age: 16"),
    "sensitive-in-answers": _l("The answer to “%(name)s” must be kept apart: move it to a section that stores "
                               "characteristics"),
    **xlsform_words.PROBLEMS,
    **NOTE_FILE_PROBLEMS,
    "text-in-characteristics": _l("“%(name)s” is a free text, which a section that stores characteristics cannot hold"),
}
UNKNOWN = _l("Something here is not right: %(name)s")


def sentence(problem: Mapping[str, object]) -> str:
    """Return what to tell the reader about one problem {line, code, name}, in the language of the page.

    A problem in a workbook begins with its sheet and cell.
    """
    lazy = SENTENCES.get(str(problem["code"]), UNKNOWN)
    words = str(lazy).replace("%(name)s", str(problem["name"]))
    place = xlsform_words.place_words(problem)
    return f"{place}: {words}" if place else words
