"""Saving answers with a code of words, coming back to them on any device, and starting anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import redirect, request, session, url_for

from consult.domain import return_words
from consult.domain.errors import Refused
from consult.domain.instants import utc_now
from consult.services import attempts, drafts, returning
from consult.services.draft_lives import KEPT_LIFETIME
from consult.services.drafts import DraftGone
from consult.web import tokens
from consult.web.access import Guarded, everyone
from consult.web.fields import add_error
from consult.web.public import drafting
from consult.web.public.consultations import state_of, visible
from consult.web.public.respond import gone, is_switching, open_consultation, render, switched
from consult.web.public.start_forms import CodeForm
from consult.web.sentences import sentence

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("respond_return", __name__, url_prefix="/<lang>/consultations/<slug>/respond")
blueprint.register_error_handler(DraftGone, gone)


@blueprint.get("/save")
@everyone()
def save(slug: str) -> Any:
    """Say how saving works, and until when saved answers are kept."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    until = min(writing.draft.updated_at + KEPT_LIFETIME, drafts.last_moment(consultation))
    return render("save", consultation, writing=writing, until=until)


@blueprint.post("/saved")
@everyone()
def saved(slug: str) -> Any:
    """Make a new code and show it, this once: only its keyed hash is kept."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    code = returning.new_code(token=writing.token, consultation_id=consultation.id)
    writing = drafting.current(consultation)
    return render("saved", consultation, writing=writing, code=code, code_words=return_words.words_of(code))


@blueprint.get("/saved")
@everyone()
def saved_before(slug: str) -> Any:
    """Lead who loads the page of a code again, or turns its language, to where a new one is made."""
    return redirect(url_for("respond_return.save", slug=slug), 303)


@blueprint.route("/come-back", methods=["GET", "POST"])
@everyone(keeps_form=True)
def come_back(slug: str) -> Any:
    """Take a code and go on with the answers that it stands for, on this device."""
    consultation = _returnable(slug)
    form = CodeForm()
    if request.method == "POST":
        if is_switching():
            return switched("respond_return.come_back", slug=slug)
        try:
            return _move_here(consultation, form.code.data or "")
        except Refused as refused:
            add_error(form, "code", sentence(refused))
    return render("come_back", consultation, form, writing=drafting.standing(consultation))


def _returnable(slug: str) -> Consultation:
    """Return the consultation where a code may still be entered: until what was begun in time can no longer be sent.

    Raises Refused with its state where it is too early or too late.
    """
    consultation = visible(slug)
    state = state_of(consultation)
    if state == "upcoming" or (state == "closed" and utc_now() > drafts.last_moment(consultation)):
        raise Refused("consultation", f"consultation-{state}")
    return consultation


def _move_here(consultation: Consultation, typed: str) -> Any:
    if tokens.is_stale():
        raise Refused("code", "form-stale")
    source = request.remote_addr or ""
    attempts.check("return", source)
    try:
        token, saved_at = returning.come_back(consultation_id=consultation.id, typed=typed,
                                              token=drafting.token_of(consultation))
    except Refused:
        attempts.failed("return", source)
        raise
    drafting.remember(consultation, token)
    session["came_back"] = {**session.get("came_back", {}), consultation.slug: saved_at.isoformat()}
    return redirect(url_for("respond_return.welcome_back", slug=consultation.slug), 303)


@blueprint.get("/welcome-back")
@everyone()
def welcome_back(slug: str) -> Any:
    """Say when the answers were last saved, and that another device has lost them."""
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    saved_at = session.get("came_back", {}).get(slug)
    if writing is None or saved_at is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    return render("welcome_back", consultation, writing=writing, saved_at=datetime.fromisoformat(saved_at))


@blueprint.get("/new")
@everyone()
def new(slug: str) -> Any:
    """Ask before the answers on this device are let go of."""
    consultation = open_consultation(slug)
    writing = drafting.standing(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    return render("new", consultation, writing=writing)


@blueprint.post("/new")
@everyone()
def start_anew(slug: str) -> Any:
    """Forget the answers on this device; those that were saved with a code stay for who has it."""
    consultation = open_consultation(slug)
    let_go(consultation)
    session["sent"] = {key: token for key, token in session.get("sent", {}).items() if key != slug}
    return redirect(url_for("respond.start", slug=slug), 303)


def let_go(consultation: Consultation) -> None:
    """Forget this browser's draft, and delete it unless a code leads back to it."""
    token = drafting.token_of(consultation)
    if token is not None:
        drafts.leave(token=token, consultation_id=consultation.id)
        drafting.forget(consultation)
