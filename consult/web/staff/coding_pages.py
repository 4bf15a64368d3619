"""What the pages of coding are made of: the overview by question, and one answer with all that helps to code it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, g, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain import assignments
from consult.domain.access import Permission
from consult.domain.codebooks import STANCES
from consult.domain.variants import SIGNED
from consult.exports.report_words import channel_words, stance_words
from consult.extensions import db
from consult.queries import (
    answer_words,
    coding_progress,
    coding_settings,
    coding_steps,
    letter_questions,
    offers,
    plan_choices,
    presences,
    shared_texts,
    survey_questions,
)
from consult.queries.codings import AnswerView
from consult.web.access import rule_of
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.staff.answer_words import language_form
from consult.web.staff.coding_forms import (
    CodingForm,
    node_choices,
    numbers_of,
    own_words,
    sources_of,
    theme_list,
)
from consult.web.staff.coding_words import AFFECTED, IMPACTS, KINDS, RECHECKS, step_words
from consult.web.staff.language_names import language_name
from consult.web.staff.worries_words import kind_words

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

# What else can be done about an answer, on pages of other parts of the product: handlers by what they are for.
ELSEWHERE = {
    "worry": ("staff_worries.flag", "answer_id"), "redact": ("staff_redactions.show", "answer_id"),
    "ask": ("staff_remarks.show", "public_id"),
}


def overview_page(consultation: Consultation, person_id: int) -> str:
    """Return the page of all questions in own words with how far each is read, this person's own first."""
    session = db.session()
    lines = coding_progress.lines(session, consultation.id)
    counts = coding_progress.together(lines, lambda line: line.question)
    given = [one.assignment for one in coding_progress.given(session, consultation.id)]
    work = assignments.work_of(person_id, given, coding_progress.waiting(lines))
    own = list(dict.fromkeys(one.question for one in work if one.is_own))
    asked = [one for one in survey_questions.asked(session, consultation.id) if one.is_text]
    place = {key: at for at, key in enumerate(own)}
    return render_template(
        "staff/coding/overview.html", consultation=consultation,
        questions=sorted(asked, key=lambda one: place.get(one.key, len(own))), own=own,
        counts={one.key: counts.get(one.key, coding_progress.Counts()) for one in asked},
        own_languages={key: sorted({language_name(one.language) for one in work if one.is_own and one.question == key})
                       for key in own},
        unfound=answer_words.count_unfound(session, consultation.id), **_steps(consultation, person_id),
        translated=answer_words.translated(session, consultation.id))


def answer_page(view: AnswerView, form: CodingForm) -> str:
    """Return the page of an answer; of one that is withheld it says only that."""
    if view.is_withheld:
        return render_template("staff/coding/withheld.html", consultation=g.consultation, view=view)
    session, consultation = db.session(), g.consultation
    settings = coding_settings.of(session, consultation.id)
    offer = offers.offer(session, view, settings, current_user.id, is_asked_for="suggestions" in request.args)
    sources, groups = sources_of(view, _sentence()), plan_choices.groups(session, consultation.plan_version_id)
    shared = shared_texts.of_answer(session, view.id)
    asked = {one.key: words(one.question.text) for one in letter_questions.mappable(session, consultation.id)
             } if view.is_letter else {}
    form.question.choices = choices(asked.items())
    return render_template(
        "staff/coding/answer.html", consultation=consultation, view=view, form=form, offer=offer, sources=sources,
        numbers=numbers_of(sources), shared=shared, own_words=own_words(view, shared), groups=groups,
        themes=theme_list(offers.themes(session, consultation.id), offer,
                          offers.recent(session, consultation.id, current_user.id)),
        asked=asked, nodes=node_choices(groups, offer, form.plan_node.data), elsewhere=_elsewhere(view),
        others=presences.others(session, view.id, current_user.id), **_words(view),
        **_steps(consultation, current_user.id))


def _sentence() -> int:
    typed = request.args.get("sentence", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _words(view: AnswerView) -> dict[str, Any]:
    """Return the words for what is stored as codes, and what hangs on the language of the answer."""
    language = language_name(SIGNED if view.is_signed else view.language)
    return {
        "stances": {stance: stance_words(stance, gettext) for stance in STANCES}, "kinds": KINDS,
        "affected": AFFECTED, "impacts": IMPACTS, "recheck": RECHECKS.get(view.recheck_reason),
        "channel": channel_words(view.channel, gettext), "language": language,
        "language_form": language_form(view.language),
        "worry_kinds": kind_words(),
        "may_edit_frame": Permission.EDIT_CODE_FRAME in g.permissions,
    }


def _steps(consultation: Consultation, person_id: int) -> dict[str, Any]:
    steps = coding_steps.last(db.session(), consultation.id, person_id)
    return {"steps": [(step, step_words(step.action, step.themes)) for step in steps]}


def _elsewhere(view: AnswerView) -> dict[str, str]:
    """Return the addresses of what else this person may do about the answer."""
    found = {}
    for name, (endpoint, part) in ELSEWHERE.items():
        rule = rule_of(endpoint)
        if endpoint in current_app.view_functions and rule is not None and rule.permission in g.permissions:
            found[name] = url_for(endpoint, slug=g.consultation.slug, **{part: view.public_id})
    return found
