"""Asking a survey aloud, page by page, in the language of the call; what is typed is kept with each page."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.domain.page_answers import check_page
from consult.domain.responses import still_asked
from consult.domain.routing import Step, neighbours
from consult.domain.surveys import companions_of
from consult.queries.calls import Call
from consult.services import calls
from consult.services.measures import MEASURES
from consult.web.access import staff
from consult.web.piping import piped_step
from consult.web.question_forms import AskedForm, page_form, posted
from consult.web.refusals import refusal_words
from consult.web.staff.calls import blueprint, found
from consult.web.staff.calls_paths import step_of, steps_of
from consult.web.staff.survey_building_preview import speaking

BODY_LIMIT = 512 * 1024


@blueprint.get("/<public_id>/questions")
@staff(Permission.TAKE_IN)
def first(slug: str, public_id: str) -> WsgiResponse:
    """Go to the first page of the survey."""
    path = steps_of(found(public_id))
    if not path:
        return redirect(url_for("staff_calls.show", slug=slug, public_id=public_id), 303)
    return redirect(url_for("staff_calls.question", slug=slug, public_id=public_id, page=path[0].page.key),
                    303)


@blueprint.route("/<public_id>/questions/<page>", methods=["GET", "POST"])
@staff(Permission.TAKE_IN, body_limit=BODY_LIMIT)
def question(slug: str, public_id: str, page: str) -> Any:
    """Ask one page of the survey, keep what is said, and go on."""
    call = found(public_id)
    step = step_of(call, page)
    if step is None:
        raise NotFound()
    if request.method == "GET":
        return _page(call, step, _values(call, step), {})
    values = posted(step, request.form)
    checked = check_page(step.questions, values, MEASURES)
    if checked.refusals:
        by_key = {asked.key: asked for asked in step.questions}
        with speaking(call.submission.language):
            said = {refused.field: refusal_words(refused, by_key.get(refused.field)) for refused in checked.refusals}
        return _page(call, step, values, said), 422
    calls.save_page(consultation_id=g.consultation.id, submission_id=public_id, values=checked.answers,
                    by_id=current_user.id)
    return redirect(_next(found(public_id), step), 303)


def _values(call: Call, step: Step) -> dict[str, list[str]]:
    keys = [asked.key for one in step.questions for asked in (one, *companions_of(one))]
    return {key: call.keying.answers.get(key, []) for key in keys}


def _next(call: Call, step: Step) -> str:
    """Return the address after this page, as the answers just kept route it; from a comment on the plan, the end."""
    _before, after = neighbours(steps_of(call), step.page.key)
    slug, public_id = g.consultation.slug, call.submission.public_id
    if request.args.get("then") == "check" or after is None or "@" in step.page.key:
        return url_for("staff_calls.show", slug=slug, public_id=public_id)
    return url_for("staff_calls.question", slug=slug, public_id=public_id, page=after.page.key)


def _page(call: Call, step: Step, values: dict[str, list[str]], said: dict[str, str]) -> str:
    given = still_asked(call.version.survey, call.keying.age_route, call.keying.answers)
    before, _after = neighbours(steps_of(call), step.page.key)
    with speaking(call.submission.language):
        seen = piped_step(step, call.version.survey, given)
        form: AskedForm = page_form(seen, values)
        for key, words in said.items():
            form.put_error(key, words)
        asked = render_template("staff/surveys/preview_page.html", consultation=g.consultation, form=form, step=seen)
    return render_template("staff/calls/question.html", consultation=g.consultation, call=call, step=step, form=form,
                           asked=asked, before=before, language=call.submission.language)
