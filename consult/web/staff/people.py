"""Staff accounts in the browser: who there is, adding and changing one, giving and taking roles."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField

from consult.domain.access import ROLES, Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import consultations
from consult.queries import people as staff_members
from consult.services import people
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.staff.plain_forms import Plain, needed, refuse

blueprint = Guarded("staff_people", __name__, url_prefix="/staff/people")

# role: its name, and what it means in plain words.
ROLE_WORDS = {
    "survey-editor": (_l("Survey editor"),
                      _l("Sets up the consultation, its words and dates, its plan and its survey.")),
    "coder": (_l("Coder"), _l("Reads what people wrote and marks which themes each answer is about.")),
    "lead": (_l("Lead"), _l("Does what a coder does, leaves out responses that do not count, ties themes to the plan "
                            "and publishes the report.")),
    "equality-lead": (_l("Equality lead"), _l("Sees the protected tables about age, ethnic group and other "
                                              "characteristics, and the findings.")),
    "reader": (_l("Reader"), _l("Sees the findings and the draft report. Changes nothing.")),
    "translator": (_l("Translator"), _l("Writes the texts of the consultation in other languages, and what people "
                                        "wrote or signed in English. Does not see who they are.")),
    "translation-checker": (_l("Translation checker"),
                            _l("Reads what another person translated and says whether it is right. Can translate "
                               "too, but never checks their own words.")),
    "safeguarding": (_l("Safeguarding"), _l("Reads the answers that somebody worries about, decides what is done, and "
                                            "takes personal details out. Does not see who wrote them.")),
    "intake-officer": (_l("Intake officer"), _l("Takes in letters, e-mails, forms, calls and events, and sees who sent "
                                                "them. Does not code.")),
}
ADMINISTRATOR_WORDS = _l("Adds staff, gives roles, starts consultations and loads plans. "
                         "Does not read what people wrote without a role as well.")


class AddForm(Plain):
    """A new member of staff with their first password."""

    name = StringField(_l("Name"), validators=[needed("name-missing")])
    email = StringField(_l("Email address"), validators=[needed("email-shape")])
    password = PasswordField(_l("First password"),
                             description=_l("At least 12 characters. Hand it over in person."))
    is_administrator = BooleanField(_l("This person is an administrator"), description=ADMINISTRATOR_WORDS)


class ChangeForm(Plain):
    """What can be changed of a member of staff."""

    name = StringField(_l("Name"), validators=[needed("name-missing")])
    is_active = BooleanField(_l("This person can sign in"),
                             description=_l("Without the tick they are signed out at once. What they did stays."))
    is_administrator = BooleanField(_l("This person is an administrator"), description=ADMINISTRATOR_WORDS)


class GrantForm(Plain):
    """One role on one consultation."""

    consultation = SelectField(_l("Consultation"), validate_choice=False)
    role = RadioField(_l("Role"), validate_choice=False)


@blueprint.get("")
@staff(Permission.MANAGE_PEOPLE, on_consultation=False)
def index() -> str:
    """List all staff by name."""
    return render_template("staff/people/index.html", people=staff_members.everyone(db.session()))


@blueprint.route("/new", methods=["GET", "POST"])
@staff(Permission.MANAGE_PEOPLE, on_consultation=False)
def new() -> Any:
    """Add a member of staff."""
    form = AddForm()
    if request.method == "POST" and form.validate():
        try:
            person = people.add(email=form.email.data or "", name=form.name.data or "",
                                password=form.password.data or "",
                                is_administrator=form.is_administrator.data, by_id=current_user.id)
        except (Refused, Conflict) as refused:
            refuse(form, refused, "email")
        else:
            flash(gettext("%(name)s was added. Give them a role so that they can start.", name=person.name))
            return redirect(url_for("staff_people.show", public_id=person.public_id), 303)
    page = render_template("staff/people/new.html", form=form)
    return (page, 422) if form.errors else page


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@staff(Permission.MANAGE_PEOPLE, on_consultation=False)
def show(public_id: str) -> Any:
    """Show one member of staff with their roles, and change them."""
    person = _person(public_id)
    form = ChangeForm(obj=person)
    if request.method == "POST" and form.validate():
        try:
            people.change(public_id=public_id, name=form.name.data or "", is_active=form.is_active.data,
                          is_administrator=form.is_administrator.data, by_id=current_user.id)
        except Refused as refused:
            refuse(form, refused, "name")
        else:
            flash(gettext("Your changes were saved."))
            return redirect(url_for("staff_people.show", public_id=public_id), 303)
    return _page(person, form, _grant_form(formdata=None))


@blueprint.post("/<public_id>/roles")
@staff(Permission.MANAGE_PEOPLE, on_consultation=False)
def grant(public_id: str) -> Any:
    """Give a role on a consultation."""
    person = _person(public_id)
    form = _grant_form(formdata=request.form)
    found = consultations.by_slug(db.session(), form.consultation.data or "")
    try:
        if found is None:
            raise Refused("consultation", "consultation-missing")
        people.grant(person_id=person.id, consultation_id=found.id, role=form.role.data or "", by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "role")
        return _page(person, ChangeForm(formdata=None, obj=person), form)
    flash(gettext("The role was given."))
    return _back(public_id)


@blueprint.post("/<public_id>/roles/take")
@staff(Permission.MANAGE_PEOPLE, on_consultation=False)
def take(public_id: str) -> WsgiResponse:
    """Take a role away."""
    person = _person(public_id)
    found = consultations.by_slug(db.session(), request.form.get("consultation", ""))
    role = request.form.get("role", "")
    if found is None or role not in ROLES:
        raise NotFound()
    people.take(person_id=person.id, consultation_id=found.id, role=role, by_id=current_user.id)
    flash(gettext("The role was taken away."))
    return _back(public_id)


def _back(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_people.show", public_id=public_id, _anchor="roles"), 303)


def _person(public_id: str) -> Any:
    found = staff_members.person_by_public_id(db.session(), public_id)
    if found is None:
        raise NotFound()
    return found


def _grant_form(formdata: Any) -> GrantForm:
    """Return the form with the consultations to choose from; an administrator sees all of them."""
    form = GrantForm(formdata=formdata)
    all_of_them = staff_members.consultations_of(db.session(), current_user.id)
    form.consultation.choices = choices([("", ""), *((item.slug, words(item.title)) for item in all_of_them)])
    form.role.choices = choices((role, ROLE_WORDS[role][0]) for role in ROLES)
    return form


def _page(person: Any, form: ChangeForm, grant_form: GrantForm) -> Any:
    page = render_template(
        "staff/people/show.html", person=person, form=form, grant_form=grant_form, role_words=ROLE_WORDS,
        grants=staff_members.grants_of(db.session(), person.id))
    return (page, 422) if form.errors or grant_form.errors else page
