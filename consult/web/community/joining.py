"""Coming into a forum for the first time: by an invitation, or by asking where the group takes such requests."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for

from consult.domain import member_words
from consult.domain.errors import NotFound
from consult.extensions import db
from consult.queries import joining as doors
from consult.services import joining
from consult.services.members import hash_of_code
from consult.web import locale, space
from consult.web.access import Guarded, everyone
from consult.web.community.door_forms import AskForm, JoinForm, saved

blueprint = Guarded("space_joining", __name__)


def join_page(code: str, name: str = "", form: JoinForm | None = None) -> Any:
    """Show the form to come in with; the code goes along in it, and nowhere else."""
    if form is None:
        form = JoinForm(formdata=None, code=code, name=name)
    forum = doors.forum_behind(db.session(), hash_of_code(code))
    if forum is None:
        return redirect(url_for("space_entry.enter"), 303)
    page = render_template("community/join/join.html", form=form, group=forum, alternates=[])
    return (page, 422) if form.errors else page


@blueprint.post("/<lang>/space/join")
@everyone(keeps_form=True)
def join() -> Any:
    """Let somebody in under the name that they chose, and show the words that let them in from now on, this once."""
    form = JoinForm()
    found: list[joining.Joined] = []
    if not saved(form, "name", lambda: found.append(joining.accept(
            code=form.code.data or "", name=form.name.data or "", pronouns=form.pronouns.data or "",
            language=locale.language().tag, is_easy_read=bool(form.is_easy_read.data),
            agrees=bool(form.agrees.data)))):
        return join_page(form.code.data or "", form=form)
    page = render_template("community/join/words.html", code=found[0].code, is_new=True, alternates=[],
                           code_words=member_words.words_of(found[0].code))
    return space.come_in(make_response(page), found[0].member_id)


@blueprint.get("/<lang>/space/join")
@everyone()
def join_before() -> Any:
    """Lead who loads that page again to the space, or to its door."""
    return redirect(url_for("space_entry.enter"), 303)


@blueprint.route("/<lang>/forums/<slug>/join", methods=["GET", "POST"])
@everyone(keeps_form=True)
def ask(slug: str) -> Any:
    """Ask to join a forum whose members let people ask; every other forum is not there."""
    forum = doors.forum_by_door(db.session(), slug)
    if forum is None:
        raise NotFound()
    form = AskForm()
    found: list[str] = []
    if request.method == "POST" and saved(form, "name", lambda: found.append(joining.ask(
            slug=slug, name=form.name.data or "", words=form.words.data or "", language=locale.language().tag,
            source=request.remote_addr or ""))):
        return render_template("community/join/sent.html", group=forum, code=found[0], alternates=[],
                               code_words=member_words.words_of(found[0]))
    page = render_template("community/join/ask.html", group=forum, form=form)
    return (page, 422) if form.errors else page
