"""Asks the group about its asks: to send one, to take it back, and what it says to a reply."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from consult.domain.asks import MARKS, MOST_MARK
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Right
from consult.exports.forum_words import mark_words
from consult.services import asks
from consult.web.access import Guarded, member
from consult.web.community.asks import ONE, sayings, view_of
from consult.web.community.door_forms import saved
from consult.web.fields import Plain, choices
from consult.web.sentences import sentence

blueprint = Guarded("space_ask_questions", __name__)


class MarkForm(Plain):
    """What the group says to a reply."""

    mark = RadioField(_l("Does this reply answer us?"), validate_choice=False)
    words = TextAreaField(_l("Why? In the words of the group (optional)"))


@blueprint.post(f"{ONE}/send")
@member(Right.WRITE_ASKS)
def send(ask_id: str) -> Any:
    """Ask the group whether an ask goes out."""
    ask = view_of(ask_id)
    question = gettext("Shall we send “%(title)s” to %(body)s?", title=ask.title, body=ask.addressee)
    return _asked(ask_id, lambda: asks.ask_to_send(by=g.acting, ask_id=ask_id, question=question))


@blueprint.post(f"{ONE}/withdraw")
@member(Right.WRITE_ASKS)
def withdraw(ask_id: str) -> Any:
    """Ask the group whether it takes a sent ask back."""
    question = gettext("Shall we take back what we asked for in “%(title)s”?", title=view_of(ask_id).title)
    return _asked(ask_id, lambda: asks.ask_to_withdraw(by=g.acting, ask_id=ask_id, question=question))


@blueprint.route(f"{ONE}/mark", methods=["GET", "POST"])
@member(Right.MARK_REPLIES, keeps_form=True)
def mark(ask_id: str) -> Any:
    """Ask the group what it says to the newest reply."""
    ask, form = view_of(ask_id), MarkForm()
    if ask.newest is None:
        raise NotFound()
    form.mark.choices = choices((code, mark_words(code, gettext)) for code in MARKS)
    made: list[Any] = []
    # The reply that was read, not one that has come since.
    reply_id = request.form.get("reply", "") if request.method == "POST" else ask.newest.public_id

    def ask_group() -> None:
        said = mark_words(form.mark.data, gettext) if form.mark.data in MARKS else ""
        question = gettext("We asked for “%(title)s”. Do we say to the reply: “%(said)s”?", title=ask.title, said=said)
        made.append(asks.ask_to_mark(by=g.acting, reply_id=reply_id, mark=form.mark.data or "",
                                     words=form.words.data or "", question=question))

    if request.method == "POST" and saved(form, "mark", ask_group):
        return _go(made[0])
    page = render_template("community/asks/mark.html", forum=g.forum, ask=ask, reply_id=reply_id, form=form,
                           limit=MOST_MARK, say=sayings())
    return (page, 422) if form.errors else page


def _asked(ask_id: str, ask: Any) -> Any:
    try:
        decision = ask()
    except Conflict as conflict:
        flash(sentence(conflict))
        return redirect(url_for("space_asks.show", ask_id=ask_id), 303)
    return _go(decision)


def _go(decision: Any) -> Any:
    flash(gettext("The group is asked."))
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)
