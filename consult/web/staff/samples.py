"""Panels in the browser: what they are called, and how their people were chosen; their answers come as files."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.extensions import db
from consult.queries import response_imports as stored
from consult.services import samples
from consult.web.access import Guarded, staff
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_samples", __name__, url_prefix="/staff/consultations/<slug>/imports/panels")


class PanelForm(Plain):
    """What a panel is called, and how its people were chosen."""

    name = StringField(_l("Name of the panel"), filters=[tidy])
    method = TextAreaField(_l("How it was done"), filters=[tidy],
                           description=_l("Who asked whom, when, and how the answers were weighted. The report "
                                          "says so."))


@blueprint.get("")
@staff(Permission.IMPORT_RESPONSES)
def index(slug: str) -> str:
    """List the panels, and offer to add one."""
    return _page(PanelForm())


@blueprint.post("")
@staff(Permission.IMPORT_RESPONSES)
def add(slug: str) -> Any:
    """Add a panel."""
    form = PanelForm()
    try:
        samples.add(consultation_id=g.consultation.id, name=form.name.data or "", method=form.method.data or "",
                    by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "name")
        return _page(form), 422
    return redirect(url_for("staff_samples.index", slug=slug), 303)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@staff(Permission.IMPORT_RESPONSES)
def change(slug: str, public_id: str) -> Any:
    """Give a panel another name or method."""
    panel = stored.panel(db.session(), g.consultation.id, public_id)
    if panel is None:
        raise NotFound()
    form = PanelForm(obj=panel)
    if request.method == "POST":
        try:
            samples.change(consultation_id=g.consultation.id, public_id=public_id, name=form.name.data or "",
                           method=form.method.data or "", by_id=current_user.id)
            return redirect(url_for("staff_samples.index", slug=slug), 303)
        except Refused as refused:
            refuse(form, refused, "name")
    page = render_template("staff/samples/change.html", consultation=g.consultation, panel=panel, form=form)
    return (page, 422) if form.errors else page


def _page(form: PanelForm) -> str:
    return render_template("staff/samples/index.html", consultation=g.consultation, form=form,
                           panels=stored.panels(db.session(), g.consultation.id))
