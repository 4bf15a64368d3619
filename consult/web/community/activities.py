"""Activities of the group with the rung that each is on, and what keeps one from being co-production."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, SelectField, StringField, TextAreaField

from consult.domain import rungs as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import activities as stored
from consult.queries.activities import ActivityView
from consult.services import activities
from consult.services.activities import Facts
from consult.web.access import Guarded, member
from consult.web.community.door_forms import saved
from consult.web.fields import DatePartsField, Plain, choices
from consult.web.forum_words import condition_words, rung_meanings, rung_words
from consult.web.pages import day
from consult.web.sentences import sentence

blueprint = Guarded("space_activities", __name__)
PLACE = "/<lang>/space/activities"


class ActivityForm(Plain):
    """Something that the group does with a public body."""

    title = StringField(_l("What do we do?"))
    what = TextAreaField(_l("More about it (optional)"))
    rung = RadioField(_l("How much say do we have?"), validate_choice=False)
    responder = StringField(_l("Who answers us"))
    feedback_due_on = DatePartsField(_l("Day by which we hear what came of it"))
    meeting = SelectField(_l("Meeting that it belongs to"), validate_choice=False)

    def facts(self) -> Facts:
        """Return what was entered."""
        return Facts(self.title.data or "", self.what.data or "", self.rung.data or "", self.responder.data or "",
                     self.feedback_due_on.data, self.meeting.data or "")


@blueprint.get(PLACE)
@member(Right.READ_MEASURES)
def index() -> str:
    """List what the group does, each with its rung, and what is over."""
    session = db.session()
    return render_template(
        "community/activities/index.html", forum=g.forum, rows=stored.listed(session, g.acting.forum_id),
        ended=stored.listed(session, g.acting.forum_id, is_ended=True), rungs=rung_words(), meanings=rung_meanings(),
        conditions=condition_words(), may_write=Right.DECIDE in g.acting.rights)


@blueprint.route(f"{PLACE}/new", methods=["GET", "POST"])
@member(Right.DECIDE, keeps_form=True)
def new() -> Any:
    """Add an activity."""
    return _written(None)


@blueprint.route(f"{PLACE}/<public_id>", methods=["GET", "POST"])
@member(Right.DECIDE, keeps_form=True)
def change(public_id: str) -> Any:
    """Change an activity."""
    view = stored.one(db.session(), g.acting.forum_id, public_id)
    if view is None or view.ended_on is not None:
        raise NotFound()
    return _written(view)


@blueprint.post(f"{PLACE}/<public_id>/end")
@member(Right.DECIDE)
def end(public_id: str) -> WsgiResponse:
    """Say that an activity is over."""
    try:
        activities.end(by=g.acting, activity_id=public_id)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("It is in the list of what is over."))
    return redirect(url_for("space_activities.index"), 303)


def _written(view: ActivityView | None) -> Any:
    """Show the form of a new or of a known activity, and keep what is entered."""
    form = _form(view)
    if request.method == "POST" and form.validate() and saved(form, "title", lambda: activities.write(
            by=g.acting, facts=form.facts(), activity_id=view.public_id if view else "")):
        flash(gettext("It is kept."))
        return redirect(url_for("space_activities.index"), 303)
    page = render_template("community/activities/form.html", forum=g.forum, form=form, view=view,
                           conditions=condition_words(), limit=rules.MOST_WHAT)
    return (page, 422) if form.errors else page


def _form(view: ActivityView | None) -> ActivityForm:
    form = ActivityForm()
    meanings = rung_meanings()
    form.rung.choices = choices(rung_words().items())
    form.rung.render_kw = {"hints": meanings}
    rows = stored.meetings(db.session(), g.acting.forum_id)
    form.meeting.choices = choices([("", gettext("No meeting")), *(
        (row.public_id, f"{day(row.starts_at)} {row.title}".strip()) for row in rows)])
    if not form.is_submitted() and view is not None:
        form.title.data, form.what.data, form.rung.data = view.title, view.what, view.claimed
        form.responder.data, form.meeting.data = view.responder, view.meeting
        form.feedback_due_on.process(None, view.feedback_due_on)
    return form
