"""Meetings of the group: the list, one of them with all that belongs to it, planning, beginning and holding it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.domain import meetings as rules
from consult.domain import working_days
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.exports import calendar_entries
from consult.extensions import db
from consult.queries import announced_guests, meeting_needs, members, papers
from consult.queries import meetings as stored
from consult.services import meeting_needs as needs
from consult.services import meetings
from consult.services.secrets import keyed_hash
from consult.web import access_need_words, tokens
from consult.web.access import Guarded, member
from consult.web.community import meeting_forms as forms
from consult.web.community import meeting_words
from consult.web.fields import add_error
from consult.web.sentences import words_for

if TYPE_CHECKING:
    from consult.models.meetings import Meeting

blueprint = Guarded("space_meetings", __name__)
ONE = "/<lang>/space/meetings/<meeting_id>"


def found(meeting_id: str) -> Meeting:
    """Return a meeting of the forum of whoever is here; raises NotFound."""
    meeting = stored.by_public_id(db.session(), g.acting.forum_id, meeting_id)
    if meeting is None:
        raise NotFound()
    return meeting


def back_to(meeting_id: str, said: str = "", part: str | None = None) -> Any:
    """Go back to the page of a meeting, with a notice."""
    if said:
        flash(said)
    return redirect(url_for("space_meetings.show", meeting_id=meeting_id, _anchor=part), 303)


def tried(form: Any, name: str, act: Callable[[], object]) -> bool:
    """Do what a posted form asks for; False where the page has to say what is wrong with it."""
    if tokens.is_stale():
        add_error(form, name, words_for("form-stale", {}))
        return False
    if not form.validate():
        return False
    try:
        act()
    except (Refused, Conflict) as refused:
        forms.refuse(form, refused, name)
        return False
    return True


@blueprint.get("/<lang>/space/meetings")
@member(Right.READ_AGENDA)
def index() -> Any:
    """List the meetings: those to come first."""
    now = utc_now()
    rows = stored.of_forum(db.session(), g.acting.forum_id)
    coming = [row for row in rows if row.state in rules.COMING and row.ends_at >= now]
    return render_template("community/meetings/index.html", forum=g.forum, words=meeting_words, coming=coming[::-1],
                           other=[row for row in rows if row not in coming], minutes_of=stored.minutes_of,
                           may_plan=_may(Right.PLAN_MEETINGS))


@blueprint.get(ONE)
@member(Right.READ_AGENDA)
def show(meeting_id: str) -> Any:
    """Show a meeting."""
    return page(found(meeting_id))


def page(meeting: Meeting, *, calendar: Any = None, captions: Any = None) -> Any:
    """Return the page of a meeting; a form that is given has to be put right."""
    shown = render_template(
        "community/meetings/show.html", forum=g.forum, meeting=meeting, words=meeting_words,
        need_words=access_need_words, ways=[way for way in rules.WAYS if getattr(meeting, way)],
        calendar=calendar or forms.CalendarForm(data={"title": _own_label()}),
        captions=captions or forms.CaptionsForm(data={"delete_on": meeting.captions_delete_on}),
        **_stored(meeting), **_standing(meeting))
    return (shown, 422) if (calendar or captions) is not None else shown


def _stored(meeting: Meeting) -> dict[str, Any]:
    """Return what belongs to a meeting: its order, guests, papers, and one's own needs."""
    session = db.session()
    lines, not_reached = stored.running_order(session, meeting)
    out = papers.of_meeting(session, meeting, meetings.today())
    return {
        "lines": lines, "not_reached": not_reached, "minutes": stored.minutes_of(meeting),
        "own_needs": needs.own(by=g.acting, meeting=meeting) if _may(Right.STATE_NEEDS) else [],
        "open_needs": meeting_needs.open_count(session, meeting.id), "arranges": needs.arranges(session, g.acting),
        "guests": announced_guests.of_meeting(session, meeting.id),
        "papers": out, "late_items": papers.late_items(out), "today": meetings.today(),
    }


def _standing(meeting: Meeting) -> dict[str, Any]:
    """Return how a meeting stands in time, and what whoever is here may do about it."""
    now, meeting_on = utc_now(), working_days.london_day(meeting.starts_at)
    return {
        "is_coming": meeting.state in rules.COMING, "is_over": meeting.ends_at <= now,
        "is_day": working_days.london_day(now) >= meeting_on, "announce_by": rules.announce_by(meeting_on),
        "may_announce": working_days.london_day(now) <= rules.announce_by(meeting_on),
        "record_until": rules.record_open_until(meeting_on, g.forum.record_days),
        "cards_open": rules.are_cards_open(meeting.state, meeting.starts_at, meeting.ends_at, now),
        "may_plan": _may(Right.PLAN_MEETINGS), "may_state_needs": _may(Right.STATE_NEEDS),
        "may_signal": _may(Right.SIGNAL), "may_decide": _may(Right.DECIDE),
    }


def _may(right: Right) -> bool:
    return right in g.acting.rights


def _own_label() -> str:
    row = members.by_id(db.session(), g.acting.member_id)
    return (row.own_label if row else "") or gettext("Appointment")


@blueprint.route("/<lang>/space/meetings/new", methods=["GET", "POST"])
@member(Right.PLAN_MEETINGS, keeps_form=True)
def plan() -> Any:
    """Plan a meeting."""
    form = forms.filled(None)
    made: list[Meeting] = []
    if request.method == "POST" and tried(form, "title", lambda: made.append(
            meetings.plan(by=g.acting, given=forms.plan_of(form)))):
        return back_to(made[0].public_id, gettext("The meeting is planned."))
    return _form(form, None)


@blueprint.route(f"{ONE}/change", methods=["GET", "POST"])
@member(Right.PLAN_MEETINGS, keeps_form=True)
def change(meeting_id: str) -> Any:
    """Change a meeting that is still to come."""
    meeting = found(meeting_id)
    form = forms.filled(meeting)
    if request.method == "POST" and tried(form, "title", lambda: meetings.change(
            by=g.acting, public_id=meeting_id, given=forms.plan_of(form))):
        return back_to(meeting_id, gettext("The meeting is changed."))
    return _form(form, meeting)


def _form(form: Any, meeting: Meeting | None) -> Any:
    shown = render_template("community/meetings/form.html", forum=g.forum, form=form, meeting=meeting)
    return (shown, 422) if form.errors else shown


@blueprint.post(f"{ONE}/confirm")
@member(Right.PLAN_MEETINGS)
def confirm(meeting_id: str) -> Any:
    """Confirm a meeting."""
    meetings.confirm(by=g.acting, public_id=meeting_id)
    return back_to(meeting_id, gettext("The meeting is confirmed."))


@blueprint.route(f"{ONE}/put-off", methods=["GET", "POST"])
@member(Right.PLAN_MEETINGS, keeps_form=True)
def put_off(meeting_id: str) -> Any:
    """Put a meeting off or call it off; for chairs."""
    meeting, form = found(meeting_id), forms.PutOffForm()
    if not g.acting.is_chair:
        raise NotFound()
    if request.method == "POST" and tried(form, "reason", lambda: meetings.put_off(
            by=g.acting, public_id=meeting_id, to=form.to.data or "", reason=form.reason.data or "")):
        return back_to(meeting_id, gettext("It is written down."))
    shown = render_template("community/meetings/put_off.html", forum=g.forum, form=form, meeting=meeting)
    return (shown, 422) if form.errors else shown


@blueprint.post(f"{ONE}/begin")
@member(Right.PLAN_MEETINGS)
def begin(meeting_id: str) -> Any:
    """Say that the rule was read out."""
    meetings.read_rule(by=g.acting, public_id=meeting_id)
    return back_to(meeting_id, gettext("The rule was read out. The meeting has begun."), "rule")


@blueprint.post(f"{ONE}/held")
@member(Right.PLAN_MEETINGS)
def held(meeting_id: str) -> Any:
    """Say that a meeting took place."""
    meetings.hold(by=g.acting, public_id=meeting_id)
    return back_to(meeting_id, gettext("It is written down."))


@blueprint.post(f"{ONE}/calendar")
@member(Right.READ_AGENDA)
def calendar(meeting_id: str) -> Any:
    """Give a calendar entry with a title of the member's own; the title is not kept."""
    meeting, form = found(meeting_id), forms.CalendarForm()
    title = calendar_entries.one_line(form.title.data or "")
    if not title:
        add_error(form, "title", words_for("text-missing", {}))
        return page(meeting, calendar=form)
    uid = keyed_hash("calendar", f"{g.acting.public_id}/{meeting.public_id}")[:32]
    data = calendar_entries.entry(uid=uid, title=title, starts_at=meeting.starts_at, now=utc_now(),
                                  minutes=stored.minutes_of(meeting))
    return Response(data, content_type=calendar_entries.TYPE, headers={
        "Content-Disposition": f'attachment; filename="{calendar_entries.FILE_NAME}"', "Cache-Control": "no-store"})
