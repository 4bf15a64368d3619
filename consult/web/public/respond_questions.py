"""One page of the survey: showing it, taking its answers, and going on; nothing typed is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain import piping
from consult.domain.answers import postcode_district
from consult.domain.errors import NotFound, Refused
from consult.domain.page_answers import check_page, keepable
from consult.domain.responses import still_asked
from consult.domain.routing import Step
from consult.domain.surveys import MEDIA_KINDS, TEXT_KINDS
from consult.extensions import db
from consult.queries import plan_comments
from consult.services import drafts
from consult.services.measures import MEASURES
from consult.web import errors, locale, pages, players, tokens
from consult.web.access import everyone
from consult.web.piping import piped_step
from consult.web.public import answer_files, drafting, kept_pages
from consult.web.public.consultations import visible
from consult.web.public.drafting import Writing
from consult.web.public.own_films import films_of
from consult.web.public.respond import blueprint, is_switching, open_consultation, render, switched
from consult.web.question_forms import AskedForm, holds_media, page_form, posted
from consult.web.refusals import refusal_words
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.consultations import Consultation


# Where the buttons under a page lead: what is typed on it is kept first.
LEAVES_TO = {"parts": "respond.hub", "save": "respond_return.save"}
# The button that leads to answering in sign language, before the key of the question.
SIGN = "sign:"


@blueprint.route("/questions/<page>", methods=["GET", "POST"])
@everyone(keeps_form=True, body_limit=answer_files.room)
def question(slug: str, page: str) -> Any:
    """Show one page of the survey, take its answers, and go on."""
    try:
        consultation = open_consultation(slug) if request.method == "POST" else visible(slug)
    except Refused as refused:
        return render("lost", visible(slug), typed=_typed(), reason=sentence(refused)), 422
    writing = drafting.current(consultation)
    if writing is None:
        return _without_draft(consultation)
    step = writing.step(page)
    if step is None:
        return _not_asked(consultation, page, writing)
    if request.method == "GET":
        return _shown(consultation, writing, step)
    if (removed := request.form.get("remove:file")) is not None and not tokens.is_stale():
        return _without_file(consultation, writing, step, removed)
    form = _form(writing, step, {}, request.form)
    if (answer := _take(consultation, writing, step, form)) is not None:
        return answer
    return render("question", consultation, form, **_around(consultation, writing, step))


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Show the page of a file that is too big again, with all that was answered before."""
    values = request.view_args or {}
    if request.endpoint != "respond.question" or request.mimetype != "multipart/form-data":
        return errors.http_error(error)
    consultation = visible(values["slug"])
    writing = drafting.standing(consultation)
    step = writing.step(values["page"]) if writing is not None else None
    if writing is None or step is None or not holds_media(step):
        return errors.http_error(error)
    form = _form(writing, step, writing.values(step))
    for asked in step.questions:
        if asked.kind in MEDIA_KINDS:
            form.put_error(asked.key, words_for("media-large", {"most": answer_files.most_megabytes(asked.kind)}))
    return render("question", consultation, form, **_around(consultation, writing, step))[0], 413


def _form(writing: Writing, step: Step, values: dict[str, list[str]], formdata: Any = None) -> AskedForm:
    """Return the form of a page as this person sees it, with the files that they sent before."""
    form = page_form(_seen(writing, step), values, formdata)
    if holds_media(step):
        answer_files.show(form, writing, step)
    return form


def _seen(writing: Writing, step: Step) -> Step:
    """Return a page with this person's earlier answers put into its words."""
    if not piping.names_on(step):
        return step
    return piped_step(step, writing.survey, still_asked(writing.survey, writing.draft.age_route, writing.draft.answers))


def _around(consultation: Consultation, writing: Writing, step: Step) -> dict[str, Any]:
    before, _after = writing.neighbours(step)
    comments = [asked.plan_node for asked in step.questions if asked.kind == "plan-comment"]
    return {
        "step": _seen(writing, step), "before": before, "is_about": writing.is_about(step),
        "has_media": holds_media(step), "may_sign": writing.may_sign, "films": films_of(writing, step),
        "players": players.beside(consultation, _texts_of(step, before), writing.survey),
        "parts": plan_comments.parts(db.session(), consultation.plan_version_id, comments),
    }


def _texts_of(step: Step, before: Step | None) -> list[str]:
    """Return the parts of the survey that this page says, its section where it is the first of it."""
    is_first = before is None or before.section.key != step.section.key
    # A comment on a part of the plan has the key of its question, and behind an @ that part.
    return [*([f"section/{step.section.key}"] if is_first else []), f"page/{step.page.key.partition('@')[0]}",
            *(f"question/{asked.key.partition('@')[0]}" for asked in step.questions)]


def _shown(consultation: Consultation, writing: Writing, step: Step) -> Any:
    """Show a page with the answers that were given; one without any is the same for everyone, and kept."""
    values, around = writing.values(step), _around(consultation, writing, step)
    is_own = any(values.values()) or bool(piping.names_on(step)) or holds_media(step) or bool(around["films"])
    if is_own or set(request.args) - {"then"} or request.args.get("then", "check") != "check":
        return render("question", consultation, _form(writing, step, values), **around)
    before = (around["before"].page.key, around["before"].section.key) if around["before"] else None
    key = (
        writing.draft.survey_version_id, locale.language().tag, step.page.key, before,
        tuple(question.key for question in step.questions), request.args.get("then"),
        consultation.slug, consultation.is_example, tuple(consultation.offered_languages), consultation.plan_version_id,
        players.key(around["players"]), writing.may_sign, pages.is_unchecked(),
    )
    return kept_pages.render(key, "public/respond/question.html", lambda: {
        "consultation": consultation, "form": _form(writing, step, values), **around})


def _typed() -> list[str]:
    """Return the longer things that were typed, so that nobody loses them; never more of a postcode than we keep."""
    return [value for key, values in request.form.lists() for value in values
            if len(value) > 20 and key not in ("csrf_token",) and postcode_district(value) is None]


def _without_draft(consultation: Consultation) -> Any:
    if request.method == "GET":
        return redirect(url_for("respond.start", slug=consultation.slug), 303)
    return render("lost", consultation, typed=_typed(), reason=None), 422


def _not_asked(consultation: Consultation, page: str, writing: Writing) -> Any:
    """Refuse a page that is not part of this person's survey, without losing what was typed on it."""
    known = {p.key for section in writing.survey.sections for p in section.pages}
    if page not in known:
        raise NotFound()
    return render("lost", consultation, typed=_typed() if request.method == "POST" else [],
                  reason=words_for("question-not-asked", {})), 422


def _without_file(consultation: Consultation, writing: Writing, step: Step, public_id: str) -> WsgiResponse:
    answer_files.remove(consultation, writing, step, public_id)
    return redirect(url_for("respond.question", slug=consultation.slug, page=step.page.key,
                            then=request.args.get("then")), 303)


def _take(consultation: Consultation, writing: Writing, step: Step, form: AskedForm) -> WsgiResponse | None:
    values = posted(step, request.form)
    kept = {"token": writing.token, "consultation_id": consultation.id, "page_key": step.page.key}
    if is_switching():
        answer_files.take(consultation, writing, step)
        drafts.keep_unsaved(**kept, values=keepable(step.questions, values))  # type: ignore[arg-type]
        return switched("respond.question", slug=consultation.slug, page=step.page.key)
    checked = _check(consultation, writing, step, form, values)
    leaves_to = _leaving(consultation, step)
    if form.errors and leaves_to and not tokens.is_stale():
        drafts.keep_unsaved(**kept, values=keepable(step.questions, values))  # type: ignore[arg-type]
        return redirect(leaves_to, 303)
    if form.errors:
        return None
    drafts.save_page(**kept, values=checked)  # type: ignore[arg-type]
    return redirect(leaves_to or _next(consultation, step), 303)


def _leaving(consultation: Consultation, step: Step) -> str | None:
    """Return the address that a button under the page leads to; None for the one that goes on."""
    name = request.form.get("leave-to", "")
    if name in LEAVES_TO:
        return url_for(LEAVES_TO[name], slug=consultation.slug)
    key = name.removeprefix(SIGN)
    if name.startswith(SIGN) and key in [asked.key for asked in step.questions if asked.kind in TEXT_KINDS]:
        return url_for("respond_signing.sign", slug=consultation.slug, question_key=key, then=request.args.get("then"))
    return None


def _check(
    consultation: Consultation, writing: Writing, step: Step, form: AskedForm, values: dict[str, list[str]],
) -> dict[str, tuple[str, ...]]:
    """Return the page's answers as they may be kept; puts an error on each field that is not right."""
    if tokens.is_stale():
        # A page of notes alone has no field to put the error on, and nothing to lose.
        form.put_error("", words_for("form-stale", {}))
        return {}
    sent = answer_files.take(consultation, writing, step)
    signed = writing.films
    page = check_page([replace(asked, is_required=asked.is_required and asked.key not in signed)
                       for asked in step.questions if asked.kind not in MEDIA_KINDS], values, MEASURES)
    by_key = {asked.key: asked for asked in _seen(writing, step).questions}
    for refused in (*sent, *page.refusals):
        form.put_error(refused.field, refusal_words(refused, by_key.get(refused.field)))
    return page.answers


def _next(consultation: Consultation, step: Step) -> str:
    """Return the address after this page, as the answers just saved route it."""
    if "then" in request.args and request.args["then"] == "check":
        return url_for("respond_end.check", slug=consultation.slug)
    if drafting.is_comment(step):
        return url_for("respond_parts.following", slug=consultation.slug, node=step.questions[0].plan_node)
    writing = drafting.current(consultation)
    assert writing is not None
    _before, after = writing.neighbours(step)
    if after is not None:
        return url_for("respond.question", slug=consultation.slug, page=after.page.key)
    return url_for("respond_end.send" if writing.is_about(step) else "respond_end.check", slug=consultation.slug)
