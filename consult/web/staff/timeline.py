"""The steps of the law for staff: days, papers, days between and what to look at; one step is changed at a time."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, StringField, TextAreaField

from consult.domain import timelines as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.timelines import Document, Mark
from consult.domain.working_days import london_day
from consult.exports.timeline_words import state_words, step_words
from consult.extensions import db
from consult.queries import timelines as stored
from consult.queries.timelines import Noted
from consult.services import timelines
from consult.web.access import Guarded, staff
from consult.web.fields import DatePartsField
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.setup import languages
from consult.web.staff.setup_forms import is_a_likely_day, labelled
from consult.web.staff.timeline_words import warning_words

blueprint = Guarded("staff_timeline", __name__, url_prefix="/staff/consultations/<slug>/timeline")
# Notes in several scripts, three bytes a letter and each byte as three characters.
BODY_LIMIT = 256 * 1024
# Papers that one form has room for; more are added by saving it again.
SPARE = 2


class StepForm(Plain):
    """When a step is due and was done, and the papers that show it; notes are added a language at a time."""

    due_on = DatePartsField(_l("Day by which it is due"), validators=[is_a_likely_day])
    done_on = DatePartsField(_l("Day on which it was done"), validators=[is_a_likely_day])
    not_needed = BooleanField(_l("This step is not needed"))


@blueprint.get("")
@staff(Permission.KEEP_TIMELINE)
def index(slug: str) -> str:
    """Show every step in the order of the law."""
    steps = stored.steps(db.session(), g.consultation, london_day(utc_now()))
    return render_template(
        "staff/timeline/index.html", consultation=g.consultation, steps=steps, from_data=rules.FROM_DATA,
        step_words=lambda key: step_words(key, gettext), state_words=lambda code: state_words(code, gettext),
        warning_words=warning_words)


@blueprint.route("/<key>", methods=["GET", "POST"])
@staff(Permission.KEEP_TIMELINE, body_limit=BODY_LIMIT)
def step(slug: str, key: str) -> Any:
    """Show one step, and keep what is noted of it."""
    noted = _found(key)
    form = _form(noted)
    if request.method == "POST" and form.validate():
        try:
            timelines.mark_step(consultation_id=g.consultation.id, key=key, mark=_typed(form), revision=_revision(),
                                by_id=current_user.id)
        except Conflict as conflict:
            refuse(form, conflict, "done_on")
            noted = _found(key)
            return _page(noted, form, noted.revision), 409
        except Refused as refused:
            refuse(form, refused, "paper-1" if refused.field == "documents" else "done_on")
        else:
            flash(gettext("The step was saved."))
            return redirect(url_for("staff_timeline.index", slug=slug), 303)
    # Only who was told of a change, and sees it, may write over it: a slip keeps the revision that they saw.
    page = _page(noted, form, _revision() if request.method == "POST" else noted.revision)
    return (page, 422) if form.errors else page


def _found(key: str) -> Noted:
    noted = next((one for one in stored.steps(db.session(), g.consultation, london_day(utc_now()))
                  if one.standing.step.key == key), None)
    if noted is None or key in rules.FROM_DATA:
        raise NotFound()
    return noted


def _form(noted: Noted) -> Any:
    mark = noted.standing.mark
    fields: dict[str, Any] = {}
    for place in range(1, len(mark.documents) + SPARE + 1):
        paper = mark.documents[place - 1] if place <= len(mark.documents) else Document("")
        fields[f"paper-{place}"] = StringField(gettext("Paper %(number)s: what it is called", number=place),
                                               filters=[tidy], default=paper.title)
        fields[f"address-{place}"] = StringField(gettext("Paper %(number)s: address on the web", number=place),
                                                 filters=[tidy], default=paper.address)
    for tag in languages():
        fields[f"note-{tag}"] = TextAreaField(
            labelled(_l("Note"), tag), filters=[tidy], default=mark.note.get(tag, ""),
            description=_l("Everyone reads it. Needed where a day is changed or the step is not needed.")
            if tag == "en" else "")
    return type("StepWithPapers", (StepForm,), fields)(
        data={"due_on": mark.due_on, "done_on": mark.done_on, "not_needed": mark.is_not_needed})


def _typed(form: Any) -> Mark:
    places = [name.removeprefix("paper-") for name in form._fields if name.startswith("paper-")]
    return Mark(form.due_on.data, form.done_on.data,
                tuple(Document(form[f"paper-{place}"].data or "", form[f"address-{place}"].data or "")
                      for place in places),
                {tag: form[f"note-{tag}"].data or "" for tag in languages()}, bool(form.not_needed.data))


def _page(noted: Noted, form: Any, revision: int) -> str:
    papers = [name for name in form._fields if name.startswith(("paper-", "address-"))]
    return render_template(
        "staff/timeline/step.html", consultation=g.consultation, noted=noted, form=form, revision=revision,
        tags=languages(), papers=papers, limit=rules.MOST_NOTE, title=step_words(noted.standing.step.key, gettext),
        warnings=[warning_words(one) for one in noted.standing.warnings])


def _revision() -> int:
    """Return the number of changes of what was read; none of ours for anything else."""
    typed_in = request.form.get("revision", "")
    return int(typed_in) if typed_in.isascii() and typed_in.isdecimal() and len(typed_in) < 9 else -1
