"""One page of the survey: showing it, taking its answers, and going on; nothing typed is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.answers import check_answer
from consult.domain.errors import NotFound, Refused
from consult.domain.routing import Step
from consult.services import drafts
from consult.services.measures import MEASURES
from consult.web import locale, tokens
from consult.web.access import everyone
from consult.web.fields import add_error
from consult.web.public import drafting, kept_pages
from consult.web.public.consultations import state_of, visible
from consult.web.public.drafting import Writing
from consult.web.public.respond import BODY_LIMIT, blueprint, is_switching, render, switched
from consult.web.public.respond_forms import Plain, page_form, posted
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.consultations import Consultation


@blueprint.route("/questions/<page>", methods=["GET", "POST"])
@everyone(keeps_form=True, body_limit=BODY_LIMIT)
def question(slug: str, page: str) -> Any:
    """Show one page of the survey, take its answers, and go on."""
    consultation = visible(slug)
    if request.method == "POST" and state_of(consultation) != "open":
        return render("lost", consultation, typed=_typed(), reason=words_for("consultation-closed", {})), 422
    writing = drafting.current(consultation)
    if writing is None:
        return _without_draft(consultation)
    step = writing.step(page)
    if step is None:
        return _not_asked(consultation, page, writing)
    if request.method == "GET":
        return _shown(consultation, writing, step)
    form = page_form(step, {}, request.form)
    if (answer := _take(consultation, writing, step, form)) is not None:
        return answer
    return render("question", consultation, form, **_around(writing, step))


def _around(writing: Writing, step: Step) -> dict[str, Any]:
    before, _after = writing.neighbours(step)
    return {"step": step, "before": before, "is_about": writing.is_about(step)}


def _shown(consultation: Consultation, writing: Writing, step: Step) -> Any:
    """Show a page with the answers that were given; one without any is the same for everyone, and kept."""
    values, around = writing.values(step), _around(writing, step)
    if any(values.values()) or set(request.args) - {"then"} or request.args.get("then", "check") != "check":
        return render("question", consultation, page_form(step, values), **around)
    before = around["before"].page.key if around["before"] else None
    key = (
        writing.draft.survey_version_id, locale.language().tag, step.page.key, before,
        tuple(question.key for question in step.questions), request.args.get("then"),
        consultation.slug, consultation.is_example, tuple(consultation.languages),
    )
    return kept_pages.render(key, "public/respond/question.html", lambda: {
        "consultation": consultation, "form": page_form(step, values), **around})


def _typed() -> list[str]:
    """Return the longer things that were typed, so that nobody loses them."""
    return [v for k, values in request.form.lists() for v in values if len(v) > 20 and k not in ("csrf_token",)]


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


def _take(consultation: Consultation, writing: Writing, step: Step, form: Plain) -> WsgiResponse | None:
    values = posted(step, request.form)
    kept = {"token": writing.token, "consultation_id": consultation.id, "page_key": step.page.key}
    if is_switching():
        drafts.keep_unsaved(**kept, values=values)  # type: ignore[arg-type]
        return switched("respond.question", slug=consultation.slug, page=step.page.key)
    checked = _check(step, values, form)
    if form.errors:
        return None
    drafts.save_page(**kept, values=checked)  # type: ignore[arg-type]
    return redirect(_next(consultation, step), 303)


def _check(step: Step, values: dict[str, list[str]], form: Plain) -> dict[str, tuple[str, ...]]:
    """Return the page's answers as they may be kept; puts an error on each field that is not right."""
    checked: dict[str, tuple[str, ...]] = {}
    for asked in step.questions:
        try:
            checked[asked.key] = check_answer(asked, values[asked.key], MEASURES)
        except Refused as refused:
            add_error(form, asked.key, sentence(refused))
    if tokens.is_stale():
        add_error(form, step.questions[0].key, words_for("form-stale", {}))
    return checked


def _next(consultation: Consultation, step: Step) -> str:
    """Return the address after this page, as the answers just saved route it."""
    if "then" in request.args and request.args["then"] == "check":
        return url_for("respond_end.check", slug=consultation.slug)
    writing = drafting.current(consultation)
    assert writing is not None
    _before, after = writing.neighbours(step)
    if after is not None:
        return url_for("respond.question", slug=consultation.slug, page=after.page.key)
    return url_for("respond_end.send" if writing.is_about(step) else "respond_end.check", slug=consultation.slug)
