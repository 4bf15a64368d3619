"""The forms of files of answers: what is uploaded, what holds for all rows, and what each column and cell means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, StringField

from consult.domain import mapping_edits as edits
from consult.domain.channels import CHANNELS, PANEL
from consult.domain.column_guesses import CHOICE, DAY, EMPTY, NUMBER, TEXT, Column
from consult.domain.mapping_edits import QUESTION, Meaning
from consult.domain.response_mappings import MOST_HEADER_ROW, FileShape
from consult.domain.surveys import MEDIA_KINDS, NOTE, Survey, is_open_comment, options_of, questions_of
from consult.exports.report_words import channel_words
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain, add_error, at_most, tidy

SEPARATORS = ((",", _l("Commas")), (";", _l("Semicolons")), ("\t", _l("Tabs")), ("|", _l("Upright lines")))
ENCODINGS = (("utf-8-sig", _l("UTF-8")), ("utf-16", _l("UTF-16")), ("cp1252", _l("Windows (Western)")))
# How days are written in files, by strptime form; the empty one is ISO.
DAYS = (("", "2026-03-27"), ("%d/%m/%Y", "27/03/2026"), ("%d/%m/%Y %H:%M", "27/03/2026 14:05"),
        ("%d/%m/%Y %H:%M:%S", "27/03/2026 14:05:30"), ("%m/%d/%Y", "03/27/2026"), ("%d.%m.%Y", "27.03.2026"),
        ("%d %b %Y", "27 Mar 2026"), ("%d %B %Y", "27 March 2026"), ("%d-%m-%Y", "27-03-2026"))
LONGEST_LABEL = 70


class UploadForm(Plain):
    """A file, where it is from, and whose answers it holds."""

    file = FileField(_l("File with the answers"),
                     description=_l("A CSV file or an Excel workbook (.xlsx) of up to 100 MB"))
    source = StringField(_l("Where the file is from"), [at_most(120)], filters=[tidy],
                         description=_l("For example the name of the survey tool. What the columns mean is kept for "
                                        "its next file."))
    sample = SelectField(_l("Whose answers these are"), validate_choice=False)
    mapping = FileField(_l("Mapping (if you have one)"),
                        description=_l("A JSON file that says what each column means. Without it we propose the "
                                       "meanings."))


class RowsForm(Plain):
    """What holds for all rows of a file, and where its table stands."""

    channel = SelectField(_l("How these answers came"), validate_choice=False)
    consent = BooleanField(_l("These people agreed that we use their answers"))
    quote_consent = BooleanField(_l("These people agreed that we quote them"))
    language = SelectField(_l("The language of the answers"), validate_choice=False)
    received = SelectField(_l("How days are written"), choices=choices(DAYS), validate_choice=False)
    sheet = SelectField(_l("Sheet"), validate_choice=False)
    header_row = IntegerField(_l("Row with the names of the columns"))
    data_row = IntegerField(_l("First row with answers"))
    delimiter = SelectField(_l("What stands between the cells"), choices=choices(SEPARATORS), validate_choice=False)
    encoding = SelectField(_l("How letters are stored"), choices=choices(ENCODINGS), validate_choice=False)


@dataclass(frozen=True)
class Line:
    """A column on the page: its place in the file, what it is called and shows, and what it is said to be."""

    at: int
    column: Column
    kind: str
    examples: tuple[str, ...]
    use: str
    is_personal: bool


def upload_form(panels: Sequence[Any]) -> UploadForm:
    """Return the form with the panels to choose from."""
    form = UploadForm()
    form.sample.choices = choices([("", gettext("Everyone’s: the open consultation")),
                                   *((panel.key, panel.name) for panel in panels)])
    return form


def rows_form(mapping: Mapping[str, Any], shape: FileShape, sheets: Sequence[str], languages: Sequence[tuple[str, str]],
              sample: str) -> RowsForm:
    """Return the form as it was sent, else as the mapping says."""
    received = mapping.get("received")
    plain = {name: value if isinstance(value := mapping.get(name), str | bool) else "" for name in (
        "channel", "consent", "quote_consent", "language")}
    form = RowsForm(data={
        **plain, "received": received.get("format", "") if isinstance(received, Mapping) else "",
        "sheet": shape.sheet, "header_row": shape.header_row, "data_row": shape.first_row,
        "delimiter": shape.delimiter, "encoding": (shape.encoding or "").replace("utf-16-le", "utf-16").replace(
            "utf-16-be", "utf-16")})
    ways = [(PANEL, channel_words(PANEL, gettext))] if sample else [
        ("", ""), *((way, channel_words(way, gettext)) for way in CHANNELS if way != PANEL)]
    form.channel.choices = choices(ways)
    form.language.choices = choices(languages)
    form.sheet.choices = choices([(name, name) for name in sheets])
    known = {value for value, _words in DAYS}
    if form.received.data and form.received.data not in known:
        form.received.choices = choices([*DAYS, (form.received.data, form.received.data)])
    return form


def shape_typed(form: RowsForm, before: FileShape) -> FileShape | None:
    """Return where the table stands as the form says; None, with an error on its field, where that cannot be."""
    header, first = form.header_row.data, form.data_row.data
    if header is None or not 1 <= header <= MOST_HEADER_ROW:
        add_error(form, "header_row", gettext("Enter a whole number from 1 to %(most)s", most=MOST_HEADER_ROW))
        return None
    if first is None or not header < first <= MOST_HEADER_ROW:
        add_error(form, "data_row", gettext("Enter the number of a row below the names of the columns"))
        return None
    encoding = before.encoding if (before.encoding or "").startswith(form.encoding.data or "-") else form.encoding.data
    return replace(before, header_row=header, data_row=first if first != header + 1 else None,
                   sheet=form.sheet.data or before.sheet, delimiter=form.delimiter.data if before.delimiter else None,
                   encoding=encoding if before.encoding else None)


def kind_words() -> dict[str, str]:
    """Return what kinds of cells are called."""
    return {EMPTY: gettext("Empty"), NUMBER: gettext("Numbers"), DAY: gettext("Dates"),
            CHOICE: gettext("Answers to choose from"), TEXT: gettext("Own words")}


def use_groups(survey: Survey, *, is_panel: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a column can be, in groups: what a response is besides its answers, then the survey's questions."""
    about = [("id", gettext("Name or number of the response")), ("received", gettext("Day it came")),
             ("language", gettext("Language")), ("on_behalf_of", gettext("A person, a group or an organisation")),
             ("body", gettext("Name of the organisation or group")), ("consent", gettext("May we use the answers")),
             ("quote_consent", gettext("May we quote"))]
    if is_panel:
        about.append(("weight", gettext("Weight")))
    groups = [(gettext("About the response"), about)]
    for section in survey.sections:
        asked = [one for page in section.pages for one in page.questions]
        keys = {one.key for one in asked}
        inside = [one for one in questions_of(survey) if one.key in keys or any(
            option.asks is not None and option.asks.key == one.key for other in asked for option in other.options)]
        groups.append((_english(section.title), [line for one in inside if one.kind != NOTE and not is_open_comment(one)
                                                 and one.kind not in MEDIA_KINDS for line in _question_uses(one)]))
    return [(name, lines) for name, lines in groups if lines]


def _question_uses(question: Any) -> list[tuple[str, str]]:
    words = _short(_english(question.text))
    found = [(f"{QUESTION}{question.key}", words)]
    if question.kind in ("several-choices", "ranking"):
        found += [(f"{QUESTION}{question.key}/{option.code}", f"{words} – {_short(_english(option.label))}")
                  for option in options_of(question)]
    return found


def _english(text: Mapping[str, str]) -> str:
    return text.get("en") or next(iter(text.values()), "")


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else f"{words[:LONGEST_LABEL - 1]}…"


def code_words(meaning: Meaning, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a cell of a column can mean, with its words; `names` are languages by their tags."""
    facts = {"self": gettext("One person"), "group": gettext("A group"), "organisation": gettext("An organisation"),
             "yes": gettext("Yes"), "no": gettext("No"), edits.NO_ANSWER: gettext("No answer"), **names}
    options = options_of(meaning.question) if meaning.question is not None else ()
    labels = {option.code: _english(option.label) for option in options}
    return [(code, labels.get(code) or facts.get(code, code)) for code in edits.codes_of(meaning, tuple(names))]
