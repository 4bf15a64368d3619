"""Asking for a format or for help to take part, and reporting a barrier: each gets an owner and an answer by a day."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from consult.domain import access_requests as rules
from consult.domain.errors import Refused
from consult.domain.texts import clean
from consult.services import access_requests
from consult.services.access_requests import MOST_DETAILS, Asked
from consult.web import locale, tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import Plain, add_error, choices
from consult.web.pages import own_address
from consult.web.public.consultations import visible
from consult.web.sentences import sentence, words_for

blueprint = Guarded("public_requests", __name__)
HELP = "help"
FORMATS = (
    ("easy-read", _l("Easy Read")), ("bsl", _l("British Sign Language")), ("audio", _l("Audio")),
    ("large-print", _l("Large print on paper")), ("braille", _l("Braille on paper")), ("paper", _l("A paper form")),
    ("language", _l("Another language")), ("other", _l("Another format")),
    (HELP, _l("Something else that helps me take part")),
)


class AskForm(Plain):
    """What someone needs, and how to answer them."""

    about = RadioField(_l("What do you need?"), choices=choices(FORMATS), validate_choice=False)
    details = TextAreaField(_l("Tell us more, if you want"),
                            description=_l("For example which language, or which day you need it by."))
    contact = StringField(_l("How can we answer you?"),
                          description=_l("An email address, a phone number or a postal address. We delete it when "
                                         "you have what you need."))


class BarrierForm(Plain):
    """What did not work, where, and how to answer."""

    page = StringField(_l("Which page is it about? (optional)"))
    details = TextAreaField(_l("What did not work for you?"),
                            description=_l("You can say what you use, like a screen reader or a phone."))
    contact = StringField(_l("How can we answer you? (optional)"),
                          description=_l("An email address, a phone number or a postal address. We delete it when "
                                         "this is settled."))


@blueprint.route("/<lang>/consultations/<slug>/ask", methods=["GET", "POST"])
@everyone(keeps_form=True)
def ask(slug: str) -> Any:
    """Ask for a format, or for something that helps to take part."""
    consultation, form = visible(slug), AskForm()
    if request.method == "POST":
        wanted = form.about.data or ""
        kind = rules.ADJUSTMENT if wanted == HELP else rules.FORMAT
        taken = _take(form, consultation.id, kind, wanted)
        if taken is not None:
            return render_template("public/requests/taken.html", consultation=consultation, taken=taken)
    return _page("ask", form, consultation=consultation)


@blueprint.route("/<lang>/report-a-barrier", methods=["GET", "POST"])
@everyone(keeps_form=True)
def barrier() -> Any:
    """Report something on this site that keeps someone from using it."""
    form = BarrierForm()
    if request.method == "GET":
        form.page.data = own_address(request.args.get("page")) or ""
    elif (taken := _take(form, None, rules.BARRIER, _tidy(form.page.data))) is not None:
        return render_template("public/requests/taken.html", consultation=None, taken=taken)
    return _page("barrier", form)


def _take(form: Any, consultation_id: int | None, kind: str, about: str) -> Any:
    """Return what was kept, or None where the page has to say what is missing."""
    if tokens.is_stale():
        add_error(form, "details", words_for("form-stale", {}))
        return None
    asked = Asked(kind, about, _tidy(form.details.data), _tidy(form.contact.data), locale.language().tag)
    try:
        return access_requests.take(consultation_id=consultation_id, asked=asked, network=request.remote_addr or "")
    except Refused as refused:
        add_error(form, refused.field, sentence(refused))
        return None


def _page(name: str, form: Any, **around: Any) -> Any:
    page = render_template(f"public/requests/{name}.html", form=form, limit=MOST_DETAILS, **around)
    return (page, 422) if form.errors else page


def _tidy(value: str | None) -> str:
    return clean(value or "").strip()
