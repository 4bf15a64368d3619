"""The agenda of one meeting: wishes, the chair's order among equals, putting it to the group, and what was reached."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l

from consult.domain.agendas import FIRST, LATER, SOON
from consult.domain.errors import NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import agendas as stored
from consult.queries import forums
from consult.queries import group_decisions as decisions
from consult.services import agendas
from consult.web.access import Guarded, member
from consult.web.community.agenda_forms import SheetForm
from consult.web.sentences import sentence

blueprint = Guarded("space_agenda_meetings", __name__)
MEETING = "/<lang>/space/agenda/meetings/<meeting_id>"
WISHES: dict[str, Any] = {FIRST: _l("First"), SOON: _l("Soon"), LATER: _l("It can wait")}


@blueprint.get(MEETING)
@member(Right.READ_AGENDA)
def show(meeting_id: str) -> Any:
    """Show the agenda of a meeting."""
    return _page(meeting_id)


def _page(meeting_id: str, problem: Refused | None = None) -> Any:
    session, acting = db.session(), g.acting
    sheet = stored.sheet(session, acting, meeting_id)
    if sheet is None:
        raise NotFound()
    decision = decisions.open_about(session, acting.forum_id, "agenda", meeting_id)
    may_order = Right.ORDER_AGENDA in acting.rights
    by_id = {line.item.public_id: line.item for line in sheet.lines}
    page = render_template(
        "community/agenda/meeting.html", forum=g.forum, sheet=sheet, decision=decision, wishes=WISHES, items=by_id,
        names=forums.names(session, acting.forum_id), form=_wrong(problem),
        can_order=may_order and not sheet.is_adopted and decision is None and sheet.state != "cancelled",
        to_close=[line for line in sheet.lines if line.item.state == "adopted"]
        if may_order and sheet.is_adopted and sheet.starts_at <= utc_now() else [])
    return (page, 422) if problem is not None else page


def _wrong(problem: Refused | None) -> SheetForm:
    form = SheetForm(formdata=None)
    if problem is not None:
        # Not fields.add_error, which looks for a field that is seen.
        name = problem.field if problem.field in form else "agenda"
        form[name].errors = [sentence(problem)]
    return form


def _back(meeting_id: str, said: str) -> Any:
    flash(said)
    return redirect(url_for("space_agenda_meetings.show", meeting_id=meeting_id), 303)


@blueprint.post(f"{MEETING}/wishes")
@member(Right.ORDER_AGENDA)
def wish(meeting_id: str) -> Any:
    """Keep how soon somebody wants each item."""
    wishes = {name.removeprefix("wish-"): word for name, word in request.form.items() if name.startswith("wish-")}
    try:
        agendas.wish(by=g.acting, meeting_id=meeting_id, wishes=wishes)
    except Refused as refused:
        return _page(meeting_id, refused)
    return _back(meeting_id, gettext("Your wishes are saved. You can change them until the group decides."))


@blueprint.post(f"{MEETING}/order")
@member(Right.ORDER_AGENDA)
def settle_tie(meeting_id: str) -> Any:
    """Keep the chair's order of items that are wanted equally."""
    places = {name.removeprefix("place-"): word for name, word in request.form.items() if name.startswith("place-")}
    is_whole = sorted(places.values()) == sorted(str(number) for number in range(1, len(places) + 1))
    try:
        agendas.settle_tie(by=g.acting, meeting_id=meeting_id,
                           order=sorted(places, key=lambda one: int(places[one])) if is_whole else [])
    except Refused as refused:
        return _page(meeting_id, refused)
    return _back(meeting_id, gettext("The order is saved."))


@blueprint.post(f"{MEETING}/take-off")
@member(Right.ORDER_AGENDA)
def take_off(meeting_id: str) -> Any:
    """Leave an item out of this agenda."""
    agendas.take_off(by=g.acting, item_id=request.form.get("item", ""), meeting_id=meeting_id)
    return _back(meeting_id, gettext("It waits for another meeting."))


@blueprint.post(f"{MEETING}/adopt")
@member(Right.ORDER_AGENDA)
def put_to_group(meeting_id: str) -> Any:
    """Ask the group to adopt the agenda as it stands."""
    meeting = stored.meeting(db.session(), g.acting.forum_id, meeting_id)
    if meeting is None:
        raise NotFound()
    day = format_date(london_day(meeting.starts_at), "long")
    try:
        decision = agendas.put_to_group(by=g.acting, meeting_id=meeting_id,
                                        question=gettext("Do we adopt the agenda for %(day)s?", day=day))
    except Refused as refused:
        return _page(meeting_id, refused)
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)


@blueprint.post(f"{MEETING}/reached")
@member(Right.ORDER_AGENDA)
def close(meeting_id: str) -> Any:
    """Keep what the meeting reached; the rest moves on."""
    try:
        agendas.close(by=g.acting, meeting_id=meeting_id, reached=request.form.getlist("reached"))
    except Refused as refused:
        return _page(meeting_id, refused)
    return _back(meeting_id, gettext("Saved. What you did not reach moves on to the next meeting."))
