"""When something goes wrong: whom to tell, the steps of the group's agreement, what was decided about me, numbers."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField

from consult.domain import agreement_steps as rules
from consult.domain.agreement_steps import APPEAL, LONGEST_PAUSE
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.posts import LONGEST_WORDS, published
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import agreement_steps as stored
from consult.queries import member_reports, moderations, threads
from consult.queries.agreement_steps import Matter
from consult.services import agreement_steps as steps
from consult.web.access import Guarded, member
from consult.web.community import step_words
from consult.web.community.posts import AppealForm, done
from consult.web.fields import DatePartsField, Plain, choices
from consult.web.sentences import sentence

blueprint = Guarded("space_steps", __name__)


class WordForm(Plain):
    """A private word; `post` is a message of theirs, where it began there."""

    name = StringField(_l("Their name in this group"))
    reason = TextAreaField(_l("What happened, and what do you ask of them?"),
                           description=_l("Only they and the chairs read this."))
    until = DatePartsField(_l("Last day of the pause"))
    is_danger = BooleanField(_l("Somebody is in danger: pause them now"))
    post = HiddenField()


class StepForm(Plain):
    """The next step about a member."""

    reason = TextAreaField(_l("Say why in your own words"),
                           description=_l("If you ask the group to decide, everybody in the group reads this. "
                                          "If not, only they and the chairs do."))
    until = DatePartsField(_l("Last day of the pause"))
    outcome = RadioField(_l("What should the group decide?"), choices=choices(step_words.DECISIONS.items()),
                         validate_choice=False)


@blueprint.get("/<lang>/space/agreement")
@member(Right.BE_THERE)
def index() -> str:
    """Show whom to tell, what was done about me, what I look after, and the numbers."""
    session, by, today = db.session(), g.acting, london_day(utc_now())
    about_me = stored.about_me(session, by)
    may_moderate = Right.MODERATE in by.rights
    return render_template(
        "community/steps/index.html", forum=g.forum, about_me=about_me, held=moderations.mine(session, by),
        reports=member_reports.mine(session, by), listeners=member_reports.listeners(session, by.forum_id),
        paused_until=stored.paused_until(session, by, today), may_appeal=may_appeal(), may_moderate=may_moderate,
        may_report=Right.REPORT in by.rights, numbers=moderations.numbers(session, by.forum_id),
        # Who is not in the talk reads these numbers as the public does: a small one would point at somebody.
        is_exact=Right.READ_TALK in by.rights, published=published,
        matters=stored.open_matters(session, by, today) if may_moderate else (),
        unheard=member_reports.waiting(session, by) if Right.HEAR_REPORTS in by.rights else None,
        appeals=(len(moderations.appeals(session, by)) + stored.waiting(session, by)
                 if Right.HEAR_APPEALS in by.rights else None))


def may_appeal() -> bool:
    """Say whether the last step about the reader can be appealed against."""
    current = rules.matter(stored.taken(db.session(), g.acting.forum_id, g.acting.member_id))
    return bool(current) and APPEAL in rules.following(current) and Right.REPORT in g.acting.rights


@blueprint.route("/<lang>/space/agreement/appeal", methods=["GET", "POST"])
@member(Right.REPORT, keeps_form=True)
def appeal() -> Any:
    """Ask the independent person to look at the last step about oneself."""
    if not may_appeal():
        raise NotFound()
    form = AppealForm()
    if request.method == "POST" and done(form, "words", lambda: steps.appeal(
            by=g.acting, words=form.words.data or "")):
        flash(gettext("Somebody independent will look."))
        return redirect(url_for("space_steps.index"), 303)
    return _page("appeal", form, step=stored.about_me(db.session(), g.acting)[0])


@blueprint.route("/<lang>/space/agreement/word", methods=["GET", "POST"])
@member(Right.MODERATE, keeps_form=True)
def word() -> Any:
    """Have a private word with somebody, or pause them at once where somebody is in danger."""
    form = WordForm()
    if request.method == "GET":
        form.post.data = request.args.get("post", "")[:22]
    session = db.session()
    said = threads.post(session, g.acting, form.post.data) if form.post.data else None
    if request.method == "POST" and done(form, "reason", lambda: _begin(form)):
        flash(gettext("They will read it when they come in."))
        return redirect(url_for("space_steps.index"), 303)
    return _page("word", form, post=said[0] if said else None, most_days=LONGEST_PAUSE)


@blueprint.route("/<lang>/space/agreement/<about_id>", methods=["GET", "POST"])
@member(Right.MODERATE, keeps_form=True)
def show(about_id: str) -> Any:
    """Show the open matter about a member, and take the next step."""
    matter = stored.matter_about(db.session(), g.acting, about_id, london_day(utc_now()))
    if matter is None:
        raise NotFound()
    form = StepForm()
    if request.method == "POST" and done(form, "reason", lambda: _next(form, matter)):
        flash(gettext("This is saved."))
        return redirect(url_for("space_steps.index"), 303)
    return _page("show", form, matter=matter, most_days=LONGEST_PAUSE)


@blueprint.post("/<lang>/space/agreement/<about_id>/end")
@member(Right.MODERATE)
def end(about_id: str) -> Any:
    """Carry out the group's decision that somebody shall leave."""
    try:
        steps.end_membership(by=g.acting, about_id=about_id)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("They are no longer in this group."))
    return redirect(url_for("space_steps.index"), 303)


def _begin(form: WordForm) -> None:
    session = db.session()
    post_id = form.post.data or ""
    about_id = threads.author_id(session, g.acting, post_id) if post_id else None
    if about_id is None:
        about_id = steps.named(session, g.acting, form.name.data or "")
    if form.is_danger.data:
        steps.pause(by=g.acting, about_id=about_id, reason=form.reason.data or "", until=form.until.data,
                    is_danger=True)
    else:
        steps.speak(by=g.acting, about_id=about_id, reason=form.reason.data or "")


def _next(form: StepForm, matter: Matter) -> None:
    step, reason = request.form.get("step", ""), form.reason.data or ""
    given: dict[str, Any] = {"by": g.acting, "about_id": matter.about_id, "reason": reason}
    if step == "private-word":
        steps.speak(**given)
    elif step == "pause":
        steps.pause(**given, until=form.until.data)
    elif step == "group-decision":
        outcome = form.outcome.data or ""
        steps.ask_group(**given, outcome=outcome, until=form.until.data, question=_question(matter, outcome, form))
    else:
        raise NotFound()


def _question(matter: Matter, outcome: str, form: StepForm) -> str:
    """Return what the group says yes or no to, in the words of who asks."""
    words = gettext("What follows after the pause of %(name)s: %(what)s.", name=matter.about_name,
                    what=step_words.DECISIONS.get(outcome, ""))
    return f"{words}\n\n{form.reason.data or ''}"


def _page(name: str, form: Plain, **around: Any) -> Any:
    page = render_template(f"community/steps/{name}.html", forum=g.forum, form=form, limit=LONGEST_WORDS, **around)
    return (page, 422) if form.errors else page
