"""Themes merged, split, moved, retired and brought back in the browser; what each touches is the service's to say."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.extensions import db
from consult.queries import code_frames
from consult.queries import codebooks as stored
from consult.services import code_frame_order, codebooks
from consult.web.access import staff
from consult.web.sentences import sentence
from consult.web.staff.code_frame_forms import MergeForm, PlaceForm, SplitForm, done, is_neutral
from consult.web.staff.code_frame_pages import back_to, parent_typed, theme_of, theme_page
from consult.web.staff.plain_forms import refuse, tidy


@staff(Permission.EDIT_CODE_FRAME)
def merge_preview(slug: str, public_id: str) -> Any:
    """Say what making a theme part of another would touch, before it is done."""
    theme, into = theme_of(public_id), tidy(request.args.get("into")) or ""
    other = stored.theme(db.session(), g.consultation.id, into) if into else None
    form = MergeForm(formdata=None, data={"into": into})
    if other is None or other.id == theme.id or {theme.state, other.state} != {"active"}:
        if "into" in request.args:
            refuse(form, Refused("into", "merge-with-itself" if other is not None and other.id == theme.id
                                 else "theme-missing"), "into")
        return theme_page(theme, merge_form=form)
    touched = code_frames.touched(db.session(), g.consultation.id, theme.public_id, other.public_id)
    return render_template("staff/codebooks/merge.html", consultation=g.consultation, theme=theme, other=other,
                           touched=touched)


@staff(Permission.EDIT_CODE_FRAME)
def merge(slug: str, public_id: str) -> Any:
    """Make a theme part of another; what is coded to it moves along."""
    theme, form = theme_of(public_id), MergeForm()
    into = form.into.data or ""
    if done(form, "into", lambda: _merge(public_id, into)):
        flash(gettext("The themes are one now. Check what it is tied to in the plan: links of the old one are gone."))
        return back_to(into)
    return theme_page(theme, merge_form=form)


def _merge(public_id: str, into: str) -> None:
    if not into or stored.theme(db.session(), g.consultation.id, into) is None:
        raise Refused("into", "theme-missing")
    codebooks.merge(consultation_id=g.consultation.id, public_id=public_id, into_public_id=into, by_id=current_user.id)


@staff(Permission.EDIT_CODE_FRAME)
def split(slug: str, public_id: str) -> Any:
    """Move some passages of a theme to a new one, or to another that there is."""
    theme, form = theme_of(public_id), SplitForm()
    into, is_under = form.into.data or None, form.place.data == "under"
    above = theme.name if is_under else theme.parent[1] if theme.parent else None
    if (into or is_neutral(form, above)) and done(form, "codings", lambda: _split(public_id, form, into)):
        if into:
            flash(gettext("The passages you chose have the other theme now."))
            return back_to(public_id, "passages")
        flash(gettext("The passages you chose have a theme of their own now."))
        return redirect(url_for("staff_codebooks.index", slug=slug), 303)
    return theme_page(theme, split_form=form)


def _split(public_id: str, form: SplitForm, into: str | None) -> None:
    if into and form.name.data:
        raise Refused("name", "split-twice")
    if into and stored.theme(db.session(), g.consultation.id, into) is None:
        raise Refused("into", "theme-missing")
    codebooks.split(consultation_id=g.consultation.id, public_id=public_id, name=form.name.data or "", into=into,
                    is_under=form.place.data == "under", coding_ids=form.codings.data or [], by_id=current_user.id)


@staff(Permission.EDIT_CODE_FRAME)
def place(slug: str, public_id: str) -> Any:
    """Move a theme under another, or to the top."""
    theme, form = theme_of(public_id), PlaceForm()
    if done(form, "parent", lambda: code_frame_order.place(
            consultation_id=g.consultation.id, public_id=public_id, parent=parent_typed(form.parent.data),
            is_read_again=form.again.data, by_id=current_user.id)):
        flash(gettext("The theme was moved."))
        return back_to(public_id)
    return theme_page(theme, place_form=form)


@staff(Permission.EDIT_CODE_FRAME)
def shift(slug: str, public_id: str) -> WsgiResponse:
    """Move a theme one place up or down among those beside it."""
    code_frame_order.shift(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id,
                           step=request.form.get("step", ""))
    return back_to(public_id, "place")


@staff(Permission.EDIT_CODE_FRAME)
def retire(slug: str, public_id: str) -> WsgiResponse:
    """Take a theme out of use; answers that were coded to it come up again."""
    codebooks.retire(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    flash(gettext("The theme is out of use. Answers that were coded to it will come up again."))
    return redirect(url_for("staff_codebooks.index", slug=slug), 303)


@staff(Permission.EDIT_CODE_FRAME)
def bring_back(slug: str, public_id: str) -> Any:
    """Put a retired theme in use again, with what was coded to it."""
    theme = theme_of(public_id)
    try:
        codebooks.bring_back(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    except Refused as refused:
        return theme_page(theme, problem=sentence(refused))
    flash(gettext("The theme is in use again, with what was coded to it."))
    return back_to(public_id)
