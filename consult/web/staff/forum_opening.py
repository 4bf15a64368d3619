"""Opening a forum in the browser: what it begins with, and the code for its first chair, shown once."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.domain.forum_openings import MOST_STATEMENT, check_opening
from consult.domain.member_words import words_of
from consult.services import forum_openings
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.forum_pages import second_step_first
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_forum_opening", __name__, url_prefix="/staff/forums/new")
PARTNER, OURS = "partner", "ours"


KINDS = ((PARTNER, _l("A partner, for example a group run by Deaf and disabled people")),
         (OURS, _l("The public body itself")))


class OpeningForm(Plain):
    """What a forum begins with."""

    name = StringField(_l("Name of the forum"), description=_l(
        "Its members see it. The public does not, unless the group wants a page."))
    host = StringField(_l("Who carries it?"), description=_l(
        "The organisation that pays for rooms and interpreters and answers for the data"))
    kind = RadioField(_l("What kind of organisation is that?"), validate_choice=False, choices=choices(KINDS))
    statement = TextAreaField(_l("Who answers for what is kept here, and how?"), description=_l(
        "The organisation's own words on data protection: who they are, what they keep, and whom to ask. "
        "Members read them before they join."))


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.OPEN_FORUMS, on_consultation=False)
def new() -> Any:
    """Ask for what a forum begins with; then show the code that only its first chair may have."""
    away = second_step_first()
    if away is not None:
        return away
    form = OpeningForm()
    if request.method == "POST":
        try:
            opening = check_opening(name=form.name.data or "", host=form.host.data or "", is_partner=_is_partner(form),
                                    statement=form.statement.data or "")
            opened = forum_openings.open_forum(opening=opening, by_id=current_user.id)
        except Refused as refused:
            refuse(form, refused, "name")
        else:
            return render_template("staff/forums/opened.html", words=words_of(opened.code), code=opened.code)
    page = render_template("staff/forums/new.html", form=form, limit=MOST_STATEMENT)
    return (page, 422) if form.errors else page


def _is_partner(form: OpeningForm) -> bool:
    if form.kind.data not in (PARTNER, OURS):
        raise Refused("kind", "option-unknown")
    return bool(form.kind.data == PARTNER)
