"""Worries: sending one from any answer, the restricted queue, one worry with its whole answer, and closing it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, SelectField, TextAreaField

from consult.domain import worries as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.worries import Outcome
from consult.extensions import db
from consult.queries import worries as stored
from consult.queries.worries import WorryView
from consult.services import worries
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence
from consult.web.staff import worries_words
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_worries", __name__, url_prefix="/staff/consultations/<slug>")


class CloseForm(Plain):
    """What was decided about a worry, why, and where it was passed on."""

    outcome = RadioField(_l("What did you decide?"), validate_choice=False)
    reason = TextAreaField(_l("Why did you decide this?"), filters=[tidy],
                           description=_l("For the log. You have to say it where you passed something on."))
    threshold = SelectField(_l("If you passed it on: what was true"), validate_choice=False)
    passed_to = SelectField(_l("If you passed it on: to whom"), validate_choice=False)


class NoteForm(Plain):
    """A line for the log."""

    note = TextAreaField(_l("Write a note into the log"), filters=[tidy])


@blueprint.post("/answers/<answer_id>/worry")
@staff(Permission.FLAG_WORRIES)
def flag(slug: str, answer_id: str) -> WsgiResponse:
    """Send a worry about an answer; it is kept back from then on."""
    try:
        worries.flag(consultation_id=g.consultation.id, answer_id=answer_id, kind=tidy(request.form.get("kind", "")),
                     note=request.form.get("note", ""), by_id=current_user.id)
    except Refused as refused:
        flash(sentence(refused))
    else:
        flash(gettext("Your worry was sent. This answer is kept back until someone has looked at it."))
    return redirect(url_for(_way_on(), slug=slug), 303)


@blueprint.get("/worries")
@staff(Permission.HANDLE_WORRIES)
def index(slug: str) -> str:
    """List the worries that wait, the oldest due first."""
    now = utc_now()
    rows = stored.open_worries(db.session(), g.consultation.id)
    count, overdue = stored.counts(db.session(), g.consultation.id, now)
    left = {row.public_id: worries_words.hours_words(rules.hours_left(row.due_at, now)) for row in rows}
    late = {row.public_id for row in rows if rules.is_overdue(row.state, row.due_at, now)}
    return render_template("staff/worries/index.html", rows=rows, count=count, overdue=overdue, left=left, late=late,
                           most=stored.PAGE, **_shared())


@blueprint.get("/worries/closed")
@staff(Permission.HANDLE_WORRIES)
def closed(slug: str) -> str:
    """List what was decided, the newest first, and the thresholds by which it is."""
    rows = stored.closed_worries(db.session(), g.consultation.id)
    hours = {kind: (rules.HOURS[kind], rules.HOURS_UNDER_18[kind]) for kind in rules.WORRY_KINDS}
    return render_template("staff/worries/closed.html", rows=rows, outcomes=worries_words.outcome_words(), hours=hours,
                           thresholds=worries_words.threshold_words(), by_kind=rules.THRESHOLDS_OF, **_shared())


@blueprint.get("/worries/<public_id>")
@staff(Permission.HANDLE_WORRIES)
def show(slug: str, public_id: str) -> Any:
    """Show a worry, the whole answer and the log, with the forms to write into it and to close it."""
    return _page(_view(public_id))


@blueprint.post("/worries/<public_id>/take")
@staff(Permission.HANDLE_WORRIES)
def take(slug: str, public_id: str) -> WsgiResponse:
    """Take a worry on."""
    try:
        worries.take(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("You look after this worry now."))
    return redirect(url_for("staff_worries.show", slug=slug, public_id=public_id), 303)


@blueprint.post("/worries/<public_id>/note")
@staff(Permission.HANDLE_WORRIES)
def note(slug: str, public_id: str) -> Any:
    """Write a note into the log."""
    form = NoteForm()
    try:
        worries.note(consultation_id=g.consultation.id, public_id=public_id, words=form.note.data or "",
                     by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "note")
        return _page(_view(public_id), note_form=form)
    flash(gettext("Your note was kept."))
    return redirect(url_for("staff_worries.show", slug=slug, public_id=public_id), 303)


@blueprint.post("/worries/<public_id>/close")
@staff(Permission.HANDLE_WORRIES)
def close(slug: str, public_id: str) -> Any:
    """Close a worry with what was decided."""
    view = _view(public_id)
    form = _close_form(view)
    given = Outcome(form.outcome.data or "", form.reason.data or "", form.threshold.data or "",
                    form.passed_to.data or "")
    try:
        worries.close(consultation_id=g.consultation.id, public_id=public_id, outcome=given, by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "outcome")
        return _page(_view(public_id), close_form=form)
    flash(gettext("The worry is closed. The answer is back with the team."))
    return redirect(url_for("staff_worries.index", slug=slug), 303)


def _way_on() -> str:
    """Return the page that someone works on after sending a worry."""
    if Permission.CODE in g.permissions:
        return "staff_coding.overview"
    return "staff_answer_words.index" if Permission.SEE_ANSWER_WORDS in g.permissions else "staff_worries.index"


def _view(public_id: str) -> WorryView:
    found = stored.one(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _close_form(view: WorryView) -> CloseForm:
    form = CloseForm()
    thresholds = worries_words.threshold_words()
    form.outcome.choices = choices(worries_words.outcome_words().items())
    form.threshold.choices = choices([("", ""), *(
        (code, thresholds[code]) for code in rules.THRESHOLDS_OF[view.queued.kind])])
    form.passed_to.choices = choices([("", ""), *worries_words.recipient_words().items()])
    return form


def _page(view: WorryView, close_form: CloseForm | None = None, note_form: NoteForm | None = None) -> Any:
    form = close_form
    if form is None:
        form = _close_form(view)
        form.outcome.data = rules.USUAL_OUTCOME
    now = utc_now()
    note_form = note_form or NoteForm(formdata=None)
    page = render_template(
        "staff/worries/show.html", view=view, form=form, note_form=note_form, actions=worries_words.action_words(),
        thresholds=worries_words.threshold_words(), recipients=worries_words.recipient_words(),
        left=worries_words.hours_words(rules.hours_left(view.queued.due_at, now)), limit=rules.MOST_REASON,
        is_late=rules.is_overdue(view.queued.state, view.queued.due_at, now), **_shared())
    return (page, 422) if form.errors or note_form.errors else page


def _shared() -> dict[str, Any]:
    return {"consultation": g.consultation, "kinds": worries_words.kind_words()}
