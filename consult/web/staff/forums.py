"""Forums as an officer sees them whom a group let in: which, in what role, what the group shared; nothing inside."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import StringField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import OF_OFFICER, OfficerRight
from consult.domain.instants import utc_now
from consult.domain.member_words import read_code
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import announced_guests, asks, forum_notes
from consult.queries import forums as stored
from consult.services import attempts, forum_files, joining
from consult.web.access import Guarded, officer, staff
from consult.web.downloads import handed_out, played
from consult.web.pages import allow
from consult.web.staff.forum_pages import MARKS, OUTCOMES, ROLES, second_step_first
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_forums", __name__, url_prefix="/staff/forums")


class CodeForm(Plain):
    """A code that a group made for an officer."""

    code = StringField(_l("The seven words or numbers that the group gave you"), filters=[tidy])


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.SIGNED_IN, on_consultation=False)
def index() -> Any:
    """List the forums that let this person in; take a code that a group gave them."""
    away = second_step_first()
    if away is not None:
        return away
    form = CodeForm()
    if request.method == "POST" and _is_let_in(form):
        flash(gettext("The group let you in."))
        return redirect(url_for("staff_forums.index"), 303)
    page = render_template(
        "staff/forums/index.html", form=form, rows=stored.of_officer(db.session(), current_user.id), roles=ROLES,
        may_open=Permission.OPEN_FORUMS in g.permissions)
    return (page, 422) if form.errors else page


def _is_let_in(form: CodeForm) -> bool:
    source = f"staff {current_user.id}"
    try:
        attempts.check("space", source)
        joining.accept_as_officer(code=read_code(form.code.data or ""), person_id=current_user.id)
    except (Refused, Conflict) as refused:
        if refused.code == "member-code-unknown":
            attempts.failed("space", source)
        refuse(form, refused, "code")
        return False
    return True


@blueprint.get("/<forum_id>")
@officer(OfficerRight.SEE_RELEASED)
def show(forum_id: str) -> str:
    """Show what the group shared with this person's organisation or with everyone, and what they may do here."""
    session, forum = db.session(), g.forum
    mine = [row for found, row in stored.of_officer(session, current_user.id) if found.id == forum.id]
    rights = frozenset().union(*(OF_OFFICER[row.role] for row in mine))
    today = london_day(utc_now())
    shared = {note.public_id: note for row in mine
              for note in forum_notes.shared_with_body(session, forum.id, row.body)}
    guests = announced_guests.shown_to_guests(session, forum.id, utc_now())
    allow("media-src", "'self'")
    return render_template(
        "staff/forums/show.html", forum=forum, mine=mine, roles=ROLES, rights=rights, notes=list(shared.values()),
        asks=asks.to_answer(session, forum.id, current_user.id, today), outcomes=OUTCOMES, marks=MARKS,
        guests=guests if OfficerRight.PLACE_REQUESTS in rights else [])


@blueprint.get("/<forum_id>/files/<file_id>")
@officer(OfficerRight.SEE_RELEASED)
def file(forum_id: str, file_id: str) -> WsgiResponse:
    """Play or hand out a file that this officer's pages show; any other is not there."""
    session, forum = db.session(), g.forum
    bodies = {row.body for found, row in stored.of_officer(session, current_user.id) if found.id == forum.id}
    asked = asks.to_answer(session, forum.id, current_user.id, london_day(utc_now()))
    shown = {one.film_id for body in bodies for one in forum_notes.shared_with_body(session, forum.id, body)}
    if file_id not in shown | {one.film_id for one in asked}:
        raise NotFound()
    row, stream = forum_files.opened_released(forum_id=g.forum.id, public_id=file_id)
    return handed_out(row, stream) if row.kind == "file" else played(row, stream)
