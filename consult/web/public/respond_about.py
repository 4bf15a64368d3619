"""For whom someone answers and whose words these are: a helper, a group, an organisation; never asked under 16."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.bodies import check_body
from consult.domain.errors import Refused
from consult.services import drafts
from consult.services.drafts import DraftGone
from consult.web import tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.public import drafting
from consult.web.public.respond import after_about, carried, gone, is_switching, open_consultation, render, switched
from consult.web.public.start_forms import BodyForm, HelpForm
from consult.web.sentences import sentence

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("respond_about", __name__, url_prefix="/<lang>/consultations/<slug>/respond")
blueprint.register_error_handler(DraftGone, gone)


@blueprint.route("/helping", methods=["GET", "POST"])
@everyone(keeps_form=True)
def helping(slug: str) -> Any:
    """Ask whose words these are where someone helps, and ask the helper not to answer for them."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None or writing.draft.age_route == "13-15":
        return redirect(url_for("respond.start", slug=slug), 303)
    form = HelpForm(data={"words_are": writing.draft.about.get("words_are")})
    if request.method == "POST":
        if is_switching():
            return switched("respond_about.helping", slug=slug, **carried())
        try:
            if tokens.is_stale():
                raise Refused("words_are", "form-stale")
            if not form.words_are.data:
                raise Refused("words_are", "whose-words-missing")
            drafts.tell_about(token=writing.token, consultation_id=consultation.id, about={
                "on_behalf_of": "self", "was_helped": True, "words_are": form.words_are.data})
            return redirect(after_about(consultation), 303)
        except Refused as refused:
            add_error(form, "words_are", sentence(refused))
    return render("helping", consultation, form)


@blueprint.route("/body", methods=["GET", "POST"])
@everyone(keeps_form=True)
def body(slug: str) -> Any:
    """Ask which group or organisation an answer speaks for; its answers go the way of adults."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    about = writing.draft.about if writing else {}
    kind = session.get("starting", {}).get(slug)
    kind = kind if kind in ("group", "organisation") else about.get("on_behalf_of")
    if kind not in ("group", "organisation"):
        return redirect(url_for("respond.start", slug=slug, **carried()), 303)
    form = BodyForm(data={"body": about.get("body"), "speaks_for": about.get("speaks_for"),
                          "may_be_named": about.get("may_be_named")})
    if request.method == "POST" and (answer := _speak(consultation, str(kind), form)) is not None:
        return answer
    return render("body", consultation, form, kind=kind)


def _speak(consultation: Consultation, kind: str, form: BodyForm) -> WsgiResponse | None:
    if is_switching():
        return switched("respond_about.body", slug=consultation.slug, **carried())
    try:
        if tokens.is_stale():
            raise Refused("body", "form-stale")
        name, speaks_for = check_body(form.body.data or "", form.speaks_for.data or "")
    except Refused as refused:
        add_error(form, refused.field, sentence(refused))
        return None
    token = drafts.begin(
        consultation_id=consultation.id, age_route="adult", token=drafting.token_of(consultation),
        about={"on_behalf_of": kind, "body": name, "speaks_for": speaks_for,
               "may_be_named": bool(form.may_be_named.data)})
    drafting.remember(consultation, token)
    return redirect(after_about(consultation), 303)
