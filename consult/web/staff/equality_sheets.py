"""Equality sheets, typed one after the other from a pile of their own; a sheet that was typed is never shown again."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import SelectField, StringField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.domain.keyings import CLOSED, Field, Typing
from consult.domain.surveys import NOTE
from consult.extensions import db
from consult.queries import equality_sheets as stored
from consult.queries import survey_versions
from consult.services import equality_sheets as typing
from consult.web.access import staff
from consult.web.fields import choices
from consult.web.refusals import refusal_words
from consult.web.sentences import sentence
from consult.web.staff.keying_forms import KeyedForm
from consult.web.staff.keying_typing import blueprint
from consult.web.staff.plain_forms import Plain, add_error, tidy


class SheetForm(Plain):
    """Which sheet this is."""

    version = SelectField(_l("Version of the survey"), validate_choice=False)
    code = StringField(_l("Code on the sheet"), filters=[tidy],
                       description=_l("Leave it empty where the sheet has none."))


@blueprint.route("/sheets", methods=["GET", "POST"])
@staff(Permission.TAKE_IN)
def sheets(slug: str) -> Any:
    """Type one sheet, and go on with the next."""
    head = SheetForm()
    numbers = [listed.number for listed in survey_versions.listed(db.session(), g.consultation.id)]
    wanted = head.version.data or request.args.get("version", "")
    number = next((one for one in numbers if str(one) == wanted), numbers[0] if numbers else 0)
    version_id = survey_versions.id_of(db.session(), g.consultation.id, number) if number else None
    head.version.choices = choices((str(one), gettext("Version %(number)s", number=one)) for one in numbers)
    head.version.data = str(number)
    try:
        form = _form(version_id)
    except NotFound:
        return render_template("staff/keying/no_sheet.html", consultation=g.consultation)
    assert version_id is not None
    if request.method == "POST" and (answer := _add(head, form, version_id, number)) is not None:
        return answer
    page = render_template("staff/keying/sheet.html", consultation=g.consultation, head=head, form=form,
                           count=stored.count(db.session(), g.consultation.id))
    return (page, 422) if head.errors or form.errors else page


def _form(version_id: int | None) -> KeyedForm:
    if version_id is None:
        raise NotFound()
    asked = typing.questions(db.session(), g.consultation.id, version_id)
    fields = [Field(question.key, CLOSED, number, question)
              for number, question in enumerate((one for one in asked if one.kind != NOTE), 1)]
    return KeyedForm(fields, Typing({}), request.form if request.method == "POST" else None)


def _add(head: SheetForm, form: KeyedForm, version_id: int, number: int) -> WsgiResponse | None:
    values = form.posted(request.form).values
    try:
        problems = typing.add(consultation_id=g.consultation.id, version_id=version_id, code=head.code.data or "",
                              values=values, by_id=current_user.id)
    except Refused as refused:
        add_error(head, "code", sentence(refused))
        return None
    questions = {question.key: question for question in form.step.questions}
    for refused in problems:
        form.put_error(refused.field, refusal_words(refused, questions.get(refused.field)))
    if problems:
        return None
    flash(gettext("Kept. Here is an empty page for the next sheet."))
    return redirect(url_for("staff_keying.sheets", slug=g.consultation.slug, version=number), 303)
