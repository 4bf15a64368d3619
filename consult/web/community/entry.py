"""The door of the space: seven words or a passkey, and a second proof for chairs; no name is asked for."""

from typing import Any

from flask import redirect, render_template, request, url_for

from consult.extensions import db
from consult.queries import members
from consult.services import member_entry, member_factors, member_sessions, passkeys
from consult.web import locale, space
from consult.web.access import Guarded, everyone
from consult.web.community.door_forms import TimeCodeForm, WordsForm, saved
from consult.web.community.joining import join_page

blueprint = Guarded("space_entry", __name__)


@blueprint.route("/<lang>/space/enter", methods=["GET", "POST"])
@everyone(keeps_form=True)
def enter() -> Any:
    """Take seven words; the page is the same for everybody who is not in."""
    if space.acting() is not None:
        return redirect(url_for("space_home.show"), 303)
    if request.method == "GET" and member_sessions.waiting(space.token()) is not None:
        return redirect(url_for("space_entry.second"), 303)
    form, found = WordsForm(), []
    if request.method == "POST" and saved(form, "code", lambda: found.append(
            member_entry.look(typed=form.code.data or "", source=request.remote_addr or ""))):
        return _opened(found[0])
    return _door(form)


def _door(form: WordsForm) -> Any:
    options, seal = passkeys.entry_options() if passkeys.place() else ("", "")
    page = render_template("community/entry/enter.html", form=form, options=options, seal=seal)
    return (page, 422) if form.errors else page


def _opened(door: member_entry.Door) -> Any:
    if door.member_id is not None:
        return let_in(door.member_id)
    if door.kind in (member_entry.INVITED, member_entry.AGREED):
        return join_page(door.code, door.name)
    return render_template("community/entry/asked.html", is_declined=door.kind == member_entry.DECLINED)


def let_in(member_id: int, *, is_strong: bool = False) -> Any:
    """Begin the session of who has proved themselves and lead them inside, in the language that they chose there."""
    found = members.by_id(db.session(), member_id)
    tag = locale.language().tag
    if tag == "en" and found is not None and found.language in locale.offered():
        tag = found.language
    return space.come_in(redirect(url_for("space_home.show", lang=tag), 303), member_id, is_strong=is_strong)


@blueprint.post("/<lang>/space/enter/passkey")
@everyone(keeps_form=True)
def with_passkey() -> Any:
    """Take what a device signed."""
    form, found = WordsForm(), []
    if saved(form, "code", lambda: found.append(passkeys.prove(
            credential=request.form.get("credential", ""), seal=request.form.get("seal", "")))):
        return let_in(found[0], is_strong=True)
    return _door(form)


@blueprint.get("/<lang>/space/enter/passkey")
@everyone()
def with_passkey_before() -> Any:
    """Lead who loads that page again, or turns its language, to the door."""
    return redirect(url_for("space_entry.enter"), 303)


@blueprint.route("/<lang>/space/enter/second", methods=["GET", "POST"])
@everyone(keeps_form=True)
def second() -> Any:
    """Take a chair's second proof; for everybody else there is only the door."""
    waiting = member_sessions.waiting(space.token())
    if waiting is None:
        return redirect(url_for("space_entry.enter"), 303)
    form = TimeCodeForm()
    if request.method == "POST" and saved(form, "code", lambda: member_factors.prove(
            member_id=waiting.member_id, typed=form.code.data or "", source=request.remote_addr or "")):
        return let_in(waiting.member_id, is_strong=True)
    options, seal = passkeys.entry_options() if passkeys.place() and waiting.has_passkey else ("", "")
    page = render_template("community/entry/second.html", form=form, waiting=waiting, options=options, seal=seal)
    return (page, 422) if form.errors else page
