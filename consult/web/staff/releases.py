"""The calendar of data releases: announce, move, call off, let out; the checks before it are release_checks.py's."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.data_releases import NOTE_LENGTH, PLANNED, RELEASED
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.intruder_checks import PEOPLE, is_enough
from consult.extensions import db
from consult.queries import data_releases as stored
from consult.queries import reports
from consult.services import data_releases
from consult.web.access import Guarded, staff
from consult.web.fields import DatePartsField, choices
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.release_words import STATE_WORDS

blueprint = Guarded("staff_releases", __name__, url_prefix="/staff/consultations/<slug>/releases")


class PlanForm(Plain):
    """What comes out, on which day, and what it puts right."""

    title = StringField(_l("What comes out"), filters=[tidy], description=_l("For example: Data of the first edition"))
    planned_on = DatePartsField(_l("The day on which it comes out"))
    corrects = SelectField(_l("Does it put right data that are out?"), validate_choice=False)
    note = TextAreaField(_l("What was wrong"), filters=[tidy],
                         description=_l("Only where it puts data right. The public reads it."))


class StepForm(Plain):
    """What to do with a planned release."""

    edition = SelectField(_l("Which edition"), validate_choice=False)
    planned_on = DatePartsField(_l("The new day"))
    move_note = TextAreaField(_l("Why the day moves"), filters=[tidy], description=_l("The public reads it."))
    off_note = TextAreaField(_l("Why it is called off"), filters=[tidy], description=_l("The public reads it."))


@blueprint.get("")
@staff(Permission.CHECK_RELEASE)
def index(slug: str) -> str:
    """Show the calendar, and each edition with who looked at it."""
    return _page(PlanForm(formdata=None))


@blueprint.post("")
@staff(Permission.RELEASE_DATA)
def plan(slug: str) -> Any:
    """Announce a release."""
    form = PlanForm()
    if form.planned_on.process_errors:
        form.validate()
        return _page(form), 422
    try:
        data_releases.plan(consultation_id=g.consultation.id, title=form.title.data or "", by_id=current_user.id,
                           planned_on=form.planned_on.data, corrects=form.corrects.data or "",
                           note=form.note.data or "")
    except Refused as refused:
        refuse(form, refused, "title")
        return _page(form), 422
    flash(gettext("The day is in the public calendar now."))
    return redirect(url_for("staff_releases.index", slug=slug), 303)


@blueprint.get("/<public_id>")
@staff(Permission.RELEASE_DATA)
def show(slug: str, public_id: str) -> Any:
    """Show one release with what can be done about it."""
    return _one(public_id, StepForm(formdata=None))


@blueprint.post("/<public_id>")
@staff(Permission.RELEASE_DATA)
def act(slug: str, public_id: str) -> Any:
    """Move a release, call it off, or let the data out."""
    form = StepForm()
    step = STEPS.get(request.form.get("step", ""))
    if step is None:
        raise NotFound()
    name, do = step
    try:
        do(public_id, form)
    except (Refused, Conflict) as refused:
        refuse(form, refused, name)
        return _one(public_id, form), 422
    return redirect(url_for("staff_releases.index", slug=slug), 303)


def _place(public_id: str) -> dict[str, Any]:
    return {"consultation_id": g.consultation.id, "public_id": public_id, "by_id": current_user.id}


def _move(public_id: str, form: StepForm) -> None:
    try:
        data_releases.move(**_place(public_id), planned_on=form.planned_on.data, note=form.move_note.data or "")
    except Refused as refused:
        raise _on(refused, "move_note") from None
    flash(gettext("The new day is in the public calendar now."))


def _call_off(public_id: str, form: StepForm) -> None:
    try:
        data_releases.call_off(**_place(public_id), note=form.off_note.data or "")
    except Refused as refused:
        raise _on(refused, "off_note") from None
    flash(gettext("It is called off. The public calendar says why."))


def _on(refused: Refused, name: str) -> Refused:
    """Put a refusal of the note on the field of this page that it stands in."""
    return Refused(name, refused.code, refused.facts) if refused.field == "note" else refused


def _release(public_id: str, form: StepForm) -> None:
    number = form.edition.data or ""
    if not number.isdecimal() or len(number) > len(str(10**6)):
        raise Refused("edition", "release-edition-missing")
    data_releases.release(**_place(public_id), number=int(number))
    flash(gettext("The data are out."))


STEPS: dict[str, tuple[str, Callable[[str, StepForm], None]]] = {
    "move": ("planned_on", _move), "call-off": ("off_note", _call_off), "release": ("edition", _release)}


def _page(form: PlanForm) -> str:
    session, consultation = db.session(), g.consultation
    lines = stored.calendar(session, consultation.id)
    out = [(line.public_id, f"{line.title} ({line.edition})") for line in lines if line.state == RELEASED]
    form.corrects.choices = choices([("", gettext("No")), *out])
    return render_template(
        "staff/releases/index.html", consultation=consultation, form=form, lines=lines, states=STATE_WORDS,
        editions=_editions(), planned=PLANNED, needed=PEOPLE, limit=NOTE_LENGTH,
        may_release=Permission.RELEASE_DATA in g.permissions)


def _editions() -> list[dict[str, Any]]:
    """Return each edition with who looked at it and whether its data may come out."""
    session, consultation_id = db.session(), g.consultation.id
    found = []
    for line in reports.editions(session, consultation_id):
        looked = stored.checks(session, consultation_id, line.number)
        found.append({"line": line, "checks": looked, "is_enough": is_enough(stored.as_checks(looked)),
                      "release": stored.of_edition(session, consultation_id, line.number)})
    return found


def _one(public_id: str, form: StepForm) -> Any:
    session, consultation = db.session(), g.consultation
    line = next((line for line in stored.calendar(session, consultation.id) if line.public_id == public_id), None)
    if line is None:
        raise NotFound()
    numbers = [found["line"].number for found in _editions() if found["release"] is None]
    form.edition.choices = choices([(str(number), gettext("Edition %(number)s", number=number)) for number in numbers])
    return render_template("staff/releases/show.html", consultation=consultation, form=form, line=line,
                           states=STATE_WORDS, is_planned=line.state == PLANNED, limit=NOTE_LENGTH)
