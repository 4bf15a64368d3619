"""The coding board: how far the work is, when it will be done at this pace, who reads what; and who was given what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import SelectField

from consult.domain import disclosure
from consult.domain.access import Permission
from consult.domain.assignments import nobodys, work_of
from consult.domain.disclosure import protect
from consult.domain.errors import NotFound, Refused
from consult.domain.forecasts import Forecast, forecast
from consult.domain.instants import utc_now
from consult.exports.report_words import channel_words
from consult.extensions import db
from consult.queries import coding_progress as stored
from consult.queries import coding_settings, shares
from consult.queries.coding_progress import Counts, Line
from consult.services import assignments
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.report_pages import cell_words
from consult.web.staff.language_names import language_choices, language_name
from consult.web.staff.london_days import day_of
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_coding_board", __name__, url_prefix="/staff/consultations/<slug>/coding-board")


# What is told of the answers in each language.
OF_LANGUAGES = ("received", "translated", "wanted", "read", "doubled", "settled")


class GiveForm(Plain):
    """Whom to give which answers."""

    person = SelectField(_l("Who"), validate_choice=False)
    question = SelectField(_l("Question"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)


@blueprint.get("")
@staff(Permission.CODE)
def index(slug: str) -> Any:
    """Show how far the coding is, the forecast, who has what open and who was given what."""
    return _page(GiveForm(formdata=None))


@blueprint.post("/give")
@staff(Permission.MANAGE_CODING)
def give(slug: str) -> Any:
    """Give someone the answers to a question in a language."""
    form = GiveForm()
    try:
        assignments.give(
            consultation_id=g.consultation.id, person=form.person.data or "", question=form.question.data or "",
            language=form.language.data or "", by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "person")
        return _page(form)
    flash(gettext("Given."))
    return _back(slug)


@blueprint.post("/take")
@staff(Permission.MANAGE_CODING)
def take(slug: str) -> WsgiResponse:
    """Take an assignment away again; one that somebody took away before is gone as it should be."""
    form = GiveForm()
    try:
        assignments.take(
            consultation_id=g.consultation.id, person=form.person.data or "", question=form.question.data or "",
            language=form.language.data or "", by_id=current_user.id)
    except NotFound:
        flash(gettext("This was taken away before."))
    else:
        flash(gettext("Taken away."))
    return _back(slug)


def _page(form: GiveForm) -> Any:
    session, consultation = db.session(), g.consultation
    lines, given = stored.lines(session, consultation.id), stored.given(session, consultation.id)
    questions = {asked.key: words(asked.question.text) for asked in shares.questions(session, consultation.id)}
    waiting, standing = stored.waiting(lines), [one.assignment for one in given]
    _fill(form, questions, {line.language for line in lines})
    page = render_template(
        "staff/coding_board/index.html", consultation=consultation, form=form, questions=questions, given=given,
        tables=_tables(lines, questions), languages=_by_language(lines),
        total=stored.together(lines, lambda _line: "").get("", Counts()),
        forecast=_forecast(lines), work=work_of(current_user.id, standing, waiting),
        nobodys=nobodys(standing, waiting),
        present=stored.present(session, consultation.id, utc_now()), withheld=stored.withheld(session, consultation.id),
        language_name=language_name, today=day_of(utc_now()), may_manage=Permission.MANAGE_CODING in g.permissions)
    return (page, 422) if form.errors else page


def _tables(lines: Sequence[Line], questions: Mapping[str, Any]) -> list[tuple[str, str, str, dict[Any, Counts]]]:
    """Return (id, caption, head, counts by name) by question and by way to answer."""
    by_question = stored.together(lines, lambda line: line.question)
    by_way = stored.together(lines, lambda line: line.channel)
    return [
        ("by-question", gettext("By question"), gettext("Question"), {
            questions.get(key, key): by_question[key]
            for key in sorted(by_question, key=[*questions, *by_question].index)}),
        ("by-way", gettext("By way to answer"), gettext("Way"), {
            channel_words(key, gettext): found for key, found in by_way.items()}),
    ]


def _by_language(lines: Sequence[Line]) -> list[tuple[str, list[str]]]:
    """Return each language with its numbers in words: language is a characteristic, so they are protected."""
    found = stored.together(lines, lambda line: line.language)
    # Each column by itself: of one language every answer can have been read, and that tells nothing of anybody.
    shown = {column: protect(disclosure.Counts(
        tuple(found), (column,), {(key, column): getattr(found[key], column) for key in found}, rows_by=("language",)))
        for column in OF_LANGUAGES}
    return [(language_name(key), [cell_words(replace(shown[column].cells[key, column], base=None))
                                  for column in OF_LANGUAGES]) for key in found]


def _forecast(lines: Sequence[Line]) -> Forecast:
    session, consultation_id = db.session(), g.consultation.id
    counts, today = stored.together(lines, lambda _line: "").get("", Counts()), day_of(utc_now())
    assert today is not None
    return forecast(counts.read + counts.waiting, counts.read, stored.read_by_day(session, consultation_id, today),
                    today, coding_settings.of(session, consultation_id).report_on)


def _fill(form: GiveForm, questions: Mapping[str, Any], came: set[str]) -> None:
    form.person.choices = choices([
        ("", ""), *((one.public_id, one.name) for one in stored.team(db.session(), g.consultation.id))])
    form.question.choices = choices([("", gettext("Every question")), *questions.items()])
    form.language.choices = choices([
        ("", gettext("Every language")), *language_choices(sorted({*came, *g.consultation.languages}))])


def _back(slug: str) -> WsgiResponse:
    return redirect(url_for("staff_coding_board.index", slug=slug, _anchor="given"), 303)
