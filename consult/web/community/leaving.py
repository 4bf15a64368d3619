"""Taking everything along, and leaving for good."""

from typing import Any

from flask import Response, g, render_template
from flask_babel import gettext

from consult.domain.forum_access import Right
from consult.exports import member_copies
from consult.exports.member_copies import Part
from consult.services import leaving
from consult.services import member_copies as copies
from consult.web import locale, space
from consult.web.access import Guarded, member
from consult.web.community.door_forms import LeaveForm, saved

blueprint = Guarded("space_leaving", __name__)


@blueprint.get("/<lang>/space/leaving")
@member(Right.BE_THERE)
def show() -> Any:
    """Say what leaving does, and offer the copy first."""
    return _page(LeaveForm(formdata=None, words="stay"))


def _page(form: LeaveForm) -> Any:
    page = render_template("community/me/leaving.html", forum=g.forum, form=form)
    return (page, 422) if form.errors else page


@blueprint.post("/<lang>/space/leaving")
@member(Right.BE_THERE, keeps_form=True)
def leave() -> Any:
    """Forget who acts, and show that it is done."""
    form = LeaveForm()
    if not saved(form, "is_sure", lambda: leaving.leave(
            by=g.acting, words=form.words.data or "", is_sure=bool(form.is_sure.data))):
        return _page(form)
    g.visitor = None
    page = render_template("community/me/left.html", alternates=[])
    return space.go_out(Response(page, mimetype="text/html"))


@blueprint.get("/<lang>/space/leaving/copy")
@member(Right.BE_THERE)
def copy() -> Any:
    """Hand over everything about who acts, as a file with a name that tells nothing."""
    language = locale.language()
    found = copies.collect(by=g.acting)
    body = member_copies.zipped(_parts(found), title=gettext("My copy"), language=language.tag,
                                direction=language.direction, files=found.files)
    answer = Response(body, mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="copy.zip"'
    return answer


def _parts(found: copies.Copy) -> list[Part]:
    me = found.member
    mine = [(gettext("Your name in this group"), me.name), (gettext("Your pronouns (optional)"), me.pronouns),
            (gettext("Your own name for this group (optional)"), me.own_label), (gettext("Your language"), me.language),
            (gettext("Email address"), found.address)]
    return [
        Part("me", gettext("My choices"), (tuple((label, words) for label, words in mine if words),)),
        Part("needs", gettext("What I need"), tuple(((need.code, need.words),) for need in found.needs)),
        Part("agenda", gettext("Agenda"), tuple(((title, words),) for title, words in found.items)),
        Part("talk", gettext("Talk"), tuple(((title, words),) for title, words in found.posts)),
        Part("notes", gettext("Notes"), tuple(((gettext("My words"), words),) for words in found.lines)),
        Part("decisions", gettext("Decisions"), tuple(
            ((question, stance), (gettext("My words"), words)) for question, stance, words in found.positions)),
        Part("reports", gettext("When something goes wrong"), tuple(
            ((gettext("My words"), words), (gettext("Answer"), answer)) for words, answer in found.reports)),
    ]
