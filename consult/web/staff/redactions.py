"""Personal details: the answers in which some wait for a person, one answer with its own, and the words as sent."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, SelectField, StringField

from consult.domain import redactions as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.redactions import CONFIRMED, REFUSED, SUGGESTED, UNDONE
from consult.extensions import db
from consult.queries import redactions as stored
from consult.queries.redactions import DetailsView, Words
from consult.services import redactions
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence
from consult.web.staff.passages import pieces
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_redactions", __name__, url_prefix="/staff/consultations/<slug>")


class AddForm(Plain):
    """Words to take out, and what they tell."""

    words = StringField(_l("Words to take out"), filters=[tidy],
                        description=_l("Type them as they stand in the answer, or select them above."))
    kind = SelectField(_l("What they tell"), validate_choice=False)
    where = RadioField(_l("Where they stand"), validate_choice=False)


@blueprint.get("/details")
@staff(Permission.REDACT)
def index(slug: str) -> str:
    """List the answers in which suggested details wait for a person."""
    session, consultation_id = db.session(), g.consultation.id
    return render_template("staff/redactions/index.html", consultation=g.consultation,
                           rows=stored.waiting(session, consultation_id), beginning=stored.BEGINNING,
                           count=stored.count_waiting(session, consultation_id), most=stored.PAGE)


@blueprint.get("/answers/<answer_id>/details")
@staff(Permission.REDACT)
def show(slug: str, answer_id: str) -> Any:
    """Show an answer with its details marked, to decide on each."""
    return _page(_view(answer_id))


@blueprint.post("/answers/<answer_id>/details")
@staff(Permission.REDACT)
def add(slug: str, answer_id: str) -> Any:
    """Take words out wherever they stand in the answer."""
    form = _form(_view(answer_id))
    try:
        places = redactions.add(
            consultation_id=g.consultation.id, answer_id=answer_id, words=form.words.data or "",
            kind=form.kind.data or "", of_english=form.where.data == "english", by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "words")
        return _page(_view(answer_id), form)
    flash(ngettext("Taken out at %(num)s place.", "Taken out at %(num)s places.", places))
    return _back(answer_id)


@blueprint.post("/answers/<answer_id>/details/all")
@staff(Permission.REDACT)
def confirm_all(slug: str, answer_id: str) -> WsgiResponse:
    """Take out everything that is suggested in an answer."""
    number = redactions.confirm_all(consultation_id=g.consultation.id, answer_id=answer_id, by_id=current_user.id)
    flash(ngettext("%(num)s detail was taken out.", "%(num)s details were taken out.", number))
    return _back(answer_id)


@blueprint.post("/details/<public_id>")
@staff(Permission.REDACT)
def decide(slug: str, public_id: str) -> WsgiResponse:
    """Take one detail out, leave it in, or bring it back."""
    answer_id = request.form.get("answer", "")
    try:
        answer_id = redactions.decide(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id,
                                      decision=tidy(request.form.get("decision", "")))
    except (Refused, Conflict) as refused:
        flash(sentence(refused))
        if not answer_id:
            return redirect(url_for("staff_redactions.index", slug=slug), 303)
    else:
        flash(gettext("Your decision was kept."))
    return _back(answer_id)


@blueprint.post("/answers/<answer_id>/original")
@staff(Permission.READ_ORIGINALS)
def original(slug: str, answer_id: str) -> str:
    """Show the words as they were sent; that somebody looked is kept in the trail."""
    text, english = redactions.open_original(consultation_id=g.consultation.id, answer_id=answer_id,
                                             by_id=current_user.id)
    view = _view(answer_id)
    return render_template("staff/redactions/original.html", consultation=g.consultation, view=view, text=text,
                           english=english)


def kind_words() -> dict[str, str]:
    """Return what a detail tells, by its code."""
    return {
        rules.NAME: gettext("Name"), rules.PHONE: gettext("Phone number"), rules.EMAIL: gettext("Email address"),
        rules.ADDRESS: gettext("Address"), rules.POSTCODE: gettext("Postcode"),
        rules.PLATE: gettext("Number plate"), rules.BIRTH_DATE: gettext("Date of birth"),
        rules.OFFICER_NUMBER: gettext("Number of an officer"), rules.REFERENCE: gettext("Crime reference"),
        rules.OTHER: gettext("Something else that tells who it is"),
    }


def _view(answer_id: str) -> DetailsView:
    may_see_all = Permission.HANDLE_WORRIES in g.permissions
    found = stored.of_answer(db.session(), g.consultation.id, answer_id, with_withheld=may_see_all)
    if found is None:
        raise NotFound()
    return found


def _form(view: DetailsView) -> AddForm:
    form = AddForm()
    form.kind.choices = choices(kind_words().items())
    form.where.choices = choices([("answer", gettext("In the answer")), ("english", gettext("In its English"))])
    form.where.data = form.where.data or "answer"
    return form


def _page(view: DetailsView, form: AddForm | None = None) -> Any:
    form = form or _form(view)
    page = render_template(
        "staff/redactions/show.html", consultation=g.consultation, view=view, form=form, kinds=kind_words(),
        marked=[_marked(words) for words in view.texts], states=_state_words(),
        may_open=Permission.READ_ORIGINALS in g.permissions)
    return (page, 422) if form.errors else page


def _marked(words: Words) -> Any:
    """Return a text cut at its suggested details, with the numbers of those that end at each cut."""
    return pieces(words.text, [(detail.span.start, detail.span.end) for detail in words.details
                               if detail.state == SUGGESTED])


def _state_words() -> dict[str, str]:
    return {SUGGESTED: gettext("Suggested"), CONFIRMED: gettext("Taken out"), REFUSED: gettext("Left in"),
            UNDONE: gettext("Brought back")}


def _back(answer_id: str) -> WsgiResponse:
    return redirect(url_for("staff_redactions.show", slug=g.consultation.slug, answer_id=answer_id), 303)
