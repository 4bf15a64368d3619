"""The code frame in the browser: its themes, one theme and its notes; every address of the frame is listed here."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.code_frames import CodeFrame
from consult.extensions import db
from consult.queries import code_frames
from consult.services import codebooks
from consult.web.access import Guarded, staff
from consult.web.staff import code_frame_changes, code_frame_files, code_frame_history
from consult.web.staff.code_frame_forms import AddForm, ThemeForm, done, is_neutral
from consult.web.staff.code_frame_pages import back_to, frame_page, parent_typed, theme_of, theme_page

blueprint = Guarded("staff_codebooks", __name__, url_prefix="/staff/consultations/<slug>/themes")
ONE = "/<public_id>"
for _address, _handler, _methods in (
    ("/checks", code_frame_history.checks, ("GET",)),
    ("/history", code_frame_history.history, ("GET",)),
    ("/versions/<int:number>", code_frame_history.version, ("GET",)),
    ("/files/<kind>", code_frame_files.download, ("GET",)),
    ("/import", code_frame_files.take_in, ("POST",)),
    (f"{ONE}/merge", code_frame_changes.merge_preview, ("GET",)),
    (f"{ONE}/merge", code_frame_changes.merge, ("POST",)),
    (f"{ONE}/split", code_frame_changes.split, ("POST",)),
    (f"{ONE}/place", code_frame_changes.place, ("POST",)),
    (f"{ONE}/shift", code_frame_changes.shift, ("POST",)),
    (f"{ONE}/retire", code_frame_changes.retire, ("POST",)),
    (f"{ONE}/bring-back", code_frame_changes.bring_back, ("POST",)),
):
    blueprint.add_url_rule(_address, view_func=_handler, methods=list(_methods))


@blueprint.get("")
@staff(Permission.READ_FINDINGS)
def index(slug: str) -> Any:
    """List the themes in use in two levels, with what there is to look at, the files and the last changes."""
    return frame_page()


@blueprint.post("")
@staff(Permission.EDIT_CODE_FRAME)
def add(slug: str) -> Any:
    """Add a theme."""
    form = AddForm()
    parent = parent_typed(form.parent.data)
    names = _names(code_frames.frame(db.session(), g.consultation.id))
    if form.validate() and is_neutral(form, names.get(parent or "")) and done(form, "name", lambda: codebooks.add_theme(
            consultation_id=g.consultation.id, parent=parent, by_id=current_user.id, **_typed(form))):
        flash(gettext("“%(name)s” is a theme now.", name=form.name.data))
        return redirect(url_for("staff_codebooks.index", slug=slug), 303)
    return frame_page(form)


@blueprint.get(ONE)
@staff(Permission.READ_FINDINGS)
def show(slug: str, public_id: str) -> Any:
    """Show one theme with its notes, its passages and what can be done with it."""
    return theme_page(theme_of(public_id))


@blueprint.post(f"{ONE}/change")
@staff(Permission.EDIT_CODE_FRAME)
def change(slug: str, public_id: str) -> Any:
    """Rename a theme or rewrite its notes."""
    theme, form = theme_of(public_id), ThemeForm()
    above = theme.parent[1] if theme.parent else None
    if form.validate() and is_neutral(form, above, but=theme.name) and done(
            form, "name", lambda: codebooks.change_theme(
                consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id, **_typed(form))):
        flash(gettext("Your changes were saved."))
        return back_to(public_id)
    return theme_page(theme, theme_form=form)


def _names(frame: CodeFrame) -> dict[str, str]:
    return {theme.key: theme.name for theme in frame.in_use}


def _typed(form: ThemeForm) -> dict[str, str]:
    return {name: form[name].data or ""
            for name in ("name", "definition", "include_note", "exclude_note", "examples")}
