"""Answers on which two coders differ: the list, both sides of one with its thread, and the decision on each theme."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField

from consult.domain.access import Permission
from consult.domain.codebooks import STANCES
from consult.domain.double_coding import REMARK_LENGTH
from consult.domain.errors import Conflict, NotFound, Refused
from consult.exports.report_words import stance_words
from consult.extensions import db
from consult.queries import differences as stored
from consult.queries import remarks as threads
from consult.queries import survey_questions
from consult.queries.differences import Difference, DifferencePage
from consult.services import differences, remarks
from consult.services.differences import LEFT_OUT
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_differences", __name__, url_prefix="/staff/consultations/<slug>/differences")
STATES = ("differs", "settled", "agreed")
# A choice for each theme of a long answer.
BODY_LIMIT = 256 * 1024


class SettleForm(Plain):
    """Why the themes were decided as they were; the decisions themselves are a field for each theme."""

    note = TextAreaField(_l("Why did you decide this? (if it helps the next reader)"), filters=[tidy])


class TalkForm(Plain):
    """Something to say about the difference."""

    words = TextAreaField(_l("What do you want to say?"), filters=[tidy])


@blueprint.get("")
@staff(Permission.CODE)
def index(slug: str) -> str:
    """List the answers on which two coders differ, or those that were settled or agreed on."""
    state = request.args.get("state", "")
    state = state if state in STATES else STATES[0]
    page = stored.listed(db.session(), g.consultation.id, state, before=tidy(request.args.get("before")),
                         after=tidy(request.args.get("after")))
    return render_template("staff/differences/index.html", consultation=g.consultation, page=page, state=state,
                           states=state_words(), reasons=reason_words(), links=_links(page, state),
                           questions={asked.key: asked.question.text
                                      for asked in survey_questions.asked(db.session(), g.consultation.id)})


@blueprint.get("/<public_id>")
@staff(Permission.CODE)
def show(slug: str, public_id: str) -> Any:
    """Show what both coders said of an answer, theme by theme, and what was said about it since."""
    return _page(_view(public_id))


@blueprint.post("/<public_id>")
@staff(Permission.MANAGE_CODING, body_limit=BODY_LIMIT)
def settle(slug: str, public_id: str) -> Any:
    """Decide on each theme; the codings that count follow."""
    view, form = _view(public_id), SettleForm()
    chosen = {theme.public_id: request.form.get(f"theme-{theme.public_id}", "") for theme in view.themes}
    try:
        differences.settle(consultation_id=g.consultation.id, reading_id=public_id, decisions=chosen,
                           note=form.note.data or "", by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "note")
        return _page(view, settle_form=form, chosen=chosen)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("Your decision was kept, and the codings follow it."))
    return redirect(url_for("staff_differences.show", slug=slug, public_id=public_id), 303)


@blueprint.post("/<public_id>/remarks")
@staff(Permission.CODE)
def discuss(slug: str, public_id: str) -> Any:
    """Say something about how the two differ."""
    view, form = _view(public_id), TalkForm()
    try:
        remarks.discuss(consultation_id=g.consultation.id, reading_id=public_id, words=form.words.data or "",
                        by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "words")
        return _page(view, talk_form=form)
    return redirect(url_for("staff_differences.show", slug=slug, public_id=public_id, _anchor="thread"), 303)


def reason_words() -> dict[str, str]:
    """Return why an answer is coded twice, in plain words, by the reason's code."""
    return {"first": gettext("One of the first that were read"), "translated": gettext("Not given in English"),
            "signed": gettext("Given in sign language"), "share": gettext("Drawn by chance")}


def state_words() -> dict[str, str]:
    """Return what the states of a compared answer are called, in the order in which they are offered."""
    return {"differs": gettext("To settle"), "settled": gettext("Settled"), "agreed": gettext("Agreed")}


def _view(public_id: str) -> Difference:
    found = stored.one(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _links(page: DifferencePage, state: str) -> dict[str, str | None]:
    def to(**key: str) -> str:
        return url_for("staff_differences.index", slug=g.consultation.slug, state=state, **key)
    return {"newer": to(before=page.rows[0].public_id) if page.newer and page.rows else None,
            "older": to(after=page.rows[-1].public_id) if page.older and page.rows else None}


def _page(view: Difference, *, settle_form: SettleForm | None = None, talk_form: TalkForm | None = None,
          chosen: dict[str, str] | None = None) -> Any:
    is_bad = bool((settle_form and settle_form.errors) or (talk_form and talk_form.errors))
    may_settle = Permission.MANAGE_CODING in g.permissions
    page = render_template(
        "staff/differences/show.html", consultation=g.consultation, view=view, chosen=chosen or {},
        settle_form=settle_form or SettleForm(formdata=None), talk_form=talk_form or TalkForm(formdata=None),
        thread=threads.thread(db.session(), view.answer_row_id, ("difference",)), limit=REMARK_LENGTH,
        stances={stance: stance_words(stance, gettext) for stance in STANCES}, left_out=LEFT_OUT,
        reasons=reason_words(), may_settle=may_settle)
    return (page, 422) if is_bad else page
