"""Asking to hear when the report and the plan are out, saying yes, and stopping it; apart from every answer."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField

from consult.domain.errors import NotFound, Refused
from consult.domain.texts import clean
from consult.extensions import db
from consult.queries import news as stored
from consult.services import news
from consult.services.secrets import typed
from consult.web import locale, tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import Plain, add_error, choices
from consult.web.public.consultations import visible
from consult.web.sentences import sentence, words_for

blueprint = Guarded("public_news", __name__)
WISHES = (("report", _l("The report: what people said")), ("plan", _l("The plan: what was decided")))


class AskForm(Plain):
    """What somebody wants to hear of, and where."""

    wishes = SelectMultipleField(_l("What do you want to hear about?"), choices=choices(WISHES), validate_choice=False)
    address = StringField(_l("Your email address"),
                          description=_l("Use one that only you read, if nobody should know that you took part."))


@blueprint.route("/<lang>/consultations/<slug>/news", methods=["GET", "POST"])
@everyone(keeps_form=True)
def ask(slug: str) -> Any:
    """Ask to be told; the page that follows is the same whether somebody asked before or not."""
    consultation, form = visible(slug), AskForm()
    if request.method == "GET":
        form.wishes.data = [value for value, _words in WISHES]
    elif tokens.is_stale():
        add_error(form, "address", words_for("form-stale", {}))
    else:
        try:
            news.ask(consultation_id=consultation.id, address=clean(form.address.data or ""),
                     wishes=form.wishes.data or [], language=locale.language().tag,
                     network=request.remote_addr or "")
            return redirect(url_for("public_news.asked", slug=slug), 303)
        except Refused as refused:
            add_error(form, refused.field, sentence(refused))
    page = render_template("public/news/ask.html", consultation=consultation, form=form, can_tell=news.can_tell())
    return (page, 422) if form.errors else page


@blueprint.get("/<lang>/consultations/<slug>/news/asked")
@everyone()
def asked(slug: str) -> str:
    """Say what comes next: one letter, and a yes."""
    return render_template("public/news/asked.html", consultation=visible(slug))


@blueprint.get("/<lang>/news/<code>")
@everyone()
def mine(code: str) -> str:
    """Show what the code of a letter can do: say yes, or stop. A code that nobody has is one that was stopped."""
    found = stored.by_code(db.session(), news.hash_of(typed(code)))
    return render_template("public/news/mine.html", code=typed(code), is_there=found is not None,
                           is_confirmed=found is not None and found.confirmed_on is not None)


@blueprint.post("/<lang>/news/<code>/yes")
@everyone()
def say_yes(code: str) -> Any:
    """Note the yes of whoever has the code."""
    try:
        news.say_yes(typed(code))
    except NotFound:
        # It was stopped, or a week went by: the page says so.
        db.session.rollback()
    return redirect(url_for("public_news.mine", code=typed(code)), 303)


@blueprint.post("/<lang>/news/<code>/stop")
@everyone(keeps_form=True)
def stop(code: str) -> Any:
    """Forget the address. A mail program stops it too, with no page and so without a token (RFC 8058): whoever has the
    code may, and nobody can guess it."""
    news.stop(typed(code))
    return redirect(url_for("public_news.mine", code=typed(code)), 303)
