"""Answering in British Sign Language: a film recorded on the page or chosen, for one question or the whole survey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import jsonify, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import FileField

from consult.domain import routing
from consult.domain.errors import NotFound, Refused
from consult.domain.responses import still_asked
from consult.domain.routing import Step
from consult.domain.signed_answers import DAYS_AFTER_CHECK, MOST_MINUTES, WHOLE, delete_on
from consult.domain.surveys import Text
from consult.intake.media import MEGABYTE, MOST_BYTES
from consult.services import attachments, signed_answers
from consult.services.attachments import Sent
from consult.services.drafts import DraftGone
from consult.web import errors, players, tokens
from consult.web.access import Guarded, everyone
from consult.web.downloads import played
from consult.web.fields import Plain, add_error
from consult.web.pages import allow, allow_camera
from consult.web.piping import piped_step
from consult.web.public import drafting, own_films
from consult.web.public.answer_files import AROUND
from consult.web.public.consultations import visible
from consult.web.public.drafting import Writing
from consult.web.public.respond import carried, gone, open_consultation, render
from consult.web.sentences import sentence

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("respond_signing", __name__, url_prefix="/<lang>/consultations/<slug>/respond")
blueprint.register_error_handler(DraftGone, gone)
# A form without a file in it.
SMALL = 64 * 1024
KINDS = "MP4, WebM, MOV"


class FilmForm(Plain):
    """A film to send; its length travels beside it where a script could tell it."""

    film = FileField(_l("Choose a film from your device"))


@dataclass(frozen=True)
class Place:
    """What a film answers: the key of a question with its page and words, or WHOLE with neither."""

    key: str
    step: Step | None = None
    text: Text | None = None
    part: Text | None = None


def room() -> int:
    """Return how many bytes this request may send: those of a film only to someone who is writing and may sign."""
    if request.method != "POST" or request.mimetype != "multipart/form-data":
        return SMALL
    # What is no file is held in memory.
    request.max_form_memory_size = SMALL
    writing = drafting.standing(visible((request.view_args or {})["slug"]))
    return SMALL + MOST_BYTES["video"] + AROUND if writing is not None and writing.may_sign else SMALL


@blueprint.route("/signing", methods=["GET", "POST"])
@everyone(keeps_form=True, body_limit=room)
def sign_whole(slug: str) -> Any:
    """Take one film as the answer to the whole survey."""
    return _answer(slug, WHOLE)


@blueprint.route("/signing/<question_key>", methods=["GET", "POST"])
@everyone(keeps_form=True, body_limit=room)
def sign(slug: str, question_key: str) -> Any:
    """Take a film as the answer to one question in own words."""
    return _answer(slug, question_key)


@blueprint.get("/signing-film/<public_id>")
@everyone()
def film(slug: str, public_id: str) -> WsgiResponse:
    """Play a film to the browser that is writing the answer it belongs to; for everyone else there is none."""
    consultation = visible(slug)
    token = drafting.token_of(consultation)
    if token is None:
        raise NotFound()
    return played(*attachments.open_own(token=token, consultation_id=consultation.id, public_id=public_id))


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Show the page again where a film is too big; the film that was sent before stays."""
    values = request.view_args or {}
    writing = drafting.standing(visible(values["slug"]))
    if writing is None or not writing.may_sign or request.mimetype != "multipart/form-data":
        return errors.http_error(error)
    refused = Refused("film", "media-large", {"most": MOST_BYTES["video"] // MEGABYTE})
    return _refused(visible(values["slug"]), writing, _place(writing, values.get("question_key", WHOLE)), refused, 413)


def _answer(slug: str, key: str) -> Any:
    consultation = open_consultation(slug)
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug), 303)
    place = _place(writing, key)
    if request.method == "GET":
        return _page(consultation, writing, place, FilmForm(formdata=None))
    try:
        _take(consultation, writing, place)
    except Refused as refused:
        return _refused(consultation, writing, place, refused, 422)
    onward = _address(slug, key)
    return jsonify(next=onward) if _is_script() else redirect(onward, 303)


def _take(consultation: Consultation, writing: Writing, place: Place) -> None:
    """Take the film away, or keep the one that came. Raises Refused for the field `film`."""
    if tokens.is_stale():
        raise Refused("film", "form-stale")
    mine = {"token": writing.token, "consultation_id": consultation.id, "question_key": place.key}
    if "remove" in request.form:
        signed_answers.remove(**mine)  # type: ignore[arg-type]
        return
    found = request.files.get("film")
    if found is None or not found.filename:
        raise Refused("film", "media-missing")
    seconds = request.form.get("seconds", "")
    told = int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < 7 else None
    sent = Sent(found.stream, found.filename, found.mimetype or "", told or None)  # type: ignore[arg-type]
    try:
        signed_answers.keep(**mine, sent=sent)  # type: ignore[arg-type]
    except Refused as refused:
        raise Refused("film", refused.code, {**refused.facts, "kinds": KINDS}) from None


def _place(writing: Writing, key: str) -> Place:
    """Return what a film of that key answers; raises NotFound where this person is not asked it or may not sign."""
    if not writing.may_sign:
        raise NotFound()
    if key == WHOLE:
        return Place(WHOLE)
    steps = (*writing.every, *filter(None, [writing.step(key)]))
    for step in steps:
        for asked in step.questions:
            if asked.key == key and routing.can_be_signed({key: (step.section, asked)}, key):
                return _named(writing, step, key)
    raise NotFound()


def _named(writing: Writing, step: Step, key: str) -> Place:
    """Return a question with earlier answers put into its words, and the part of the plan that it is about."""
    answers = still_asked(writing.survey, writing.draft.age_route, writing.draft.answers)
    seen = piped_step(step, writing.survey, answers)
    text = next(asked.text for asked in seen.questions if asked.key == key)
    names = {found.page.key: name for found, name in drafting.comments_of(writing)}
    return Place(key, step, text, names.get(key))


def _page(consultation: Consultation, writing: Writing, place: Place, form: FilmForm) -> Any:
    files = own_films.files_of(writing)
    part = f"question/{place.key.partition('@')[0]}"
    beside = players.beside(consultation, [part] if place.key else [], writing.survey)
    allow("media-src", "'self' blob:")
    allow_camera()
    return render(
        "signing", consultation, form, place=place, film=files.get(writing.films.get(place.key, "")), players=beside,
        most_minutes=MOST_MINUTES, most_bytes=MOST_BYTES["video"], days=DAYS_AFTER_CHECK, onward=_onward(place),
        here=_address(consultation.slug, place.key),
        last_day=delete_on(consultation.retention_until, consultation.closes_at.date()))


def _refused(consultation: Consultation, writing: Writing, place: Place, refused: Refused, status: int) -> Any:
    """Say why a film was not kept: to the script with a fresh token, else on the page."""
    if _is_script():
        return jsonify(error=sentence(refused), token=generate_csrf()), status
    form = FilmForm(formdata=None)
    add_error(form, "film", sentence(refused))
    page, _status = _page(consultation, writing, place, form)
    return page, status


def _is_script() -> bool:
    return request.headers.get("Accept") == "application/json"


def _address(slug: str, key: str) -> str:
    if key == WHOLE:
        return url_for("respond_signing.sign_whole", slug=slug, **carried())
    return url_for("respond_signing.sign", slug=slug, question_key=key, **carried())


def _onward(place: Place) -> str:
    """Return the address of the page that the reader came from."""
    slug = (request.view_args or {})["slug"]
    if carried().get("then") == "check":
        return url_for("respond_end.check", slug=slug)
    if place.step is None:
        return url_for("respond.hub", slug=slug)
    return url_for("respond.question", slug=slug, page=place.step.page.key)
