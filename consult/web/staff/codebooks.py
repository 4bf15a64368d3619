"""The code frame in the browser: themes made, rewritten, merged, split and retired, and the log of it all."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.codebooks import NOTE_LENGTH, STANCES
from consult.domain.errors import NotFound, Refused
from consult.exports.report_words import stance_words
from consult.extensions import db
from consult.queries import codebooks as stored
from consult.services import codebooks
from consult.web.access import Guarded, staff
from consult.web.staff.plain_forms import Plain, at_most, refuse, tidy

blueprint = Guarded("staff_codebooks", __name__, url_prefix="/staff/consultations/<slug>")


class ThemeForm(Plain):
    """A theme's name and notes."""

    name = StringField(_l("Name"), filters=[tidy], description=_l("A few plain words for the report"))
    definition = TextAreaField(_l("What it means"), filters=[tidy], validators=[at_most(NOTE_LENGTH)])
    include_note = TextAreaField(_l("What belongs in it"), filters=[tidy], validators=[at_most(NOTE_LENGTH)])
    exclude_note = TextAreaField(_l("What does not belong in it"), filters=[tidy], validators=[at_most(NOTE_LENGTH)])


class MergeForm(Plain):
    """The theme that another becomes part of."""

    into = SelectField(_l("Make it part of"), filters=[tidy], validate_choice=False)


class SplitForm(Plain):
    """Passages that move to a theme of their own."""

    codings = SelectMultipleField(_l("Passages"), validate_choice=False)
    name = StringField(_l("Name of the new theme"), filters=[tidy], id="split-name")


@blueprint.get("/themes")
@staff(Permission.READ_FINDINGS)
def index(slug: str) -> Any:
    """List the themes in use, with the log of changes below."""
    return _list_page(ThemeForm())


@blueprint.post("/themes")
@staff(Permission.EDIT_CODE_FRAME)
def add(slug: str) -> Any:
    """Add a theme."""
    form = ThemeForm()
    if form.validate():
        try:
            theme = codebooks.add_theme(consultation_id=g.consultation.id, by_id=current_user.id, **_typed(form))
        except Refused as refused:
            refuse(form, refused, "name")
        else:
            flash(gettext("“%(name)s” is a theme now.", name=theme.name))
            return redirect(url_for("staff_codebooks.index", slug=slug), 303)
    return _list_page(form)


@blueprint.get("/themes/<public_id>")
@staff(Permission.READ_FINDINGS)
def show(slug: str, public_id: str) -> Any:
    """Show one theme with its notes, its passages and what can be done with it."""
    return _page(_theme(public_id))


@blueprint.post("/themes/<public_id>/change")
@staff(Permission.EDIT_CODE_FRAME)
def change(slug: str, public_id: str) -> Any:
    """Rename a theme or rewrite its notes."""
    theme, form = _theme(public_id), ThemeForm()
    if form.validate() and _done(form, "name", lambda: codebooks.change_theme(
            consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id, **_typed(form))):
        flash(gettext("Your changes were saved."))
        return _to(public_id)
    return _page(theme, theme_form=form)


@blueprint.post("/themes/<public_id>/merge")
@staff(Permission.EDIT_CODE_FRAME)
def merge(slug: str, public_id: str) -> Any:
    """Make a theme part of another; what is coded to it moves along."""
    theme, form = _theme(public_id), MergeForm()
    into = form.into.data or ""
    if _done(form, "into", lambda: _merge(public_id, into)):
        flash(gettext("The themes are one now. Check what it is tied to in the plan: links of the old one are gone."))
        return _to(into)
    return _page(theme, merge_form=form)


def _merge(public_id: str, into: str) -> None:
    if not into or stored.theme(db.session(), g.consultation.id, into) is None:
        raise Refused("into", "theme-missing")
    codebooks.merge(consultation_id=g.consultation.id, public_id=public_id, into_public_id=into, by_id=current_user.id)


@blueprint.post("/themes/<public_id>/split")
@staff(Permission.EDIT_CODE_FRAME)
def split(slug: str, public_id: str) -> Any:
    """Move some passages of a theme to a new one."""
    theme, form = _theme(public_id), SplitForm()
    if _done(form, "codings", lambda: codebooks.split(
            consultation_id=g.consultation.id, public_id=public_id, name=form.name.data or "",
            coding_ids=form.codings.data or [], by_id=current_user.id)):
        flash(gettext("The passages you chose have a theme of their own now."))
        return redirect(url_for("staff_codebooks.index", slug=slug), 303)
    return _page(theme, split_form=form)


@blueprint.post("/themes/<public_id>/retire")
@staff(Permission.EDIT_CODE_FRAME)
def retire(slug: str, public_id: str) -> WsgiResponse:
    """Take a theme out of use; answers that were coded to it come up again."""
    codebooks.retire(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    flash(gettext("The theme is out of use. Answers that were coded to it will come up again."))
    return redirect(url_for("staff_codebooks.index", slug=slug), 303)


def _done(form: Plain, field: str, use_case: Callable[[], object]) -> bool:
    """Run the use case and return True, or put its refusal on the form."""
    try:
        use_case()
    except Refused as refused:
        refuse(form, refused, field)
        return False
    return True


def _typed(form: ThemeForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("name", "definition", "include_note", "exclude_note")}


def _to(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_codebooks.show", slug=g.consultation.slug, public_id=public_id), 303)


def _theme(public_id: str) -> stored.ThemeView:
    found = stored.theme(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _before() -> int | None:
    value = request.args.get("before", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _list_page(form: ThemeForm) -> Any:
    session, consultation_id = db.session(), g.consultation.id
    page = render_template(
        "staff/codebooks/index.html", consultation=g.consultation, form=form,
        themes=stored.themes(session, consultation_id), has_later=_before() is not None,
        changes=stored.changes(session, consultation_id, before=_before()),
        may_edit=Permission.EDIT_CODE_FRAME in g.permissions)
    return (page, 422) if form.errors else page


def _page(theme: stored.ThemeView, *, theme_form: ThemeForm | None = None, merge_form: MergeForm | None = None,
          split_form: SplitForm | None = None) -> Any:
    """Return the page of a theme; a form that was refused is shown as it was sent, the others as they stand."""
    session, consultation_id = db.session(), g.consultation.id
    forms = (theme_form or ThemeForm(formdata=None, obj=theme), merge_form or MergeForm(formdata=None),
             split_form or SplitForm(formdata=None))
    others = [row for row in stored.themes(session, consultation_id) if row.public_id != theme.public_id]
    forms[1].into.choices = [("", ""), *((row.public_id, row.name) for row in others)]
    may_read = Permission.READ_RESPONSES in g.permissions
    page = render_template(
        "staff/codebooks/show.html", consultation=g.consultation, theme=theme, theme_form=forms[0],
        merge_form=forms[1], split_form=forms[2], others=others,
        coded=_coded(theme) if may_read else None, changes=stored.changes(session, consultation_id, theme_id=theme.id),
        stances={stance: stance_words(stance, gettext) for stance in STANCES},
        may_edit=Permission.EDIT_CODE_FRAME in g.permissions and theme.state == "active",
        may_code=Permission.CODE in g.permissions)
    return (page, 422) if any(form.errors for form in forms) else page


def _coded(theme: stored.ThemeView) -> stored.CodedPage:
    return stored.codings_of(db.session(), g.consultation.id, theme.id, before=tidy(request.args.get("before")),
                             after=tidy(request.args.get("after")))
