"""Telling the person whom the group chose that something is wrong, and that person's list; nobody else's."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField

from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.domain.posts import LONGEST_WORDS
from consult.extensions import db
from consult.queries import member_reports as stored
from consult.queries import threads
from consult.services import member_reports
from consult.web.access import Guarded, member
from consult.web.community.posts import done
from consult.web.fields import Plain

blueprint = Guarded("space_reports", __name__)


class ReportForm(Plain):
    """What is wrong."""

    words = TextAreaField(_l("What is wrong?"))
    is_unknown = BooleanField(_l("Do not say who I am"))
    post = HiddenField()


class AnswerForm(Plain):
    """What the person says who hears reports."""

    answer = TextAreaField(_l("What do you answer?"))


@blueprint.route("/<lang>/space/report", methods=["GET", "POST"])
@member(Right.REPORT, keeps_form=True)
def send() -> Any:
    """Tell the person whom the group chose, about a message or anything else."""
    form = ReportForm()
    if request.method == "GET":
        form.post.data = request.args.get("post", "")[:22]
    elif done(form, "words", lambda: member_reports.send(
            by=g.acting, words=form.words.data or "", post_id=form.post.data or "",
            is_unknown=bool(form.is_unknown.data))):
        flash(gettext("Your report is sent."))
        return redirect(url_for("space_steps.index"), 303)
    session = db.session()
    found = threads.post(session, g.acting, form.post.data) if form.post.data else None
    page = render_template("community/reports/send.html", forum=g.forum, form=form, limit=LONGEST_WORDS,
                           post=found[0] if found else None, listeners=stored.listeners(session, g.acting.forum_id))
    return (page, 422) if form.errors else page


@blueprint.get("/<lang>/space/reports")
@member(Right.HEAR_REPORTS)
def index() -> str:
    """List the reports, those that wait first."""
    return render_template("community/reports/index.html", forum=g.forum,
                           reports=stored.of_forum(db.session(), g.acting))


@blueprint.route("/<lang>/space/reports/<public_id>", methods=["GET", "POST"])
@member(Right.HEAR_REPORTS, keeps_form=True)
def show(public_id: str) -> Any:
    """Show a report to the person who hears it, and take their answer."""
    form = AnswerForm()
    if request.method == "POST":
        if done(form, "answer", lambda: _act(public_id, form.answer.data or "")):
            return redirect(url_for("space_reports.index"), 303)
    report = stored.one(db.session(), g.acting, public_id)
    if report is None:
        raise NotFound()
    page = render_template("community/reports/show.html", forum=g.forum, form=form, report=report,
                           limit=LONGEST_WORDS)
    return (page, 422) if form.errors else page


def _act(public_id: str, answer: str) -> None:
    if "see" in request.form:
        member_reports.see(by=g.acting, public_id=public_id)
    else:
        member_reports.settle(by=g.acting, public_id=public_id, answer=answer)
