"""Letting people in, for members: who asks, who is invited, which officers there are, and who is here."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext

from consult.domain import member_words
from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import forums, members
from consult.queries import joining as doors
from consult.services import group_decisions, joining
from consult.web.access import Guarded, member
from consult.web.community.door_forms import INVITED_AS, OFFICERS, InviteForm, saved

blueprint = Guarded("space_join", __name__)
PLACE = "/<lang>/space/letting-in"


@blueprint.get(PLACE)
@member(Right.LET_IN)
def index() -> Any:
    """Show what waits at the door, and who is here."""
    return _page(InviteForm(standing="member"))


def _page(form: InviteForm) -> Any:
    session = db.session()
    page = render_template(
        "community/join/index.html", forum=g.forum, form=form, called=dict(INVITED_AS),
        requests=doors.open_requests(session, g.forum.id), officers=doors.officers(session, g.forum.id),
        invitations=doors.open_invitations(session, g.acting.member_id),
        people=members.who_is_there(session, g.forum.id))
    return (page, 422) if form.errors else page


@blueprint.post(PLACE)
@member(Right.LET_IN, keeps_form=True)
def invite() -> Any:
    """Make a code for one person and show it, this once."""
    form = InviteForm()
    found: list[str] = []
    wanted = form.standing.data or ""
    if not saved(form, "standing", lambda: found.append(joining.invite(
            by=g.acting, standing="member" if wanted in OFFICERS else wanted,
            officer_role=wanted if wanted in OFFICERS else "", body=form.body.data or ""))):
        return _page(form)
    # Officers have a door of their own, behind their sign-in.
    door = url_for("staff_forums.index" if wanted in OFFICERS else "space_entry.enter", _external=True)
    return render_template("community/join/invited.html", forum=g.forum, called=dict(INVITED_AS)[wanted], door=door,
                           code=found[0], code_words=member_words.words_of(found[0]), alternates=[])


@blueprint.post(f"{PLACE}/invitations/<public_id>/take-back")
@member(Right.LET_IN)
def take_back(public_id: str) -> Any:
    """Make an invitation of one's own worth nothing."""
    joining.take_back(public_id=public_id, by=g.acting)
    flash(gettext("This invitation opens nothing any more."))
    return redirect(url_for("space_join.index"), 303)


@blueprint.post(f"{PLACE}/requests/<public_id>/agree")
@member(Right.LET_IN)
def agree(public_id: str) -> Any:
    """Say yes to somebody who asks to join."""
    joining.answer(public_id=public_id, agrees=True, by=g.acting)
    flash(gettext("They can come in with their words now."))
    return redirect(url_for("space_join.index"), 303)


@blueprint.post(f"{PLACE}/requests/<public_id>/decline")
@member(Right.LET_IN)
def decline(public_id: str) -> Any:
    """Say no to somebody who asks to join."""
    joining.answer(public_id=public_id, agrees=False, by=g.acting)
    flash(gettext("They see that the group said no. What they wrote is deleted."))
    return redirect(url_for("space_join.index"), 303)


@blueprint.post(f"{PLACE}/officers/<public_id>/send-away")
@member(Right.LET_IN)
def send_away(public_id: str) -> Any:
    """End what an officer may do here; for chairs."""
    joining.send_away(public_id=public_id, by=g.acting)
    flash(gettext("This officer is out."))
    return redirect(url_for("space_join.index"), 303)


@blueprint.post(f"{PLACE}/people/<public_id>/chair")
@member(Right.DECIDE)
def chair(public_id: str) -> Any:
    """Ask the group whether somebody becomes a chair, or stops being one."""
    found = forums.member(db.session(), g.forum.id, public_id)
    if found is None or found.standing != "member":
        raise NotFound()
    words = (gettext("Does %(name)s stop being a chair?", name=found.name) if found.is_chair
             else gettext("Does %(name)s become a chair?", name=found.name))
    decision = group_decisions.open_about(by=g.acting, kind="chair", subject_id=public_id, question=words)
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)
