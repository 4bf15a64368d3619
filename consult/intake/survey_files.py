"""Which reader a survey file goes to, by what is in it and not by its name; the reading itself is theirs."""

from collections.abc import Callable

from consult.intake.surveys import read_survey
from consult.intake.workbook_parts import OLD_OR_LOCKED
from consult.intake.workbooks import ZIP, Cell, CellProblems
from consult.intake.xlsform_report import Imported, ReportRow
from consult.intake.xlsforms import read_xlsform

XLSFORM, YAML, LIMESURVEY, OTHER_XML = "xlsform", "yaml", "limesurvey", "other-xml"
HEAD = 2_000


def format_of(data: bytes) -> str:
    """Return which of the formats a file is."""
    if data.startswith((ZIP, OLD_OR_LOCKED, b"PK")):
        return XLSFORM
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<"):
        return YAML
    return LIMESURVEY if b"LimeSurveyDocType" in head else OTHER_XML


def read_survey_file(data: bytes) -> Imported:
    """Return the survey in a file and what became of its rows. Raises Refused("file", code) with its problems."""
    return _READERS[format_of(data)](data)


def _read_yaml(data: bytes) -> Imported:
    """A YAML file is carried whole or refused whole; a row is a question, counted in its section."""
    survey = read_survey(data)
    return Imported(survey, tuple(
        ReportRow(section.key, place, question.key, "carried")
        for section in survey.sections
        for place, question in enumerate((question for page in section.pages for question in page.questions), 1)
    ))


def _refuse_limesurvey(_data: bytes) -> Imported:
    problems = CellProblems()
    raise problems.stop(Cell(), "limesurvey-later")


def _refuse_xml(_data: bytes) -> Imported:
    problems = CellProblems()
    raise problems.stop(Cell(), "format-unknown")


# A further format is one more name here.
_READERS: dict[str, Callable[[bytes], Imported]] = {
    XLSFORM: read_xlsform, YAML: _read_yaml, LIMESURVEY: _refuse_limesurvey, OTHER_XML: _refuse_xml,
}
