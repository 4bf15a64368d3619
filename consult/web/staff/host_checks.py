"""Hosts of events: giving them the notes as they were read, and settling what they put right."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.host_checks import DAYS, MOST_REASON, OPEN, last_day
from consult.domain.instants import utc_now
from consult.extensions import db
from consult.queries import host_checks as stored
from consult.services import host_checks
from consult.services.secrets import printed
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff import event_words
from consult.web.staff.organisations import check_address
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_host_checks", __name__, url_prefix="/staff/consultations/<slug>/host-checks")


class DeclineForm(Plain):
    """Why the notes stay as they are."""

    reason = TextAreaField(_l("Why do the notes stay as they are?"), description=_l("The host reads this."),
                           filters=[tidy])


@blueprint.get("")
@staff(Permission.SEND_SUMMARIES)
def index(slug: str) -> str:
    """List the events that others hosted, and how their notes stand with the hosts."""
    return render_template("staff/host_checks/index.html", consultation=g.consultation, days=DAYS, words=event_words,
                           rows=stored.listed(db.session(), g.consultation.id, utc_now()))


@blueprint.post("/events/<event_id>/code")
@staff(Permission.SEND_SUMMARIES)
def give(slug: str, event_id: str) -> Any:
    """Make the code that opens the notes of an event, and show it once, in a letter to copy or print."""
    try:
        code = host_checks.give(consultation_id=g.consultation.id, event_id=event_id, by_id=current_user.id)
    except Conflict as refused:
        db.session.rollback()
        flash(sentence(refused))
        return _back()
    check = stored.by_code(db.session(), host_checks.hash_of(code))
    sheet = stored.sheet(db.session(), check.public_id, utc_now()) if check is not None else None
    assert sheet is not None
    return render_template("staff/host_checks/letter.html", consultation=g.consultation, sheet=sheet, days=DAYS,
                           code=printed(code), address=check_address(), last_day=last_day(sheet.check.given_at))


@blueprint.get("/<public_id>")
@staff(Permission.SEND_SUMMARIES)
def show(slug: str, public_id: str) -> Any:
    """Show what a host said of the notes, beside the notes."""
    return render_template("staff/host_checks/show.html", consultation=g.consultation, sheet=_sheet(public_id),
                           open=OPEN)


@blueprint.post("/<public_id>/remarks/<remark_id>/take-over")
@staff(Permission.SEND_SUMMARIES)
def take_over(slug: str, public_id: str, remark_id: str) -> WsgiResponse:
    """Put what the host said into the notes."""
    try:
        host_checks.take_over(consultation_id=g.consultation.id, public_id=remark_id, by_id=current_user.id)
        flash(gettext("It stands in the notes now. It waits to be read."))
    except (Refused, Conflict) as refused:
        db.session.rollback()
        flash(sentence(refused))
    return redirect(url_for("staff_host_checks.show", slug=slug, public_id=public_id), 303)


@blueprint.route("/<public_id>/remarks/<remark_id>/decline", methods=["GET", "POST"])
@staff(Permission.SEND_SUMMARIES)
def decline(slug: str, public_id: str, remark_id: str) -> Any:
    """Leave the notes as they are, with a reason."""
    sheet, form = _sheet(public_id), DeclineForm()
    remark = next((one for one in sheet.remarks if one.remark.public_id == remark_id), None)
    if remark is None:
        raise NotFound()
    if form.is_submitted():
        try:
            host_checks.decline(consultation_id=g.consultation.id, public_id=remark_id, reason=form.reason.data or "",
                                by_id=current_user.id)
            return redirect(url_for("staff_host_checks.show", slug=slug, public_id=public_id), 303)
        except (Refused, Conflict) as refused:
            db.session.rollback()
            refuse(form, refused, "reason")
    page = render_template("staff/host_checks/decline.html", consultation=g.consultation, sheet=sheet, one=remark,
                           form=form, limit=MOST_REASON)
    return (page, 422) if form.errors else page


def _sheet(public_id: str) -> stored.Sheet:
    found = stored.sheet(db.session(), public_id, utc_now(), g.consultation.id)
    if found is None:
        raise NotFound()
    return found


def _back() -> WsgiResponse:
    return redirect(url_for("staff_host_checks.index", slug=g.consultation.slug), 303)
