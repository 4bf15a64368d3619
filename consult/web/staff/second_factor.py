"""The second step of one's own sign-in: setting it up with a key, recovery codes shown once, turning it off."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import PasswordField, StringField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.second_factors import in_groups
from consult.extensions import db
from consult.queries import people as staff_members
from consult.queries import second_factors as stored
from consult.services import second_factors
from consult.services.second_factors import Begun
from consult.web import signed_in
from consult.web.access import Guarded, staff
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_second_factor", __name__, url_prefix="/staff/second-step")


class BeginForm(Plain):
    """Before a key is shown: whoever found this screen open does not know the password."""

    password = PasswordField(_l("Your password"))


class ConfirmForm(Plain):
    """The first code of a new key."""

    code = StringField(_l("The code that the app shows now"), description=_l("Six digits"))


class ChangeForm(Plain):
    """Before anything is changed of what stands: both proofs again."""

    password = PasswordField(_l("Your password"))
    code = StringField(_l("A code from your app, or a recovery code"))


@blueprint.get("")
@staff(Permission.SIGNED_IN, on_consultation=False)
def show() -> Any:
    """Show whether the second step is set up, and how to begin or change it."""
    return _page()


@blueprint.post("")
@staff(Permission.SIGNED_IN, on_consultation=False)
def begin() -> Any:
    """Make a key and show it; it counts once a code of it was taken."""
    form = BeginForm()
    try:
        begun = second_factors.begin(person_id=current_user.id, password=form.password.data or "", source=_source())
    except (Refused, Conflict) as refused:
        refuse(form, refused, "password")
        return _page(begin_form=form)
    return _key_page(ConfirmForm(formdata=None), begun)


@blueprint.post("/confirm")
@staff(Permission.SIGNED_IN, on_consultation=False)
def confirm() -> Any:
    """Take the first code, show the recovery codes once, and go on in a session that was proved twice."""
    form = ConfirmForm()
    typed, form.code.data = form.code.data or "", ""
    try:
        codes = second_factors.confirm(person_id=current_user.id, code=typed)
    except NotFound:
        flash(gettext("That took a long time. Begin again."))
        return _back()
    except Refused as refused:
        refuse(form, refused, "code")
        begun = second_factors.begun(person_id=current_user.id)
        return _key_page(form, begun) if begun is not None else _back()
    _stay(is_strong=True)
    return render_template("staff/second_factor/codes.html", codes=codes)


@blueprint.post("/change")
@staff(Permission.SIGNED_IN, on_consultation=False)
def change() -> Any:
    """Make new recovery codes, or turn the second step off."""
    form = ChangeForm()
    typed, form.code.data = form.code.data or "", ""
    proofs = {"person_id": current_user.id, "password": form.password.data or "", "code": typed, "source": _source()}
    try:
        if request.form.get("step") == "codes":
            codes = second_factors.renew_recovery_codes(**proofs)
            return render_template("staff/second_factor/codes.html", codes=codes)
        second_factors.turn_off(**proofs)
    except Refused as refused:
        refuse(form, refused, "code")
        return _page(change_form=form)
    _stay(is_strong=False)
    flash(gettext("The second step is off. You cannot open the pages of forums until you set it up again."))
    return _back()


def _source() -> str:
    return request.remote_addr or ""


def _stay(*, is_strong: bool) -> None:
    """Go on in a new session: every session that the person had has ended."""
    person = staff_members.person(db.session(), current_user.id)
    if person is not None:
        signed_in.sign_in(person, is_strong=is_strong)


def _back() -> WsgiResponse:
    return redirect(url_for("staff_second_factor.show"), 303)


def _page(begin_form: BeginForm | None = None, change_form: ChangeForm | None = None) -> Any:
    session, person_id = db.session(), current_user.id
    has_one = stored.has_one(session, person_id)
    form = (change_form or ChangeForm(formdata=None)) if has_one else (begin_form or BeginForm(formdata=None))
    page = render_template("staff/second_factor/show.html", form=form, has_one=has_one,
                           codes_left=stored.recovery_codes_left(session, person_id))
    return (page, 422) if form.errors else page


def _key_page(form: ConfirmForm, begun: Begun) -> Any:
    page = render_template("staff/second_factor/key.html", form=form, key=in_groups(begun.key), address=begun.address)
    return (page, 422) if form.errors else page
