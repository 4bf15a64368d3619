"""Answering a survey: age first, what to know before writing, the parts, and one page after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain import routing
from consult.domain.errors import Refused
from consult.extensions import db
from consult.queries import surveys
from consult.services import drafts
from consult.web import locale, tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.public import drafting
from consult.web.public.consultations import state_of, visible
from consult.web.public.drafting import Writing
from consult.web.public.respond_forms import AgeForm, Plain, TopicsForm
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("respond", __name__, url_prefix="/<lang>/consultations/<slug>/respond")
# Room for every free text at its limit in any script, and for a paste that is far too long to be shown again.
BODY_LIMIT = 4 * 1024 * 1024


def render(template: str, consultation: Consultation, form: Plain | None = None, **names: Any) -> Any:
    """Render a page of the survey; 422 where the form holds errors."""
    page = render_template(f"public/respond/{template}.html", consultation=consultation, form=form, **names)
    return (page, 422) if form is not None and form.errors else page


def open_consultation(slug: str) -> Consultation:
    """Return the consultation where it is open; raises Refused with its state where it is not."""
    consultation = visible(slug)
    state = state_of(consultation)
    if state != "open":
        raise Refused("consultation", f"consultation-{state}")
    return consultation


def switched(page_key: str, **values: Any) -> WsgiResponse:
    """Send the reader to the same page in the language they chose."""
    return redirect(url_for(page_key, lang=request.form["switch-to"], **values), 303)


def is_switching() -> bool:
    """Say whether the form was sent by one of the language buttons; any other word is none of them."""
    return request.form.get("switch-to") in locale.offered() and not tokens.is_stale()


@blueprint.route("", methods=["GET", "POST"])
@everyone(keeps_form=True)
def start(slug: str) -> Any:
    """Ask for the age, which decides how someone can take part."""
    consultation = visible(slug)
    if state_of(consultation) != "open" or surveys.current(db.session(), consultation.id) is None:
        return render("not_open", consultation, state=state_of(consultation))
    form = AgeForm()
    writing = drafting.current(consultation)
    if request.method == "POST":
        if is_switching():
            return switched("respond.start", slug=slug)
        if tokens.is_stale():
            add_error(form, "age", words_for("form-stale", {}))
        elif (answer := _begin(consultation, form)) is not None:
            return answer
    return render("start", consultation, form, writing=writing, part=request.args.get("part", "")[:80])


def _begin(consultation: Consultation, form: AgeForm) -> WsgiResponse | None:
    if form.age.data == "under-13":
        return redirect(url_for("respond.under_13", slug=consultation.slug), 303)
    try:
        token = drafts.begin(consultation_id=consultation.id, age_route=form.age.data or "",
                             token=drafting.token_of(consultation))
    except Refused as refused:
        add_error(form, "age", sentence(refused))
        return None
    drafting.remember(consultation, token)
    part = request.args.get("part") or None
    return redirect(url_for("respond.before_you_start", slug=consultation.slug, part=part), 303)


@blueprint.get("/under-13")
@everyone()
def under_13(slug: str) -> Any:
    """Show how children under 13 take part: with a group and an adult."""
    return render("under_13", open_consultation(slug))


@blueprint.get("/before-you-start")
@everyone()
def before_you_start(slug: str) -> Any:
    """Say, before anything can be written, that this is no way to report a crime, and where to turn instead."""
    consultation = open_consultation(slug)
    return render("before_you_start", consultation, writing=drafting.current(consultation),
                  part=request.args.get("part", "")[:80] or None)


@blueprint.route("/topics", methods=["GET", "POST"])
@everyone(keeps_form=True)
def topics(slug: str) -> Any:
    """Let the person choose the whole survey or only some parts."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    sections = routing.sections_for(writing.survey, writing.draft.age_route, stores="answers")
    chosen = writing.draft.sections or [key for key in (request.args.get("part"),) if key]
    extent = ("parts" if chosen else "whole") if request.method == "GET" else None
    form = TopicsForm(data={"extent": extent, "topics": chosen}).offer(sections)
    if request.method == "POST" and (answer := _choose(consultation, writing, form)) is not None:
        return answer
    return render("topics", consultation, form)


def _choose(consultation: Consultation, writing: Writing, form: TopicsForm) -> WsgiResponse | None:
    if is_switching():
        return switched("respond.topics", slug=consultation.slug)
    chosen = list(form.topics.data or ()) if form.extent.data == "parts" else []
    try:
        if tokens.is_stale():
            raise Refused("extent", "form-stale")
        if form.extent.data not in ("whole", "parts"):
            raise Refused("extent", "topics-missing")
        if form.extent.data == "parts" and not chosen:
            raise Refused("topics", "topics-missing")
        drafts.choose_sections(token=writing.token, consultation_id=consultation.id, sections=chosen)
    except Refused as refused:
        add_error(form, refused.field, sentence(refused))
        return None
    path = routing.steps(writing.survey, writing.draft.age_route, chosen, writing.draft.answers)
    return redirect(url_for("respond.question", slug=consultation.slug, page=path[0].page.key), 303)
