"""Announcing people from outside for a meeting, and taking an announcement back."""

from typing import Any

from flask import g, render_template, request
from flask_babel import gettext

from consult.domain import meetings as rules
from consult.domain.forum_access import Right
from consult.domain.meetings import GuestWords
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import meetings as stored
from consult.services import announced_guests
from consult.web.access import Guarded, member
from consult.web.community.meeting_forms import GuestForm
from consult.web.community.meetings import ONE, back_to, found, tried
from consult.web.fields import choices

blueprint = Guarded("space_guests", __name__)


@blueprint.route(f"{ONE}/guests", methods=["GET", "POST"])
@member(Right.PLAN_MEETINGS, keeps_form=True)
def announce(meeting_id: str) -> Any:
    """Announce somebody from outside."""
    meeting, form = found(meeting_id), GuestForm()
    items = [(item.public_id, item.title) for item in stored.items_on(db.session(), meeting)]
    form.item.choices = choices([("", gettext("The whole meeting")), *items])
    if request.method == "POST" and tried(form, "who", lambda: announced_guests.announce(
            by=g.acting, meeting_id=meeting_id, item_id=form.item.data or "",
            given=GuestWords(form.kind.data or "", form.who.data or "", form.why.data or ""))):
        return back_to(meeting_id, gettext("Everyone in the group can see it now."), "guests")
    shown = render_template("community/meetings/guest.html", forum=g.forum, form=form, meeting=meeting,
                            until=rules.announce_by(london_day(meeting.starts_at)))
    return (shown, 422) if form.errors else shown


@blueprint.post(f"{ONE}/guests/<guest_id>/not-coming")
@member(Right.PLAN_MEETINGS)
def not_coming(meeting_id: str, guest_id: str) -> Any:
    """Say that somebody who was announced does not come."""
    found(meeting_id)
    announced_guests.take_back(by=g.acting, guest_id=guest_id)
    return back_to(meeting_id, gettext("It is written down."), "guests")
