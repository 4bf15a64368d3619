"""Who sent something: asked for with a reason, shown once, kept by no cache; it stands nowhere beside the words."""

from typing import Any

from flask import g, make_response, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.services import senders
from consult.services.senders import MOST_REASON, SenderView
from consult.web.access import Guarded, staff
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_senders", __name__, url_prefix="/staff/consultations/<slug>/submissions/<public_id>/sender")


class ReasonForm(Plain):
    """Why somebody needs to know who sent it."""

    reason = TextAreaField(_l("Why do you need to know who sent it?"), filters=[tidy],
                           description=_l("Your name, the time and this reason are kept."))


@blueprint.get("")
@staff(Permission.OPEN_SENDERS)
def show(slug: str, public_id: str) -> Any:
    """Ask for the reason; nothing of the sender is on this page."""
    return _page(public_id, ReasonForm(formdata=None))


@blueprint.post("")
@staff(Permission.OPEN_SENDERS)
def open_one(slug: str, public_id: str) -> Any:
    """Show who sent it, after the reason was kept."""
    form = ReasonForm(request.form)
    try:
        view = senders.opened(consultation_id=g.consultation.id, public_id=public_id, reason=form.reason.data or "",
                              by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "reason")
        return _page(public_id, form), 422
    return _page(public_id, form, view)


def _page(public_id: str, form: ReasonForm, view: SenderView | None = None) -> Any:
    response = make_response(render_template(
        "staff/senders/show.html", consultation=g.consultation, form=form, view=view, public_id=public_id,
        most=MOST_REASON, back=url_for("staff_submissions.show", slug=g.consultation.slug, public_id=public_id)))
    response.headers["Cache-Control"] = "no-store"
    return response
