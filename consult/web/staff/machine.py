"""What the machine does here: its last runs, how it stood up to people, its settings, tone, and its own estimate."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, StringField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.runs import RUN_KINDS
from consult.domain.tone import LEAST_EACH, LEAST_MACRO_F1
from consult.extensions import db
from consult.queries import accepting, coding_settings, group_names, machine_measures, runs, survey_questions, tone
from consult.services import language_model_runs, machine_settings, tone_runs
from consult.web.access import Guarded, staff
from consult.web.report_pages import cell_words
from consult.web.sentences import sentence
from consult.web.staff import machine_words
from consult.web.staff.language_names import language_name
from consult.web.staff.machine_tables import Interval, percent, tables
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.proposals_pages import ERROR_WORDS, STATE_WORDS

blueprint = Guarded("staff_machine", __name__, url_prefix="/staff/consultations/<slug>/machine")


class SettingsForm(Plain):
    """What the lead chooses of suggestions."""

    has_suggestions = BooleanField(_l("Suggest themes beside each answer"))
    hides_until_read = BooleanField(_l("Hide suggestions until the answer was read once"))
    control_share = StringField(_l("Answers that are read without suggestions, in percent"), filters=[tidy],
                                description=_l("They show whether suggestions change what people decide."))


@blueprint.get("")
@staff(Permission.READ_FINDINGS)
def index(slug: str) -> Any:
    """Show what the machine did and how often it was right."""
    return _page()


@blueprint.post("/settings")
@staff(Permission.MANAGE_CODING)
def choose(slug: str) -> Any:
    """Store what the lead chose of suggestions."""
    form = SettingsForm()
    share = form.control_share.data or ""
    try:
        machine_settings.choose(
            consultation_id=g.consultation.id, has_suggestions=form.has_suggestions.data,
            hides_until_read=form.hides_until_read.data, by_id=current_user.id,
            control_share=int(share) if share.isdecimal() and len(share) < 5 else -1)
    except Refused as refused:
        refuse(form, refused, "control_share")
        return _page(form)
    flash(gettext("Your choice is saved."))
    return redirect(url_for("staff_machine.index", slug=slug, _anchor="settings"), 303)


@blueprint.post("/tone")
@staff(Permission.RUN_SUGGESTIONS)
def measure_tone(slug: str) -> Any:
    """Start to measure the tone of words."""
    return _start(tone_runs.measure, url_for("staff_machine.index", slug=slug, _anchor="tone"))


@blueprint.post("/names")
@staff(Permission.RUN_SUGGESTIONS)
def name_groups(slug: str) -> Any:
    """Start to ask the language model for names of groups."""
    return _start(language_model_runs.ask, url_for("staff_proposals.index", slug=slug, _anchor="proposed"))


def _start(use_case: Callable[..., object], back: str) -> Any:
    try:
        use_case(consultation_id=g.consultation.id, by_id=current_user.id)
    except (Conflict, Refused) as stopped:
        flash(sentence(stopped))
    else:
        flash(gettext("Started. You can leave this page: the work goes on without you."))
    return redirect(back, 303)


def _page(form: SettingsForm | None = None) -> Any:
    session, consultation_id = db.session(), g.consultation.id
    latest = runs.latest(session, consultation_id)
    shown = form or SettingsForm(formdata=None, obj=coding_settings.of(session, consultation_id))
    page = render_template(
        "staff/machine/index.html", consultation=g.consultation, form=shown, words=machine_words,
        runs=[latest[kind] for kind in RUN_KINDS if kind in latest], cuts=accepting.cuts(session, consultation_id),
        language_cuts=accepting.cuts(session, consultation_id, by_language=True),
        agreement={was_shown: (one, Interval.of(one.taken, one.offered)) for was_shown, one
                   in machine_measures.agreement(session, consultation_id).items()},
        tables=tables(consultation_id, has_groups=Permission.READ_EQUALITY_TABLES in g.permissions),
        estimates=machine_measures.estimates(session, consultation_id)
        if machine_measures.has_ranking(session, consultation_id) else None, **_tone(), **_model(),
        percent=percent, cell_words=cell_words, state_words=STATE_WORDS, error_words=ERROR_WORDS, **_rights())
    return (page, 422) if shown.errors else page


def _tone() -> dict[str, Any]:
    session = db.session()
    questions = {asked.key: asked.question.text for asked in survey_questions.asked(session, g.consultation.id)}
    return {"tones": tone.measures(session, g.consultation.id), "questions": questions, "language_name": language_name,
            "least_each": LEAST_EACH, "least_f1": LEAST_MACRO_F1}


def _model() -> dict[str, Any]:
    session = db.session()
    return {"model": language_model_runs.model(), "calls": group_names.calls(session, g.consultation.id),
            "call_counts": group_names.calls_by_outcome(session, g.consultation.id)}


def _rights() -> dict[str, bool]:
    return {"may_choose": Permission.MANAGE_CODING in g.permissions,
            "may_run": Permission.RUN_SUGGESTIONS in g.permissions}
