"""Cards and hands during a meeting, as buttons; a fresh look is a link, and nothing needs a script."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from consult.domain import meetings as rules
from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.extensions import db
from consult.queries import cards, forums
from consult.services import signals
from consult.web.access import Guarded, member
from consult.web.community import meeting_words
from consult.web.community.meetings import ONE, found

blueprint = Guarded("space_signals", __name__)


@blueprint.get(f"{ONE}/cards")
@member(Right.SIGNAL)
def show(meeting_id: str) -> Any:
    """Show the cards and who wants to speak."""
    meeting, session = found(meeting_id), db.session()
    if not rules.are_cards_open(meeting.state, meeting.starts_at, meeting.ends_at, utc_now()):
        raise NotFound()
    return render_template("community/meetings/cards.html", forum=g.forum, meeting=meeting, words=meeting_words,
                           up=cards.up(session, meeting.id, g.acting), names=forums.names(session, g.acting.forum_id))


@blueprint.post(f"{ONE}/cards")
@member(Right.SIGNAL)
def act(meeting_id: str) -> Any:
    """Hold up a card or a hand, put one down, or give the floor to the next hand."""
    do, kind = request.form.get("do", ""), request.form.get("kind", "")
    if do == "hold-up":
        signals.hold_up(by=g.acting, meeting_id=meeting_id, kind=kind)
    elif do == "put-down":
        signals.put_down(by=g.acting, meeting_id=meeting_id, kind=kind)
    elif do == "next":
        signals.call_next(by=g.acting, meeting_id=meeting_id)
    else:
        raise NotFound()
    return redirect(url_for("space_signals.show", meeting_id=meeting_id), 303)
