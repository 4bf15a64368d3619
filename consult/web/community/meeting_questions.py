"""Putting questions about a meeting to the group: guests, captions, late papers; and captions that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import announced_guests, papers
from consult.services import meeting_questions, meetings
from consult.web.access import Guarded, member
from consult.web.community import meeting_forms as forms
from consult.web.community.meetings import ONE, back_to, found, page, tried
from consult.web.pages import day

if TYPE_CHECKING:
    from consult.models.group_decisions import GroupDecision

blueprint = Guarded("space_meeting_questions", __name__)


def _to(decision: GroupDecision) -> Any:
    flash(gettext("The group is asked."))
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)


@blueprint.post(f"{ONE}/guests/<guest_id>/ask")
@member(Right.DECIDE)
def guest(meeting_id: str, guest_id: str) -> Any:
    """Ask the group whether somebody from outside may come."""
    meeting = found(meeting_id)
    who = next((one.who for one in announced_guests.of_meeting(db.session(), meeting.id)
                if one.public_id == guest_id), None)
    if who is None:
        raise NotFound()
    question = gettext("May %(who)s come to our meeting on %(day)s?", who=who, day=day(meeting.starts_at))
    return _to(meeting_questions.about_guest(by=g.acting, guest_id=guest_id, question=question))


@blueprint.post(f"{ONE}/captions")
@member(Right.DECIDE, keeps_form=True)
def captions(meeting_id: str) -> Any:
    """Ask the group whether captions may be kept until a day."""
    meeting, form = found(meeting_id), forms.CaptionsForm()
    question = gettext("May captions of our meeting on %(day)s be kept? They are deleted on %(until)s.",
                       day=day(meeting.starts_at), until=day(form.delete_on.data))
    asked: list[GroupDecision] = []
    if tried(form, "delete_on", lambda: asked.append(meeting_questions.about_captions(
            by=g.acting, meeting_id=meeting_id, delete_on=form.delete_on.data, question=question))):
        return _to(asked[0])
    return page(meeting, captions=form)


@blueprint.route(f"{ONE}/captions/kept", methods=["GET", "POST"])
@member(Right.WRITE_NOTES, keeps_form=True, body_limit=1024 * 1024)
def kept(meeting_id: str) -> Any:
    """Keep what was captioned, where the group agreed."""
    meeting = found(meeting_id)
    if not meeting.captions_kept:
        raise NotFound()
    form = forms.KeptCaptionsForm(data={"captions": meeting.captions})
    if request.method == "POST" and tried(form, "captions", lambda: meetings.keep_captions(
            by=g.acting, public_id=meeting_id, words=form.captions.data or "")):
        return back_to(meeting_id, gettext("The captions are kept."), "captions")
    shown = render_template("community/meetings/captions.html", forum=g.forum, form=form, meeting=meeting)
    return (shown, 422) if form.errors else shown


@blueprint.post(f"{ONE}/put-off/ask")
@member(Right.DECIDE)
def late(meeting_id: str) -> Any:
    """Ask the group whether what has late papers is put off."""
    meeting, item_id = found(meeting_id), request.form.get("item", "")
    lines = papers.of_meeting(db.session(), meeting, meetings.today())
    title = next((line.item_title for line in lines if line.item_public_id == item_id), "") if item_id else ""
    question = (gettext("Papers are late. Shall we talk about “%(title)s” another time?", title=title) if title else
                gettext("Papers are late. Shall we put off our meeting on %(day)s?", day=day(meeting.starts_at)))
    return _to(meeting_questions.about_late_papers(by=g.acting, meeting_id=meeting_id, item_id=item_id,
                                                   question=question))
