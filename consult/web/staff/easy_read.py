"""Easy Read as staff write it: each part beside its English, checked by a second person and by a group; a preview."""

from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain import easy_read as rules
from consult.domain.access import Permission
from consult.domain.easy_read import Content
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.surveys import Survey, options_of
from consult.domain.translation_aids import changes
from consult.domain.variants import STALE, standing
from consult.extensions import db
from consult.queries import easy_read as stored
from consult.queries import text_units, variants
from consult.queries import translation_desk as desk
from consult.services import easy_read
from consult.web.access import Guarded, staff
from consult.web.easy_read_pictures import ALTS, FACES
from consult.web.fields import error_list
from consult.web.sentences import sentence
from consult.web.staff import easy_read_forms as forms
from consult.web.staff.easy_read_words import STEPS_DONE, part_name
from consult.web.staff.london_days import day_of
from consult.web.staff.plain_forms import add_error, refuse
from consult.web.staff.translations_words import STANDINGS

blueprint = Guarded("staff_easy_read", __name__, url_prefix="/staff/consultations/<slug>/easy-read")
# Twelve pages of sentences and hard words.
BODY_LIMIT = 256 * 1024


@blueprint.get("")
@staff(Permission.SEE_VARIANTS)
def index(slug: str) -> str:
    """List the parts that the Easy Read way shows with how far each is, and the rule by which faces are counted."""
    survey = text_units.working_survey(db.session(), g.consultation.id)
    rows = stored.rows(db.session(), g.consultation.id)
    parts = stored.parts(g.consultation, survey) if survey is not None else {}
    made = {part: variants.as_made(row) for part, row in rows.items()}
    return render_template(
        "staff/easy_read/index.html", consultation=g.consultation, standings=STANDINGS,
        rows=[(part, part_name(part, survey), standing(made.get(part), english), rows.get(part))
              for part, english in parts.items()],
        is_ready=survey is not None and stored.ready(db.session(), g.consultation, survey) is not None)


@blueprint.get("/part/<path:part>")
@staff(Permission.SEE_VARIANTS)
def part(slug: str, part: str) -> Any:
    """Show one part: the English of today, what is written, what changed since, and what is to be done next."""
    return _page(part) if rules.is_shown(part) else redirect(url_for("staff_easy_read.index", slug=slug), 303)


@blueprint.post("/part/<path:part>")
@staff(Permission.TRANSLATE, body_limit=BODY_LIMIT)
def write(slug: str, part: str) -> Any:
    """Keep what was written as a draft made from today's English."""
    survey, _english = _place(part)
    form = forms.content_form(None, stored.question_of(survey, part), stored.voices_beside(survey, part),
                              forms.room_for(None, request.form), request.form)
    try:
        easy_read.write(consultation_id=g.consultation.id, part=part, content=forms.content_of(form),
                        by_id=current_user.id, revision=_revision())
    except (Refused, Conflict) as refused:
        name = forms.field_of(refused, form) if isinstance(refused, Refused) else "p1-sentences"
        add_error(form, name, sentence(refused))
        return _page(part, form=form)
    flash(gettext("Saved as a draft. A second person must check it."))
    return redirect(url_for("staff_easy_read.part", slug=slug, part=part), 303)


@blueprint.post("/check/<path:part>")
@staff(Permission.CHECK_VARIANTS)
def check(slug: str, part: str) -> Any:
    """Say that a second person has read it and finds it right."""
    return _step(part, easy_read.check)


@blueprint.post("/group/<path:part>")
@staff(Permission.CHECK_VARIANTS)
def group(slug: str, part: str) -> Any:
    """Write down which group of people with learning disabilities checked it, and when."""
    form = forms.GroupForm()
    return _step(part, easy_read.name_group, form, group=form.group.data or "", on=form.checked_on.data,
                 today=day_of(utc_now()))


@blueprint.post("/approve/<path:part>")
@staff(Permission.APPROVE_VARIANTS)
def approve(slug: str, part: str) -> Any:
    """Let a part through that a group has checked."""
    return _step(part, easy_read.approve)


@blueprint.get("/preview/<path:part>")
@staff(Permission.SEE_VARIANTS)
def preview(slug: str, part: str) -> Any:
    """Show the pages of a part as the public sees them, one below the other."""
    survey, _english = _place(part)
    row = stored.rows(db.session(), g.consultation.id).get(part)
    if row is None:
        return redirect(url_for("staff_easy_read.part", slug=slug, part=part), 303)
    content, question = rules.from_json(row.content), stored.question_of(survey, part)
    asked = rules.in_easy_words(question, content) if question is not None and content.pages else None
    return render_template(
        "staff/easy_read/preview.html", consultation=g.consultation, part=part, name=part_name(part, survey), row=row,
        content=content, asked=asked, alts=ALTS, faces=FACES, options=options_of(asked) if asked is not None else ())


def _place(part: str) -> tuple[Survey, str]:
    """Return the survey that is worked on and the English of a part of the Easy Read way; raises NotFound."""
    survey = text_units.working_survey(db.session(), g.consultation.id)
    english = stored.parts(g.consultation, survey).get(part) if survey is not None else None
    if survey is None or english is None:
        raise NotFound()
    return survey, english


def _revision() -> int:
    typed = request.form.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _step(part: str, act: Any, form: Any = None, **facts: Any) -> Any:
    """Take one step with a part and lead back to it; what keeps it from being taken is said on its page."""
    _place(part)
    row = stored.rows(db.session(), g.consultation.id).get(part)
    if row is None:
        return redirect(url_for("staff_easy_read.part", slug=g.consultation.slug, part=part), 303)
    try:
        act(consultation_id=g.consultation.id, public_id=row.public_id, revision=_revision(), by_id=current_user.id,
            **facts)
    except (Refused, Conflict) as refused:
        if form is not None:
            refuse(form, refused, "group")
            return _page(part, group_form=form)
        return _page(part, wrong=[{"text": sentence(refused), "href": "#checks"}])
    flash(str(STEPS_DONE[act.__name__]))
    return redirect(url_for("staff_easy_read.part", slug=g.consultation.slug, part=part), 303)


def _page(part: str, form: Any = None, group_form: Any = None, wrong: Sequence[dict[str, str]] = ()) -> Any:
    survey, english = _place(part)
    row = stored.rows(db.session(), g.consultation.id).get(part)
    question, voices = stored.question_of(survey, part), stored.voices_beside(survey, part)
    content: Content | None = rules.from_json(row.content) if row is not None else None
    stands = standing(variants.as_made(row) if row is not None else None, english)
    shown = form or forms.content_form(content, question, voices, forms.room_for(content))
    # Those of the form itself stand in the page's own list.
    wrong = [*wrong, *(error_list(group_form) if group_form is not None else ())]
    page = render_template(
        "staff/easy_read/part.html", consultation=g.consultation, part=part, name=part_name(part, survey),
        english=english, row=row, form=shown, group_form=group_form or forms.GroupForm(formdata=None, data=_group(row)),
        changed=changes(row.source, english) if row and stands == STALE else (), wrong=wrong, stands=stands,
        standings=STANDINGS,
        question=question, pages=range(1, forms.room_for(content, request.form if form else None) + 1),
        long=list(rules.long_sentences(content)) if content is not None else [], limit=rules.WARNED_WORDS,
        alts=ALTS, people=desk.names(db.session(), {row.written_by_id, row.checked_by_id, row.approved_by_id})
        if row is not None else {}, permissions=g.permissions,
        is_own=row is not None and row.written_by_id == current_user.id)
    return (page, 422) if wrong or (form is not None and form.errors) else page


def _group(row: Any) -> dict[str, Any]:
    return {"group": row.checked_by_group, "checked_on": row.group_checked_on} if row is not None else {}

