"""Answering a survey: how and for whom, the age, what to know before writing, the parts, and the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.answers import postcode_district
from consult.domain.closings import may_go_on
from consult.domain.errors import Refused
from consult.domain.instants import utc_now
from consult.extensions import db
from consult.queries import surveys
from consult.services import drafts
from consult.services.drafts import DraftGone
from consult.web import locale, players, tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.public import drafting, easy_read_way
from consult.web.public.consultations import state_of, visible
from consult.web.public.drafting import Writing
from consult.web.public.respond_forms import AgeForm, Plain, TopicsForm
from consult.web.public.start_forms import WhoForm
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("respond", __name__, url_prefix="/<lang>/consultations/<slug>/respond")
# Room for every free text at its limit in any script, and for a paste that is far too long to be shown again.
BODY_LIMIT = 4 * 1024 * 1024
# What an address takes along to the first question: the part that was chosen, the part of the plan, and where to next.
CARRIED = ("part", "node", "then")
OWN_FIELDS = ("csrf_token", "switch-to", "leave-to", "submission", "code")
# Where the paper form is, on a site that prints one.
PAPER_FORM = "public_forms.show"
AFTER_WHO = {"self": "respond.age", "helped": "respond.age", "group": "respond_about.body",
             "organisation": "respond_about.body"}


def render(template: str, consultation: Consultation, form: Plain | None = None, **names: Any) -> Any:
    """Render a page of the survey; 422 where the form holds errors."""
    page = render_template(f"public/respond/{template}.html", consultation=consultation, form=form, carried=carried(),
                           **names)
    return (page, 422) if form is not None and form.errors else page


def open_consultation(slug: str) -> Consultation:
    """Return the consultation where this browser can answer: open, or begun in time and within the time of grace.

    Raises Refused with its state where it cannot.
    """
    consultation = visible(slug)
    state = state_of(consultation)
    if state == "open":
        return consultation
    writing = drafting.standing(consultation)
    if writing is None or not may_go_on(
            consultation.opens_at, consultation.closes_at, utc_now(), grace_minutes=consultation.grace_minutes,
            begun_at=writing.draft.created_at):
        raise Refused("consultation", f"consultation-{state}")
    return consultation


def carried() -> dict[str, str]:
    """Return what the address of the page takes along to the next one."""
    return {name: request.args[name][:120] for name in CARRIED if request.args.get(name)}


def switched(page_key: str, **values: Any) -> WsgiResponse:
    """Send the reader to the same page in the language they chose."""
    return redirect(url_for(page_key, lang=request.form["switch-to"], **values), 303)


def is_switching() -> bool:
    """Say whether the form was sent by one of the language buttons; any other word is none of them."""
    return request.form.get("switch-to") in locale.offered() and not tokens.is_stale()


def gone(_error: DraftGone) -> Any:
    """Tell the reader that the answers went on elsewhere or are gone, with everything typed on the page to copy."""
    consultation = g.consultation
    typed = [value for name, values in request.form.lists() for value in values
             if value.strip() and name not in OWN_FIELDS and postcode_district(value) is None]
    page = render("lost", consultation, typed=typed, reason=None, left_at=drafting.left_at(consultation))
    return (page, 422) if request.method == "POST" else page


blueprint.register_error_handler(DraftGone, gone)


@blueprint.route("", methods=["GET", "POST"])
@everyone(keeps_form=True)
def start(slug: str) -> Any:
    """Ask how and for whom someone answers, and show every other way to take part."""
    consultation = visible(slug)
    if state_of(consultation) != "open" or surveys.current(db.session(), consultation.id) is None:
        return render("not_open", consultation, state=state_of(consultation))
    writing = drafting.standing(consultation)
    form = WhoForm(data={"who": _who(consultation, writing), "shared": session.get("shared")})
    if request.method == "POST" and (answer := _set_out(consultation, form)) is not None:
        return answer
    return render("start", consultation, form, writing=writing, left_at=drafting.left_at(consultation),
                  has_paper_form=PAPER_FORM in current_app.view_functions, paper_form=PAPER_FORM,
                  easy_read=easy_read_way.offered(consultation, writing))


def _who(consultation: Consultation, writing: Writing | None) -> str | None:
    """Return who said to be answering, in the choices of the start page."""
    if writing is None:
        found = session.get("starting", {}).get(consultation.slug)
        return str(found) if found else None
    about = writing.draft.about
    return "helped" if about.get("was_helped") else str(about.get("on_behalf_of", "self"))


def _set_out(consultation: Consultation, form: WhoForm) -> WsgiResponse | None:
    if tokens.is_stale():
        add_error(form, "who", words_for("form-stale", {}))
        return None
    who = form.who.data
    if who in AFTER_WHO:
        session["starting"] = {**session.get("starting", {}), consultation.slug: who}
        session["shared"] = bool(form.shared.data)
    if is_switching():
        return switched("respond.start", slug=consultation.slug, **carried())
    if who not in AFTER_WHO:
        add_error(form, "who", words_for("who-missing", {}))
        return None
    return redirect(url_for(AFTER_WHO[who], slug=consultation.slug, **carried()), 303)


@blueprint.route("/age", methods=["GET", "POST"])
@everyone(keeps_form=True)
def age(slug: str) -> Any:
    """Ask for the age, which decides what may be asked; who speaks for a body is not asked."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    form = AgeForm(data={"age": writing.draft.age_route if writing else None})
    if request.method == "POST":
        if is_switching():
            return switched("respond.age", slug=slug, **carried())
        if tokens.is_stale():
            add_error(form, "age", words_for("form-stale", {}))
        elif (answer := _begin(consultation, form)) is not None:
            return answer
    return render("age", consultation, form)


def _begin(consultation: Consultation, form: AgeForm) -> WsgiResponse | None:
    if form.age.data == "under-13":
        return redirect(url_for("respond.under_13", slug=consultation.slug), 303)
    who = session.get("starting", {}).get(consultation.slug)
    about = {"on_behalf_of": "self", "was_helped": who == "helped"} if who in ("self", "helped") else None
    try:
        token = drafts.begin(consultation_id=consultation.id, age_route=form.age.data or "", about=about,
                             token=drafting.token_of(consultation))
    except Refused as refused:
        add_error(form, "age", sentence(refused))
        return None
    drafting.remember(consultation, token)
    if who == "helped" and form.age.data != "13-15":
        return redirect(url_for("respond_about.helping", slug=consultation.slug, **carried()), 303)
    return redirect(after_about(consultation), 303)


def after_about(consultation: Consultation) -> str:
    """Return the address after the pages on who answers: back to the check where the reader came from there."""
    if carried().get("then") == "check":
        return url_for("respond_end.check", slug=consultation.slug)
    return url_for("respond.before_you_start", slug=consultation.slug, **carried())


@blueprint.get("/under-13")
@everyone()
def under_13(slug: str) -> Any:
    """Show how children under 13 take part: with a group and an adult."""
    consultation = open_consultation(slug)
    return render("under_13", consultation, players=players.beside(consultation, ("consultation/under_13",)))


@blueprint.get("/before-you-start")
@everyone()
def before_you_start(slug: str) -> Any:
    """Say, before anything can be written, that this is no way to report a crime, and where to turn instead."""
    consultation = open_consultation(slug)
    return render("before_you_start", consultation, writing=drafting.current(consultation), players=players.beside(
        consultation, ("consultation/before_free_text", "consultation/privacy_for_children")))


@blueprint.route("/topics", methods=["GET", "POST"])
@everyone(keeps_form=True)
def topics(slug: str) -> Any:
    """Let the person choose the whole survey or only some parts."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug, **carried()), 303)
    sections = [part.section for part in writing.parts(chosen_only=False)]
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
    path = [step for step in writing.path_of(chosen) if "@" not in step.page.key]
    if len(chosen) == 1 and path:
        return redirect(url_for("respond.question", slug=consultation.slug, page=path[0].page.key), 303)
    return redirect(url_for("respond.hub", slug=consultation.slug), 303)


@blueprint.get("/parts")
@everyone()
def hub(slug: str) -> Any:
    """List the parts of the survey with what is done, and the way to the next question of each."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    if easy_read_way.is_chosen(consultation, writing):
        return redirect(url_for("respond_easy_read.resume", slug=slug, lang="en"), 303)
    newest = surveys.current(db.session(), consultation.id)
    return render("hub", consultation, writing=writing, parts=writing.parts(),
                  is_older=newest is not None and newest.id != writing.draft.survey_version_id,
                  comments=drafting.comments_of(writing))
