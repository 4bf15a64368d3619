"""Signing in, in one step or two, and out, and the page that staff land on: their consultations and their parts."""

from datetime import UTC, datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, PasswordField, StringField

from consult.domain import consultations as rules
from consult.domain.access import Permission, permissions
from consult.domain.errors import Refused
from consult.extensions import db
from consult.queries import people as staff_members
from consult.queries import second_factors as factors
from consult.services import people, second_factors
from consult.web import signed_in, tokens
from consult.web.access import Guarded, everyone, staff
from consult.web.pages import own_address
from consult.web.sentences import sentence
from consult.web.staff import navigation, still_open
from consult.web.staff.plain_forms import Plain, add_error

blueprint = Guarded("staff_sign_in", __name__, url_prefix="/staff")


class SignInForm(Plain):
    """Who someone is; `next` is where they were going."""

    email = StringField(_l("Email address"))
    password = PasswordField(_l("Password"))
    next = HiddenField()


class CodeForm(Plain):
    """The second step: a code that opens once."""

    code = StringField(_l("Code"), description=_l(
        "Six digits from your app for codes. If you lost your phone, type one of your recovery codes."))
    next = HiddenField()


@blueprint.route("/sign-in", methods=["GET", "POST"])
@everyone(keeps_form=True)
def sign_in() -> Any:
    """Ask for an address and a password; whatever is wrong, the answer is the same."""
    form = SignInForm()
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(url_for("staff_sign_in.home"), 303)
        form.next.data = own_address(request.args.get("next"))
    elif _is_right(form):
        following = own_address(form.next.data)
        if current_user.is_authenticated:
            return redirect(following or url_for("staff_sign_in.home"), 303)
        return redirect(url_for("staff_sign_in.second_step", next=following), 303)
    page = render_template("staff/sign_in.html", form=form)
    return (page, 422) if form.errors else page


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@everyone(keeps_form=True)
def second_step() -> Any:
    """Ask whoever gave their password for the code of their second factor; nobody is signed in before that."""
    person = signed_in.who_waits()
    if person is None:
        return redirect(url_for("staff_sign_in.sign_in"), 303)
    form = CodeForm()
    if request.method == "GET":
        form.next.data = own_address(request.args.get("next"))
    elif _is_right_code(form, person):
        return redirect(own_address(form.next.data) or url_for("staff_sign_in.home"), 303)
    page = render_template("staff/second_step.html", form=form)
    return (page, 422) if form.errors else page


def _is_right_code(form: CodeForm, person: Any) -> bool:
    """Sign the person in and return True, or put the reason on the form; a code is never shown again."""
    typed, form.code.data = form.code.data or "", ""
    if tokens.is_stale():
        add_error(form, "code", gettext(
            "This page was open for a long time. Enter a new code and choose the button again."))
        return False
    try:
        second_factors.prove(person_id=person.id, code=typed)
    except Refused as refused:
        add_error(form, "code", sentence(refused))
        return False
    people.note_sign_in(person)
    signed_in.sign_in(person, is_strong=True)
    return True


def _is_right(form: SignInForm) -> bool:
    """Take a right password and return True, or put the reason on the form; a password is never shown again.

    Who has a second factor is not signed in by that alone.
    """
    if tokens.is_stale():
        add_error(form, "password", gettext(
            "This page was open for a long time. Enter your password and choose the button again."))
        return False
    try:
        person = people.prove(email=form.email.data or "", password=form.password.data or "",
                              source=request.remote_addr or "")
    except Refused as refused:
        add_error(form, "password", sentence(refused))
        return False
    if factors.has_one(db.session(), person.id):
        signed_in.wait_for_second_factor(person)
    else:
        people.note_sign_in(person)
        signed_in.sign_in(person)
    return True


@blueprint.post("/sign-out")
@everyone()
def sign_out() -> Any:
    """End the session here and on the server."""
    signed_in.sign_out()
    return redirect(url_for("staff_sign_in.sign_in"), 303)


@blueprint.get("/")
@staff(Permission.SIGNED_IN, on_consultation=False)
def home() -> str:
    """Show the consultations on which this person has a role, with what they can do there."""
    session = db.session()
    roles: dict[int, set[str]] = {}
    for grant, consultation in staff_members.grants_of(session, current_user.id):
        roles.setdefault(consultation.id, set()).add(grant.role)
    rows = []
    for consultation in staff_members.consultations_of(session, current_user.id):
        held = permissions(roles.get(consultation.id, ()), is_administrator=current_user.is_administrator)
        state = rules.state(consultation.opens_at, consultation.closes_at, datetime.now(UTC))
        rows.append({"consultation": consultation, "state": state, "groups": navigation.groups(consultation, held),
                     "open": still_open.of(session, consultation, held)})
    return render_template("staff/home.html", rows=rows, links=_links(g.permissions))


def _links(held: frozenset[Permission]) -> list[dict[str, str]]:
    """Return what this person may do apart from any one consultation."""
    found = navigation.admin_links(held)
    if Permission.CREATE_CONSULTATIONS in held:
        found.insert(0, {"text": gettext("Start a new consultation"), "href": url_for("staff_setup.new")})
    return found
