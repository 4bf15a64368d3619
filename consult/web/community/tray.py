"""The tray: what public bodies ask of the group, and putting an answer to the group: take, change or decline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.outside_requests import CHANGED, DECLINED, TAKEN, WAITING, WITHDRAWN
from consult.extensions import db
from consult.queries import group_decisions as decisions
from consult.queries import outside_requests as stored
from consult.services import outside_requests
from consult.web import tokens
from consult.web.access import Guarded, member
from consult.web.community.agenda_forms import TrayForm
from consult.web.fields import add_error
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.agendas import OutsideRequest
    from consult.models.group_decisions import GroupDecision

blueprint = Guarded("space_tray", __name__)
STATES: dict[str, Any] = {
    WAITING: _l("Waits for the group"), TAKEN: _l("The group took it"), CHANGED: _l("The group changed it"),
    DECLINED: _l("The group declined it"), WITHDRAWN: _l("Taken back by who asked"),
}


@blueprint.get("/<lang>/space/tray")
@member(Right.READ_AGENDA)
def index() -> str:
    """List the requests that wait, and those that were answered."""
    session, forum_id = db.session(), g.acting.forum_id
    return render_template("community/tray/index.html", forum=g.forum, waiting=stored.in_tray(session, forum_id),
                           answered=stored.answered(session, forum_id), states=STATES)


@blueprint.get("/<lang>/space/tray/<request_id>")
@member(Right.READ_AGENDA)
def show(request_id: str) -> Any:
    """Show a request: who asks, what, why, by when, and what they will do with it."""
    return _page(_found(request_id), TrayForm(formdata=None))


@blueprint.post("/<lang>/space/tray/<request_id>")
@member(Right.ANSWER_TRAY, keeps_form=True)
def offer(request_id: str) -> Any:
    """Put an answer to the group."""
    row, form = _found(request_id), TrayForm()
    decision = _offered(form, row)
    if decision is None:
        return _page(row, form)
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)


def _offered(form: Any, row: OutsideRequest) -> GroupDecision | None:
    if tokens.is_stale():
        add_error(form, "answer", words_for("form-stale", {}))
        return None
    try:
        return outside_requests.offer(
            by=g.acting, request_id=row.public_id, answer=form.answer.data or "", title=form.title.data or "",
            words=form.words.data or "", reason=form.reason.data or "", question=_question(form, row))
    except (Refused, Conflict) as refused:
        add_error(form, getattr(refused, "field", "answer"), sentence(refused))
        return None


def _question(form: Any, row: OutsideRequest) -> str:
    """Return what the group says yes or no to, in the language of who asks it."""
    if form.answer.data == TAKEN:
        return gettext("Do we take “%(title)s”, which %(body)s asks for, onto our agenda?", title=row.title,
                       body=row.body)
    if form.answer.data == CHANGED:
        return gettext("%(body)s asks for “%(title)s”. Do we talk about “%(own)s” instead?", title=row.title,
                       body=row.body, own=" ".join((form.title.data or "").split())[:200])
    return gettext("Do we decline “%(title)s”, which %(body)s asks for?", title=row.title, body=row.body)


def _found(request_id: str) -> OutsideRequest:
    row = stored.one(db.session(), g.acting.forum_id, request_id)
    if row is None:
        raise NotFound()
    return row


def _page(row: OutsideRequest, form: Any) -> Any:
    decision = decisions.open_about(db.session(), g.acting.forum_id, "request", row.public_id)
    page = render_template(
        "community/tray/show.html", forum=g.forum, row=row, form=form, states=STATES, decision=decision,
        can_answer=row.state == WAITING and decision is None and Right.ANSWER_TRAY in g.acting.rights)
    return (page, 422) if request.method == "POST" else page
