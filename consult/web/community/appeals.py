"""What the independent person is asked to look at again, messages and steps, and what they say to each."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from consult.domain.agreement_steps import APPEAL_OUTCOMES
from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.domain.posts import LONGEST_WORDS, OUTCOMES
from consult.extensions import db
from consult.queries import agreement_steps, moderations
from consult.services import agreement_steps as steps
from consult.services import moderations as held
from consult.web.access import Guarded, member
from consult.web.community.posts import done
from consult.web.community.step_words import HEARINGS
from consult.web.fields import Plain, choices

blueprint = Guarded("space_appeals", __name__)


class HearingForm(Plain):
    """What comes of an appeal, and why."""

    outcome = RadioField(_l("What do you decide?"), validate_choice=False)
    words = TextAreaField(_l("Say why in your own words"), description=_l("The person who asked reads this."))


@blueprint.get("/<lang>/space/appeals")
@member(Right.HEAR_APPEALS)
def index() -> str:
    """List what waits for the independent person."""
    session = db.session()
    return render_template("community/appeals/index.html", forum=g.forum,
                           held=moderations.appeals(session, g.acting),
                           steps=agreement_steps.appeals(session, g.acting.forum_id))


@blueprint.route("/<lang>/space/appeals/messages/<public_id>", methods=["GET", "POST"])
@member(Right.HEAR_APPEALS, keeps_form=True)
def message(public_id: str) -> Any:
    """Show a message that was held back and why, and take what the independent person decides."""
    one = moderations.one_appeal(db.session(), g.acting, public_id)
    if one is None:
        raise NotFound()
    form = _form(OUTCOMES)
    if request.method == "POST" and done(form, "words", lambda: held.hear(
            by=g.acting, public_id=public_id, outcome=form.outcome.data or "", words=form.words.data or "")):
        return _decided()
    return _page("message", form, one=one)


@blueprint.route("/<lang>/space/appeals/steps/<public_id>", methods=["GET", "POST"])
@member(Right.HEAR_APPEALS, keeps_form=True)
def step(public_id: str) -> Any:
    """Show the steps about a member, and take what the independent person decides."""
    waiting = {step.public_id: (matter, step)
               for matter, step in agreement_steps.appeals(db.session(), g.acting.forum_id)}
    if public_id not in waiting:
        raise NotFound()
    form = _form(APPEAL_OUTCOMES)
    if request.method == "POST" and done(form, "words", lambda: steps.hear(
            by=g.acting, public_id=public_id, outcome=form.outcome.data or "", words=form.words.data or "")):
        return _decided()
    return _page("step", form, matter=waiting[public_id][0], step=waiting[public_id][1])


def _form(outcomes: tuple[str, ...]) -> HearingForm:
    form = HearingForm()
    form.outcome.choices = choices((code, HEARINGS[code]) for code in outcomes)
    return form


def _decided() -> Any:
    flash(gettext("What you decided is saved."))
    return redirect(url_for("space_appeals.index"), 303)


def _page(name: str, form: HearingForm, **around: Any) -> Any:
    page = render_template(f"community/appeals/{name}.html", forum=g.forum, form=form, limit=LONGEST_WORDS, **around)
    return (page, 422) if form.errors else page
