"""Decisions of the group: the list, one of them, putting a question, answering it, counting it."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain import forum_settings
from consult.domain import group_decisions as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import group_decisions as stored
from consult.queries.group_decisions import DecisionView
from consult.services import activities, charters, forum_reviews
from consult.services import group_decisions as decisions
from consult.services.group_decisions import Asked
from consult.web.access import Guarded, member
from consult.web.community import decision_words as words
from consult.web.community.decision_forms import answer_form, question_form
from consult.web.community.door_forms import saved
from consult.web.sentences import sentence

blueprint = Guarded("space_decisions", __name__)
PLACE = "/<lang>/space/decisions"
# What members put to the group from pages of ours: kind -> what puts it, given the subject's public id and the words.
ASKING: dict[str, Callable[[str, Asked], Any]] = {
    "charter": lambda about, asked: charters.ask(by=g.acting, charter_id=about, asked=asked),
    "review": lambda about, asked: forum_reviews.ask(by=g.acting, review_id=about, asked=asked),
    "rung": lambda about, asked: activities.ask_down(by=g.acting, activity_id=about, asked=asked),
    **{kind: lambda _about, asked, kind=kind: decisions.open_about(by=g.acting, kind=kind, **asked.as_given())
       for kind in ("pause", "close", "reopen")},
}
# Where the page of a subject is, by the kind of decision; kinds of other pages are shown without a link.
ABOUT = {"charter": "space_charter.show", "review": "space_review.index", "rung": "space_activities.index",
         "settings": "space_life.show", "public-page": "space_life.show", "pause": "space_life.show",
         "close": "space_life.show", "reopen": "space_life.show", "agenda": "space_agenda.index",
         "request": "space_tray.index", "ask": "space_asks.index", "mark": "space_asks.index",
         "note-release": "space_notes.index", "note-agree": "space_notes.index", "note-delete": "space_notes.index",
         "ask-withdraw": "space_asks.index"}


@blueprint.get(PLACE)
@member(Right.READ_NOTES)
def index() -> str:
    """List what the group is asked now, and what it decided, the newest first."""
    session, before = db.session(), request.args.get("before", "")
    place = stored.place_of(session, g.acting.forum_id, before) if before else None
    ended = stored.listed(session, g.acting, is_open=False, before=place)
    open_now = stored.listed(session, g.acting, is_open=True) if place is None else ()
    return render_template(
        "community/decisions/index.html", forum=g.forum, is_first=place is None, ended=ended[:stored.PAGE],
        more=ended[stored.PAGE - 1].public_id if len(ended) > stored.PAGE else "", open_now=open_now,
        may_ask=Right.DECIDE in g.acting.rights, outcome=words.outcome_words)


@blueprint.route(f"{PLACE}/new", methods=["GET", "POST"])
@member(Right.DECIDE, keeps_form=True)
def new() -> Any:
    """Put a question to the group that is about nothing else here."""
    form = question_form("other")
    if request.method == "POST":
        opened = _opened(form, lambda: decisions.open_about(
            by=g.acting, kind="other", choices=form.lines(), **form.asked().as_given()))
        if opened:
            return opened
    return _form_page(form, gettext("Ask the group something"), url_for("space_decisions.new"), may_choose=True)


@blueprint.route(f"{PLACE}/ask/<kind>", methods=["GET", "POST"])
@member(Right.DECIDE, keeps_form=True)
def ask(kind: str) -> Any:
    """Put a charter, a review, a rung or the life of the group to the group."""
    if kind not in ASKING:
        raise NotFound()
    heading, question = words.asked_words()[kind]
    form = question_form(kind, question)
    if request.method == "GET":
        form.about.data = request.args.get("about", "")[:22]
    else:
        opened = _opened(form, lambda: ASKING[kind](form.about.data or "", form.asked()))
        if opened:
            return opened
    return _form_page(form, heading, url_for("space_decisions.ask", kind=kind))


@blueprint.get(f"{PLACE}/<public_id>")
@member(Right.READ_NOTES)
def show(public_id: str) -> Any:
    """Show a decision, what is said about it without names, and the form to answer it."""
    view = _view(public_id)
    return _page(view, answer_form(view) if Right.DECIDE in g.acting.rights else None)


@blueprint.post(f"{PLACE}/<public_id>/answer")
@member(Right.DECIDE, keeps_form=True)
def answer(public_id: str) -> Any:
    """Take a stance, or cast a ballot."""
    view = _view(public_id)
    form = answer_form(view)
    if form is None:
        flash(sentence(Conflict("ballot-cast" if view.is_open else "decision-closed")))
        return _back(public_id)
    if view.is_vote:
        is_kept = saved(form, "choice", lambda: decisions.cast(
            by=g.acting, decision_id=public_id, choice=_number(form.choice.data)))
    else:
        is_kept = saved(form, "stance", lambda: decisions.take_position(
            by=g.acting, decision_id=public_id, stance=form.stance.data or "", words=form.words.data or "",
            is_met=bool(form.is_met.data)))
    if not is_kept:
        return _page(view, form)
    flash(gettext("Your vote is in. Nobody can see how you voted.") if view.is_vote
          else gettext("Your answer is kept. You can change it until the last day."))
    return _back(public_id)


@blueprint.post(f"{PLACE}/<public_id>/count")
@member(Right.DECIDE)
def count(public_id: str) -> WsgiResponse:
    """Count a decision whose time has come."""
    return _done(public_id, lambda: decisions.end(by=g.acting, decision_id=public_id), gettext("It is counted."))


@blueprint.post(f"{PLACE}/<public_id>/withdraw")
@member(Right.DECIDE)
def withdraw(public_id: str) -> WsgiResponse:
    """Take a question back."""
    return _done(public_id, lambda: decisions.withdraw(by=g.acting, decision_id=public_id),
                 gettext("The question is taken back."))


@blueprint.post(f"{PLACE}/<public_id>/words")
@member(Right.TAKE_OUT)
def take_words_back(public_id: str) -> WsgiResponse:
    """Take one's own words back."""
    return _done(public_id, lambda: decisions.take_words_back(by=g.acting, decision_id=public_id),
                 gettext("Your words are gone."))


def _opened(form: Any, put: Callable[[], Any]) -> Any:
    """Put a question and return the way to it, or None where the page has to say what is wrong."""
    found: list[Any] = []
    if not form.validate() or not saved(form, "question", lambda: found.append(put())):
        return None
    flash(gettext("The group is asked."))
    return _back(found[0].public_id)


def _form_page(form: Any, heading: str, action: str, *, may_choose: bool = False) -> Any:
    page = render_template(
        "community/decisions/new.html", forum=g.forum, form=form, heading=heading, action=action,
        limit=rules.MOST_QUESTION, may_choose=may_choose and rules.VOTE in decisions.rules_of(g.forum, "other"))
    return (page, 422) if form.errors else page


def _view(public_id: str) -> DecisionView:
    found = stored.show(db.session(), g.acting, public_id, london_day(utc_now()))
    if found is None:
        raise NotFound()
    return found


def _page(view: DecisionView, form: Any) -> Any:
    changes = forum_settings.from_detail(view.detail) if view.kind == "settings" else {}
    endpoint = ABOUT.get(view.kind)
    names = words.ballot_words(view.choices) if view.is_vote else words.stance_words()
    page = render_template(
        "community/decisions/show.html", forum=g.forum, view=view, form=form, limit=rules.MOST_WORDS,
        outcome=words.outcome_words(view.outcome), rule=words.rule_words()[view.rule],
        meaning=words.rule_meanings()[view.rule], stances=words.stance_words(),
        counts=[(names[key], view.counts[key]) for key in names if view.counts and key in view.counts],
        changes=[(words.setting_words()[name], words.setting_value(name, value)) for name, value in changes.items()],
        about=url_for(endpoint) if endpoint else "", may_answer=Right.DECIDE in g.acting.rights)
    return (page, 422) if form is not None and form.errors else page


def _done(public_id: str, act: Callable[[], object], said: str) -> WsgiResponse:
    try:
        act()
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(said)
    return _back(public_id)


def _back(public_id: str) -> WsgiResponse:
    return redirect(url_for("space_decisions.show", public_id=public_id), 303)


def _number(value: str | None) -> int:
    """Return the number of a ballot; one that nobody can cast for anything that is no number of ours."""
    return int(value) if value in {str(number) for number in range(rules.NO_CHOICE, rules.MOST_CHOICES)} else -2
