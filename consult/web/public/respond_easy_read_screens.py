"""One screen of the Easy Read way: showing it, taking its answer by the written rule, and going on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.answers import check_answer
from consult.domain.easy_read import BY_FACES, code_of, face_of
from consult.domain.easy_read_screens import Screen
from consult.domain.errors import NotFound, Refused
from consult.domain.page_answers import keepable
from consult.domain.responses import STANDARD
from consult.domain.routing import Step
from consult.domain.surveys import MEDIA_KINDS, options_of
from consult.intake.media import MOST_BYTES
from consult.services import drafts
from consult.services.measures import MEASURES
from consult.web import errors, tokens
from consult.web.access import everyone
from consult.web.public import answer_files, drafting
from consult.web.public.consultations import visible
from consult.web.public.easy_read_way import Way
from consult.web.public.respond import BODY_LIMIT, open_consultation
from consult.web.public.respond_easy_read import blueprint, render, to_start, way_of
from consult.web.question_forms import AskedForm, holds_media, page_form, posted
from consult.web.refusals import refusal_words
from consult.web.sentences import words_for


def room() -> int:
    """Return how many bytes this request may send: those of a recording where this browser answers a survey."""
    if request.method != "POST" or request.mimetype != "multipart/form-data":
        return BODY_LIMIT
    # What is no file is held in memory.
    request.max_form_memory_size = BODY_LIMIT
    if drafting.standing(visible((request.view_args or {})["slug"])) is None:
        return BODY_LIMIT
    return BODY_LIMIT + max(MOST_BYTES[kind] for kind in MEDIA_KINDS) + answer_files.AROUND


@blueprint.route("/pages/<path:part>/<int:number>", methods=["GET", "POST"])
@everyone(keeps_form=True, body_limit=room)
def screen(slug: str, part: str, number: int) -> Any:
    """Show one idea, take the answer where it asks for one, and go on."""
    way = way_of(open_consultation(slug))
    if way is None:
        return to_start(slug)
    found = way.screen(part, number)
    if found is None:
        raise NotFound()
    form = _form(way, found, request.form if request.method == "POST" else None)
    if request.method == "POST" and (answer := _take(way, found, form)) is not None:
        return answer
    return _page(way, found, form)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Show the screen of a recording that is too big again, with all that was answered before."""
    values = request.view_args or {}
    way = way_of(visible(values["slug"])) if request.endpoint == "respond_easy_read.screen" else None
    found = way.screen(values["part"], values["number"]) if way is not None else None
    form = _form(way, found) if way is not None and found is not None else None
    media = [asked for asked in found.asked if asked.kind in MEDIA_KINDS] if found is not None else []
    if way is None or found is None or form is None or not media:
        return errors.http_error(error)
    form.put_error(media[0].key, words_for("media-large", {"most": answer_files.most_megabytes(media[0].kind)}))
    return _page(way, found, form)[0], 413


def _page(way: Way, found: Screen, form: AskedForm | None) -> Any:
    answer, asked = found.content.answer, found.asked[:1]
    given = way.writing.draft.answers.get(asked[0].key, []) if asked and answer.kind == BY_FACES else []
    face = face_of(answer, given[0]) if given else None
    options = {option.code: option for option in options_of(asked[0])} if asked else {}
    return render(
        "screen", way.consultation, form, screen=found, face=face, in_faces=answer.kind == BY_FACES,
        other=options[given[0]] if given and face is None and given[0] in options else None,
        back=_to_check(way) if _returns() else way.preceding(found), next_address=way.following(found),
        checked=way.easy.checked[found.part], has_media=form is not None and holds_media(_step(found)),
        here=way.address(found, **({"then": "check"} if _returns() else {})))


def _returns() -> bool:
    return request.args.get("then") == "check"


def _to_check(way: Way) -> str:
    return url_for("respond_easy_read.check", slug=way.consultation.slug)


def _step(found: Screen) -> Step:
    """Return the page of the survey with only what is asked on this screen."""
    assert found.step is not None
    return Step(found.step.section, found.step.page, found.asked)


def _form(way: Way, found: Screen, formdata: Any = None) -> AskedForm | None:
    if not found.asked:
        return None
    step, answers = _step(found), way.writing.draft.answers
    form = page_form(step, {asked.key: answers.get(asked.key, []) for asked in found.asked}, formdata)
    if holds_media(step):
        answer_files.show(form, way.writing, step)
    return form


def _take(way: Way, found: Screen, form: AskedForm | None) -> WsgiResponse | None:
    """Keep what was answered and lead on; None, with the reasons on the form, where something is not right."""
    if form is None:
        return redirect(way.following(found), 303)
    if tokens.is_stale():
        form.put_error("", words_for("form-stale", {}))
        return None
    if (removed := request.form.get("remove:file")) is not None:
        answer_files.remove(way.consultation, way.writing, _step(found), removed)
        return redirect(way.address(found), 303)
    is_leaving, given = request.form.get("leave-to") == STANDARD, _given(way, found)
    checked, refusals = _checked(found, given)
    refusals += answer_files.take(way.consultation, way.writing, _step(found))
    by_key = {asked.key: asked for asked in found.asked}
    for refused in refusals:
        form.put_error(refused.field, refusal_words(refused, by_key.get(refused.field)))
    if refusals and not is_leaving:
        return None
    _keep(way, found, checked, keepable(found.asked, given) if refusals else {})
    return _next(way, found, is_leaving=is_leaving)


def _keep(way: Way, found: Screen, checked: Mapping[str, Sequence[str]], unsaved: Mapping[str, Sequence[str]]) -> None:
    place = {"token": way.writing.token, "consultation_id": way.consultation.id,
             "page_key": _step(found).page.key}
    drafts.save_page(**place, values=checked)  # type: ignore[arg-type]
    if unsaved:
        drafts.keep_unsaved(**place, values=unsaved)  # type: ignore[arg-type]


def _given(way: Way, found: Screen) -> dict[str, list[str]]:
    """Return what was answered by question key, a face as the code that it counts as."""
    values = posted(_step(found), request.form)
    if found.content.answer.kind == BY_FACES:
        [asked] = found.asked
        codes = [code_of(found.content.answer, face) or face for face in values[asked.key]]
        # No face: what was answered in the usual pages stays, also where no face stands for it.
        values[asked.key] = codes or list(way.writing.draft.answers.get(asked.key, []))
    return values


def _checked(found: Screen, given: Mapping[str, Sequence[str]]
             ) -> tuple[dict[str, tuple[str, ...]], list[Refused]]:
    """Return the answers that are right, and what is wrong with the others."""
    answers: dict[str, tuple[str, ...]] = {}
    refusals: list[Refused] = []
    for asked in found.asked:
        try:
            if asked.kind not in MEDIA_KINDS:
                answers[asked.key] = check_answer(asked, given.get(asked.key, ()), MEASURES)
        except Refused as refused:
            refusals.append(refused)
    return answers, refusals


def _next(way: Way, found: Screen, *, is_leaving: bool) -> WsgiResponse:
    if is_leaving:
        drafts.choose_wording(token=way.writing.token, consultation_id=way.consultation.id, answered_as=STANDARD)
        return redirect(url_for("respond.question", slug=way.consultation.slug, page=_step(found).page.key), 303)
    again = way_of(way.consultation)
    assert again is not None
    following = again.following(found)
    returns = _returns() and not _opens_words(again, found)
    return redirect(_to_check(again) if returns else following, 303)


def _opens_words(way: Way, found: Screen) -> bool:
    """Say whether the answer opened a screen for words beside an option, which come before the check."""
    assert found.step is not None
    given = way.writing.draft.answers
    return any(f"question/{question.key}" == found.part and option.asks is not None
               and option.code in given.get(question.key, ())
               for question in found.step.questions for option in question.options)
