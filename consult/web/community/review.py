"""The yearly review by the four principles: what was published, and the one that members write."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import TextAreaField

from consult.domain import forum_reviews as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import forum_reviews as stored
from consult.queries import group_decisions
from consult.queries.forum_reviews import ReviewView
from consult.services import forum_reviews
from consult.web.access import Guarded, member
from consult.web.community.door_forms import saved
from consult.web.fields import Plain
from consult.web.forum_words import principle_questions, principle_words
from consult.web.sentences import sentence

blueprint = Guarded("space_review", __name__)
PLACE = "/<lang>/space/review"
BODY_LIMIT = 256 * 1024


@blueprint.get(PLACE)
@member(Right.READ_MEASURES)
def index() -> str:
    """Show the published reviews, when the next is due, and to members the one that is being written."""
    session = db.session()
    may_write = Right.REVIEW in g.acting.rights
    due_on, today = stored.due_on(session, g.forum), london_day(utc_now())
    published = stored.published(session, g.acting.forum_id)
    return render_template(
        "community/review/index.html", forum=g.forum, published=published, due_on=due_on, is_late=due_on < today,
        drafts=stored.drafts(session, g.acting.forum_id) if may_write else (), principles=principle_words(),
        may_begin=may_write and today.year not in {view.year for view in published}, may_write=may_write)


@blueprint.post(f"{PLACE}/begin")
@member(Right.REVIEW)
def begin() -> WsgiResponse:
    """Begin the review of this year, or go on with it."""
    try:
        review = forum_reviews.begin(by=g.acting)
    except Conflict as conflict:
        flash(sentence(conflict))
        return redirect(url_for("space_review.index"), 303)
    return redirect(url_for("space_review.write", public_id=review.public_id), 303)


@blueprint.route(f"{PLACE}/<public_id>", methods=["GET", "POST"])
@member(Right.REVIEW, keeps_form=True, body_limit=BODY_LIMIT)
def write(public_id: str) -> Any:
    """Show the review that is being written, and keep what is entered."""
    view = stored.one(db.session(), g.acting.forum_id, public_id)
    if view is None or view.published_on is not None:
        raise NotFound()
    form = _form(view)
    if request.method == "POST" and saved(form, rules.PRINCIPLES[0], lambda: forum_reviews.write(
            by=g.acting, review_id=public_id, texts={name: form[name].data or "" for name in rules.PRINCIPLES})):
        flash(gettext("It is kept."))
        return redirect(url_for("space_review.write", public_id=public_id), 303)
    decision = group_decisions.open_about(db.session(), g.acting.forum_id, forum_reviews.KIND, public_id)
    page = render_template("community/review/write.html", forum=g.forum, view=view, form=form, limit=rules.MOST_WORDS,
                           decision=decision, principles=principle_words())
    return (page, 422) if form.errors else page


def _form(view: ReviewView) -> Any:
    """Return the form with a box for each principle."""
    headings, asked = principle_words(), principle_questions()
    form = type("ReviewForm", (Plain,), {
        name: TextAreaField(headings[name], description=asked[name]) for name in rules.PRINCIPLES})()
    if not form.is_submitted():
        for name in rules.PRINCIPLES:
            form[name].data = view.texts.get(name, "")
    return form
