"""Paper forms for staff: many at once with codes, of any version of the survey; and what a code was printed on."""

from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.domain.forms import EQUALITY
from consult.extensions import db
from consult.queries import survey_versions, surveys
from consult.queries.surveys import Version
from consult.services import forms
from consult.web import form_files
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.form_files import PrintForm
from consult.web.sentences import words_for
from consult.web.staff.plain_forms import Plain, add_error, refuse

blueprint = Guarded("staff_forms", __name__, url_prefix="/staff/consultations/<slug>/survey/forms")


class ManyForm(PrintForm):
    """Which version, how many, and how they are wanted."""

    version = SelectField(_l("Version of the survey"), validate_choice=False)
    count = StringField(_l("How many forms?"), default="1",
                        description=_l("A number from 1 to 200. Each form gets codes of its own."))


class CodeForm(Plain):
    """A code as it stands on a form that came back."""

    code = StringField(_l("Code on the form or on the sheet"))


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.PRINT_FORMS)
def index(slug: str) -> Any:
    """Show how forms are printed, and print them."""
    numbers = [listed.number for listed in survey_versions.listed(db.session(), g.consultation.id)]
    form = ManyForm()
    version = _version(form.version.data, numbers)
    if version is None:
        return render_template("staff/forms/none.html", consultation=g.consultation)
    _offer(form, version, numbers)
    if request.method == "POST" and (answer := _print(form, version)) is not None:
        return answer
    return _show(form, CodeForm(formdata=None))


@blueprint.post("/check")
@staff(Permission.PRINT_FORMS)
def check(slug: str) -> Any:
    """Say what a code was printed on, however it was typed."""
    numbers = [listed.number for listed in survey_versions.listed(db.session(), g.consultation.id)]
    version = _version(None, numbers)
    if version is None:
        raise NotFound()
    code = CodeForm()
    found = forms.recognise(code.code.data or "")
    if found is None or found.consultation_id != g.consultation.id:
        add_error(code, "code", words_for("form-code-unknown", {}))
        found = None
    form = ManyForm(formdata=None)
    _offer(form, version, numbers)
    return _show(form, code, _said(found) if found is not None else "")


def _said(found: forms.Recognised) -> str:
    version = surveys.by_id(db.session(), found.survey_version_id)
    number = version.number if version is not None else 0
    if found.kind == EQUALITY:
        return gettext("This is the code of a sheet with questions about the person. The survey is version %(number)s.",
                       number=number)
    return gettext("This is the code of a form. The survey is version %(number)s.", number=number)


def _version(wanted: str | None, numbers: list[int]) -> Version | None:
    """Return the version of that number, the newest for none; None where the consultation has no survey."""
    if not numbers:
        return None
    number = next((known for known in numbers if str(known) == wanted), numbers[0])
    version_id = survey_versions.id_of(db.session(), g.consultation.id, number)
    return surveys.by_id(db.session(), version_id) if version_id is not None else None


def _offer(form: ManyForm, version: Version, numbers: list[int]) -> None:
    form.version.choices = choices((str(n), gettext("Version %(number)s", number=n)) for n in numbers)
    form.version.data = str(version.number)
    form.offer(form_files.tags_of(g.consultation, version.survey), form_files.ages_offered(version.survey))


def _print(form: ManyForm, version: Version) -> Any:
    typed = (form.count.data or "").strip()
    try:
        codes = forms.issue(consultation_id=g.consultation.id, version=version, by_id=current_user.id,
                            count=int(typed) if typed.isdecimal() and len(typed) < 6 else 0)
    except Refused as refused:
        refuse(form, refused, "count")
        return None
    return form_files.handed_out(g.consultation, version, form.wanted(), codes,
                                 url_for("staff_forms.index", slug=g.consultation.slug))


def _show(form: ManyForm, code: CodeForm, said: str = "") -> Any:
    page = render_template("staff/forms/index.html", consultation=g.consultation, form=form, code=code, said=said)
    return (page, 422) if form.errors or code.errors else page
