"""Forms of rows that grow without JavaScript, for duties and stages: what stands, then two empty ones."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from consult.services.consultations import DutyFacts, StageFacts
from consult.web.fields import DatePartsField
from consult.web.sentences import words_for
from consult.web.staff.plain_forms import Plain, add_error, at_most, tidy
from consult.web.staff.setup_forms import SHORT_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH, is_a_likely_day, labelled

EMPTY_ROWS, MOST_ROWS = 2, 40
ROW_FIELD = re.compile(r"row-([0-9]{1,2})-.+")


class RowsForm(Plain):
    """Rows of fields named row-<number>-<part>; `parts` are the same in each row."""

    parts: tuple[str, ...] = ()
    count = 0

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each row by part."""
        return [{part: self[f"row-{number}-{part}"] for part in self.parts} for number in range(self.count)]

    def filled(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the rows in which something was typed, with their numbers."""
        return [(number, row) for number, row in enumerate(self.rows) if any(f.data or f.errors for f in row.values())]

    def need(self, field: Any, code: str) -> None:
        """Put an error on a field that is empty and has none yet."""
        if not field.data and not field.errors:
            add_error(self, field.name, words_for(code, {}))


def duties_form(languages: Sequence[str], standing: Sequence[Any]) -> RowsForm:
    """Return the form of the duties, filled with those that stand or with what was posted."""
    def fields(_number: int) -> dict[str, Any]:
        titles = _titles(languages)
        texts = {f"text-{tag}": TextAreaField(labelled(_l("What it means"), tag), filters=[tidy],
                                              validators=[at_most(SUMMARY_LENGTH)]) for tag in languages}
        source = StringField(_l("Law or document"), filters=[tidy], validators=[at_most(SHORT_LENGTH)],
                             description=_l("For example Police Act 1996, section 96."))
        return {**titles, **texts, "source": source}

    data = [{**_spread("title", duty.title), **_spread("text", duty.text), "source": duty.source} for duty in standing]
    return _rows_form(fields, data)


def stages_form(languages: Sequence[str], standing: Sequence[Any]) -> RowsForm:
    """Return the form of the stages, filled with those that stand or with what was posted."""
    def fields(number: int) -> dict[str, Any]:
        titles = _titles(languages)
        first = _l("First day of stage %(number)s", number=number)
        last = _l("Last day of stage %(number)s", number=number)
        return {**titles, "starts_on": DatePartsField(first, validators=[is_a_likely_day]),
                "ends_on": DatePartsField(last, validators=[is_a_likely_day])}

    data = [{**_spread("title", stage.title), "starts_on": stage.starts_on, "ends_on": stage.ends_on}
            for stage in standing]
    return _rows_form(fields, data)


def _titles(languages: Sequence[str]) -> dict[str, Any]:
    return {f"title-{tag}": StringField(labelled(_l("Title"), tag), filters=[tidy], validators=[at_most(TITLE_LENGTH)])
            for tag in languages}


def _spread(part: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{part}-{tag}": text for tag, text in words.items()}


def _rows_form(fields: Callable[[int], dict[str, Any]], data: list[dict[str, Any]]) -> RowsForm:
    count = _posted_rows() if request.method == "POST" else min(len(data) + EMPTY_ROWS, MOST_ROWS)
    rows = [fields(number + 1) for number in range(count)]
    named = {f"row-{number}-{part}": field for number, row in enumerate(rows) for part, field in row.items()}
    form_class = type("Rows", (RowsForm,), {**named, "parts": tuple(fields(0)), "count": count})
    form: RowsForm = form_class(
        data={f"row-{number}-{part}": value for number, row in enumerate(data) for part, value in row.items()})
    return form


def _posted_rows() -> int:
    numbers = [int(found.group(1)) for name in request.form if (found := ROW_FIELD.fullmatch(name))]
    return min(max(numbers, default=-1) + 1, MOST_ROWS)


def duties_typed(form: RowsForm, standing: Sequence[Any]) -> list[DutyFacts]:
    """Return the duties of the form; puts an error on each field that is needed and empty."""
    form.validate()
    found = []
    for number, row in form.filled():
        form.need(row["title-en"], "title-missing")
        form.need(row["text-en"], "text-missing")
        kept = standing[number] if number < len(standing) else None
        found.append(DutyFacts(_gathered("title", row, kept), _gathered("text", row, kept), row["source"].data or ""))
    return found


def stages_typed(form: RowsForm, standing: Sequence[Any]) -> list[StageFacts]:
    """Return the stages of the form; puts an error on each field that is not right. Complete only without errors."""
    form.validate()
    found = []
    for number, row in form.filled():
        form.need(row["title-en"], "title-missing")
        form.need(row["starts_on"], "date-missing")
        form.need(row["ends_on"], "date-missing")
        starts_on, ends_on = row["starts_on"].data, row["ends_on"].data
        if starts_on is None or ends_on is None:
            continue
        if ends_on < starts_on:
            add_error(form, row["ends_on"].name, gettext("The last day cannot be before the first day"))
        kept = standing[number] if number < len(standing) else None
        found.append(StageFacts(_gathered("title", row, kept), starts_on, ends_on))
    return found


def _gathered(part: str, row: Mapping[str, Any], kept: Any) -> dict[str, str]:
    """Return the words of a part by language; a language that the form does not show keeps what it has."""
    hidden = {tag: text for tag, text in (getattr(kept, part) if kept else {}).items() if f"{part}-{tag}" not in row}
    typed = {name.removeprefix(f"{part}-"): field.data for name, field in row.items() if name.startswith(f"{part}-")}
    return {**hidden, **{tag: text for tag, text in typed.items() if text}}
