"""What we did to reach people, and the result: a log that staff keep while a consultation is open."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.reach_actions import LONGEST
from consult.extensions import db
from consult.queries import reach_actions as stored
from consult.services import reach_actions, report_people
from consult.services.reach_actions import Facts
from consult.web.access import Guarded, staff
from consult.web.fields import DatePartsField, grouped
from consult.web.pages import words
from consult.web.staff.event_forms import pence, pounds
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_reach_actions", __name__, url_prefix="/staff/consultations/<slug>/who-answered/actions")
# Between a question and a choice in one value; neither has one in it.
BETWEEN = "|"
MOST_DIGITS = 10


class ActionForm(Plain):
    """One action: what, when, for whom, what came of it."""

    what = TextAreaField(_l("What did we do?"), filters=[tidy],
                         description=_l("For example: a stall at a market, or a group that told its members"))
    done_on = DatePartsField(_l("On which day?"))
    group = SelectField(_l("Whom was it to reach?"), validate_choice=False)
    result = TextAreaField(_l("What came of it?"), filters=[tidy],
                           description=_l("You can write this later. Name no person."))
    cost = StringField(_l("What did it cost, in pounds?"), filters=[tidy], description=_l("Leave it empty if unknown"))
    is_public = BooleanField(_l("Print this in the report"), default=True)
    revision = HiddenField()


@blueprint.get("")
@staff(Permission.LOG_REACH)
def index(slug: str) -> Any:
    """List what was done, with the people of the group then and now, and a form for one more."""
    return _index(_form(ActionForm(formdata=None)))


@blueprint.post("")
@staff(Permission.LOG_REACH)
def add(slug: str) -> Any:
    """Write an action down."""
    form = _form(ActionForm())
    try:
        reach_actions.log(consultation_id=g.consultation.id, facts=_facts(form), by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "what")
        return _index(form), 422
    flash(gettext("This was written down."))
    return redirect(url_for("staff_reach_actions.index", slug=slug), 303)


@blueprint.get("/<action_id>")
@staff(Permission.LOG_REACH)
def show(slug: str, action_id: str) -> Any:
    """Show one action in a form, to add what came of it."""
    found = _found(action_id)
    form = ActionForm(formdata=None, data={
        "what": found.what, "done_on": found.done_on, "group": f"{found.question_key}{BETWEEN}{found.choice}",
        "result": found.result, "cost": pounds(found.cost_pence), "is_public": found.is_public,
        "revision": str(found.revision)})
    return _page(_form(form), action_id)


@blueprint.post("/<action_id>")
@staff(Permission.LOG_REACH)
def change(slug: str, action_id: str) -> Any:
    """Write an action anew."""
    form = _form(ActionForm())
    try:
        reach_actions.change(
            consultation_id=g.consultation.id, public_id=action_id, facts=_facts(form), by_id=current_user.id,
            revision=_revision(form))
    except (Refused, Conflict) as refused:
        refuse(form, refused, "what")
        # Only who was told of the change, and sees it, may write over it: a slip keeps the revision that they saw.
        is_told = isinstance(refused, Conflict)
        return _page(form, action_id, None if is_told else _revision(form)), 409 if is_told else 422
    flash(gettext("This was changed."))
    return redirect(url_for("staff_reach_actions.index", slug=slug), 303)


def _revision(form: ActionForm) -> int:
    """Return the revision that the form was made from; 0, which none has, for anything else."""
    typed = form.revision.data or ""
    return int(typed) if typed.isdecimal() and len(typed) < MOST_DIGITS else 0


def _found(action_id: str) -> stored.Listed:
    found = stored.one(db.session(), g.consultation.id, action_id)
    if found is None:
        raise NotFound()
    return found


def _facts(form: ActionForm) -> Facts:
    """Return what was typed. Raises Refused for a cost that is no amount, and for a day that does not exist."""
    question_key, _between, choice = (form.group.data or "").partition(BETWEEN)
    if form.done_on.errors or form.done_on.process_errors:
        raise Refused("done_on", "action-day-missing")
    return Facts(form.what.data or "", form.done_on.data, question_key, choice, form.result.data or "",
                 pence("cost", form.cost.data), bool(form.is_public.data))


def _form(form: ActionForm) -> ActionForm:
    """Return the form with the groups that can be named."""
    names = report_people.group_names(db.session(), g.consultation)
    questions = [key for key, choice in names if key and not choice]
    groups = [(str(words(names[question, ""]).striptags()),
               [(f"{question}{BETWEEN}{choice}", words(label).striptags())
                for (key, choice), label in names.items() if key == question and choice]) for question in questions]
    form.group.choices = grouped(groups, [(BETWEEN, gettext("Everyone"))])
    return form


def _index(form: ActionForm) -> str:
    session, consultation = db.session(), g.consultation
    sees = Permission.SEE_WHO_ANSWERED in g.permissions
    return render_template(
        "staff/who_answered/actions.html", consultation=consultation, form=form, sees_counts=sees, limit=LONGEST,
        actions=stored.listed(session, consultation.id), names=report_people.group_names(session, consultation),
        now=reach_actions.counts(session, consultation) if sees else {}, pounds=pounds)


def _page(form: ActionForm, action_id: str, revision: int | None = None) -> str:
    found = _found(action_id)
    return render_template("staff/who_answered/action.html", consultation=g.consultation, form=form, found=found,
                           limit=LONGEST, revision=found.revision if revision is None else revision)
