"""Organisations that answered: writing what the report says of each, giving them the code to check it, settling it."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from consult.domain import summary_checks as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.reports import pick
from consult.domain.summary_checks import MOST_REASON, MOST_WORDS, ORGANISATION_KINDS, POSITIONS
from consult.domain.working_days import london_day
from consult.exports.organisation_words import kind_words, position_words
from consult.extensions import db
from consult.queries import organisation_summaries as stored
from consult.queries.organisation_summaries import Organisation
from consult.services import organisation_summaries
from consult.services.secrets import printed
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_organisations", __name__, url_prefix="/staff/consultations/<slug>/organisations")
STATES = {
    "": _l("Nothing written yet"), rules.DRAFT: _l("Written, not shown to them"), rules.SENT: _l("Shown to them"),
    rules.AGREED: _l("They agree"), rules.CORRECTED: _l("They want other words"), rules.TAKEN: _l("Their own words"),
    rules.KEPT: _l("Ours and theirs, with a reason"),
}
WAYS = (("take", _l("Print their words")), ("keep", _l("Print ours, with theirs beside them and why")))
BODY = 128 * 1024


class WriteForm(Plain):
    """What the report says of an organisation; a field for each part of the plan is added by `form_of`."""

    revision = HiddenField()
    kind = SelectField(_l("What kind of organisation is it?"), validate_choice=False)
    summary = TextAreaField(_l("What it said, in short"), filters=[tidy])


class SettleForm(Plain):
    """What becomes of the words that an organisation sent."""

    way = RadioField(_l("Which words are printed?"), choices=choices(WAYS), validate_choice=False)
    reason = TextAreaField(_l("Why do ours stand? (printed)"), filters=[tidy])


@blueprint.get("")
@staff(Permission.SEND_SUMMARIES)
def index(slug: str) -> str:
    """List the organisations that are counted, and how the summary of each stands."""
    rows = stored.listed(db.session(), g.consultation.id)
    return render_template(
        "staff/organisations/index.html", consultation=g.consultation, rows=rows, states=STATES,
        kinds={code: kind_words(code, gettext) for code in ("", *ORGANISATION_KINDS)}, today=london_day(utc_now()),
        may_write=Permission.EDIT_REPORT in g.permissions)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@staff(Permission.EDIT_REPORT, body_limit=BODY)
def edit(slug: str, public_id: str) -> Any:
    """Write or change the summary of one organisation."""
    found = _found(public_id)
    form, objectives = _form_of(found), stored.objectives(db.session(), g.consultation)
    if form.is_submitted():
        try:
            organisation_summaries.write(
                consultation_id=g.consultation.id, response=public_id, summary=form.summary.data or "",
                kind=form.kind.data or "", revision=int(form.revision.data or 0), by_id=current_user.id,
                position={key: form[f"position-{key}"].data or "" for key in objectives})
        except (Refused, Conflict) as refused:
            refuse(form, refused, "summary")
        else:
            flash(gettext("The summary is kept. Show it to the organisation next."))
            return _back()
    page = render_template("staff/organisations/edit.html", consultation=g.consultation, found=found, form=form,
                           objectives=objectives, limit=MOST_WORDS)
    return (page, 422) if form.errors else page


@blueprint.post("/<public_id>/code")
@staff(Permission.SEND_SUMMARIES)
def send(slug: str, public_id: str) -> Any:
    """Make the code that opens the summary, and show it once, in a letter to copy or print."""
    _found(public_id)
    try:
        code = organisation_summaries.send(consultation_id=g.consultation.id, response=public_id, by_id=current_user.id)
    except NotFound:
        flash(gettext("Write the summary first."))
        return _back()
    except Conflict as refused:
        flash(sentence(refused))
        return _back()
    return render_template("staff/organisations/letter.html", consultation=g.consultation, found=_found(public_id),
                           code=printed(code), address=check_address())


@blueprint.route("/<public_id>/settle", methods=["GET", "POST"])
@staff(Permission.EDIT_REPORT)
def settle(slug: str, public_id: str) -> Any:
    """Decide which words are printed where an organisation wants others than ours."""
    found, form = _found(public_id), SettleForm()
    if form.is_submitted():
        try:
            _settle(public_id, form)
            return _back()
        except (Refused, Conflict) as refused:
            refuse(form, refused, "reason")
    page = render_template("staff/organisations/settle.html", consultation=g.consultation, found=found, form=form,
                           limit=MOST_REASON)
    return (page, 422) if form.errors else page


def _settle(public_id: str, form: SettleForm) -> None:
    if form.way.data not in dict(WAYS):
        raise Refused("way", "option-unknown")
    if form.way.data == "take":
        organisation_summaries.take_over(consultation_id=g.consultation.id, response=public_id, by_id=current_user.id)
    else:
        organisation_summaries.keep_ours(consultation_id=g.consultation.id, response=public_id,
                                         reason=form.reason.data or "", by_id=current_user.id)


def _form_of(found: Organisation) -> WriteForm:
    """Return the form with one field for each topmost part of the plan, filled with what stands."""
    fields: dict[str, Any] = {
        f"position-{key}": SelectField(pick(title, "en")[0], validate_choice=False, choices=choices(
            [("", gettext("Nothing said of it")), *((code, position_words(code, gettext)) for code in POSITIONS)]))
        for key, title in stored.objectives(db.session(), g.consultation).items()}
    form: WriteForm = type("PositionForm", (WriteForm,), fields)()
    form.kind.choices = choices([("", ""), *((code, kind_words(code, gettext)) for code in ORGANISATION_KINDS)])
    if not form.is_submitted():
        row = found.summary
        form.revision.data = str(row.revision if row is not None else 0)
        if row is not None:
            form.kind.data, form.summary.data = row.kind, row.summary
            for name in fields:
                form[name].data = row.position.get(name.removeprefix("position-"), "")
    elif not (form.revision.data or "").isdecimal() or len(form.revision.data or "") > 9:
        form.revision.data = "0"
    return form


def check_address() -> str:
    """Return the whole address of the page that takes the codes of letters, in English."""
    return f"{current_app.config['CONSULT_SETTINGS'].public_url}{url_for('public_checks.enter', lang='en')}"


def _found(public_id: str) -> Organisation:
    found = stored.one(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _back() -> WsgiResponse:
    return redirect(url_for("staff_organisations.index", slug=g.consultation.slug), 303)
