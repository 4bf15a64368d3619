"""Pausing or closing a forum that the public body carries itself, with a reason that everybody concerned can read."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.forum_lives import CLOSED, MOST_REASON, PAUSED
from consult.services import attempts, forum_life
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.forum_pages import second_step_first
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_forum_stopping", __name__, url_prefix="/staff/forums/stop")
STATES = ((PAUSED, _l("Pause: the group can decide to go on")), (CLOSED, _l("Close for good")))


class StopForm(Plain):
    """Which forum, what becomes of it, and why."""

    name = StringField(_l("Whole name of the forum"), filters=[tidy])
    state = RadioField(_l("What happens to it?"), choices=choices(STATES), validate_choice=False)
    reason = TextAreaField(_l("Why?"), filters=[tidy],
                           description=_l("The members read this, and everyone where the group has a public page."))


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.OPEN_FORUMS, on_consultation=False)
def stop() -> Any:
    """Ask which forum and why; then stop it. What its members wrote stays theirs, to read and to take out."""
    away = second_step_first()
    if away is not None:
        return away
    form = StopForm()
    if request.method == "POST" and _is_stopped(form):
        flash(gettext("The forum was stopped. Its members can read the reason."))
        return redirect(url_for("staff_forums.index"), 303)
    page = render_template("staff/forums/stop.html", form=form, limit=MOST_REASON)
    return (page, 422) if form.errors else page


def _is_stopped(form: StopForm) -> bool:
    source = f"staff {current_user.id}"
    try:
        # A name that is not known must not be found out by trying many.
        attempts.check("space", source)
        forum_life.stop_for_reason(name=form.name.data or "", wanted=form.state.data or "",
                                   reason=form.reason.data or "", by_id=current_user.id)
    except (Refused, Conflict) as refused:
        if refused.code == "forum-unknown":
            attempts.failed("space", source)
        refuse(form, refused, "name")
        return False
    return True
