"""How a member proves who they are: passkeys, and for chairs a code by time."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.domain.second_factors import in_groups
from consult.extensions import db
from consult.queries import members
from consult.services import member_factors, passkeys
from consult.web import space
from consult.web.access import Guarded, member
from consult.web.community.door_forms import TimeCodeForm, WordsForm, saved

blueprint = Guarded("space_safety", __name__)


@blueprint.get("/<lang>/space/me/passkeys")
@member(Right.BE_THERE)
def index() -> Any:
    """Show the member's passkeys, and the way to make one where the site's address allows it."""
    return _passkeys(WordsForm())


def _passkeys(form: WordsForm) -> Any:
    can_have = passkeys.place() is not None
    options = passkeys.creation_options(
        by=g.acting, token=space.token(), label=gettext("My page")) if can_have else ""
    page = render_template("community/me/passkeys.html", forum=g.forum, form=form, options=options,
                           rows=members.passkeys(db.session(), g.acting.member_id))
    return (page, 422) if form.errors else page


@blueprint.post("/<lang>/space/me/passkeys")
@member(Right.BE_THERE, keeps_form=True)
def add() -> Any:
    """Keep a passkey that the browser made; from then on the session counts as proved twice."""
    form = WordsForm()
    if not saved(form, "code", lambda: passkeys.add(
            by=g.acting, token=space.token(), credential=request.form.get("credential", ""),
            label=request.form.get("label", ""))):
        return _passkeys(form)
    flash(gettext("This device can let you in now."))
    return space.come_in(redirect(url_for("space_safety.index"), 303), g.acting.member_id, is_strong=True)


@blueprint.post("/<lang>/space/me/passkeys/<public_id>/remove")
@member(Right.BE_THERE)
def remove(public_id: str) -> Any:
    """Forget a passkey."""
    passkeys.remove(by=g.acting, public_id=public_id)
    flash(gettext("This passkey opens nothing any more."))
    return redirect(url_for("space_safety.index"), 303)


@blueprint.route("/<lang>/space/me/code", methods=["GET", "POST"])
@member(Right.BE_THERE, keeps_form=True)
def code() -> Any:
    """Take the first code of an app, for chairs; before that, show the key for it."""
    secret = member_factors.begun(by=g.acting)
    if not g.acting.is_chair or (secret is None and request.method == "POST"):
        raise NotFound()
    form = TimeCodeForm()
    if request.method == "POST" and saved(form, "code", lambda: member_factors.confirm(
            typed=form.code.data or "", by=g.acting)):
        flash(gettext("From now on you enter a code too when you come in."))
        return space.come_in(redirect(url_for("space_me.show"), 303), g.acting.member_id, is_strong=True)
    page = render_template("community/me/code.html", forum=g.forum, form=form,
                           key=in_groups(secret) if secret else "", alternates=[])
    return (page, 422) if form.errors else page


@blueprint.post("/<lang>/space/me/code/begin")
@member(Right.BE_THERE)
def begin() -> Any:
    """Make a key for an app."""
    member_factors.begin(by=g.acting)
    return redirect(url_for("space_safety.code"), 303)


@blueprint.post("/<lang>/space/me/code/remove")
@member(Right.BE_THERE)
def forget_code() -> Any:
    """Forget the key: nobody new comes in before a chair has a second proof again."""
    member_factors.remove(by=g.acting)
    flash(gettext("The codes by time are off."))
    return redirect(url_for("space_me.show"), 303)
