"""Comparing two versions of plans: pairs that a machine proposes, what a person says of them, and what is left."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.extensions import db
from consult.queries import plan_changes as found_by
from consult.queries.plan_changes import Compared
from consult.services import plan_changes
from consult.web import plan_change_pages
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_plan_changes", __name__, url_prefix="/staff/consultations/<slug>/plan-changes")
NAME_WORDS = 100
# What can be said of a pair on the page; any other word says nothing.
WORDS = ("right", "wrong")


class ChooseForm(Plain):
    """Which two versions to set beside each other."""

    old = SelectField(_l("Older version"), validate_choice=False)
    new = SelectField(_l("Newer version"), validate_choice=False)


class SayForm(Plain):
    """What became of a part, in a person's own words."""

    old_part = SelectField(_l("Part of the older version"), validate_choice=False)
    new_part = SelectField(_l("Part of the newer version"), validate_choice=False)
    reason = StringField(_l("Why, if it needs saying"), description=_l("The public can read this."))


@blueprint.get("")
@staff(Permission.COMPARE_PLANS)
def index(slug: str) -> Any:
    """List what was compared, and offer to compare two more."""
    return _index(ChooseForm(formdata=None))


@blueprint.post("")
@staff(Permission.COMPARE_PLANS)
def begin(slug: str) -> Any:
    """Propose pairs between two versions."""
    form = ChooseForm()
    try:
        old, new = form.old.data or "", form.new.data or ""
        count = plan_changes.begin(consultation_id=g.consultation.id, old=old, new=new, by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "old")
        return _index(form)
    flash(gettext("%(count)s pairs wait for you to say whether they are right.", count=count))
    return redirect(url_for(".show", slug=slug, old=old, new=new), 303)


@blueprint.get("/<old>/<new>")
@staff(Permission.COMPARE_PLANS)
def show(slug: str, old: str, new: str) -> Any:
    """Show the comparison: what waits first, then what was said, then what nobody has said anything about."""
    return _show(_compared(old, new), SayForm(formdata=None))


@blueprint.post("/<old>/<new>/decide")
@staff(Permission.COMPARE_PLANS)
def decide(slug: str, old: str, new: str) -> Any:
    """Take what was said about each pair on the page; those left alone go on waiting."""
    waiting = {f"pair-{pair.id}": pair.id for pair in _compared(old, new).waiting}
    said = {pair_id: request.form[name] for name, pair_id in waiting.items() if request.form.get(name) in WORDS}
    for pair_id, word in said.items():
        plan_changes.decide(consultation_id=g.consultation.id, pair_id=pair_id, is_right=word == "right",
                            by_id=current_user.id)
    flash(gettext("Saved: %(count)s pairs.", count=len(said)))
    return redirect(url_for(".show", slug=slug, old=old, new=new), 303)


@blueprint.post("/<old>/<new>/say")
@staff(Permission.COMPARE_PLANS)
def say(slug: str, old: str, new: str) -> Any:
    """Take a person's own word for what became of a part."""
    form = SayForm()
    try:
        plan_changes.say(consultation_id=g.consultation.id, old=old, new=new, old_part=form.old_part.data or "",
                         new_part=form.new_part.data or "", reason=form.reason.data or "", by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "old_part")
        return _show(_compared(old, new), form)
    flash(gettext("Saved."))
    return redirect(url_for(".show", slug=slug, old=old, new=new), 303)


@blueprint.post("/<old>/<new>/take-back")
@staff(Permission.COMPARE_PLANS)
def take_back(slug: str, old: str, new: str) -> Any:
    """Undo what was said about one part."""
    typed = request.form.get("pair", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise NotFound()
    plan_changes.take_back(consultation_id=g.consultation.id, pair_id=int(typed), by_id=current_user.id)
    flash(gettext("Taken back."))
    return redirect(url_for(".show", slug=slug, old=old, new=new), 303)


def _index(form: ChooseForm) -> Any:
    session, consultation = db.session(), g.consultation
    versions = found_by.every_version(session)
    options = [(one.ref, f"{one.title} ({one.number})") for one in versions]
    form.old.choices, form.new.choices = choices([("", "")] + options), choices([("", "")] + options)
    begun = found_by.begun(session, consultation.plan_version_id) if consultation.plan_version_id else []
    page = render_template("staff/plan_changes/index.html", consultation=consultation, form=form, begun=begun,
                           may_compare=Permission.COMPARE_PLANS in g.permissions)
    return (page, 422) if form.errors else page


def _compared(old: str, new: str) -> Compared:
    session = db.session()
    before, after = found_by.version(session, old), found_by.version(session, new)
    if before is None or after is None or before.id == after.id:
        raise NotFound()
    if not {before.id, after.id} & found_by.own_versions(session, g.consultation.id):
        raise NotFound()
    return found_by.compared(session, before, after)


def _show(compared: Compared, form: SayForm) -> Any:
    unsaid = [one for one in compared.changes if one.kind == "unsaid"]

    def named(ids: list[int]) -> list[tuple[str, str]]:
        parts = [compared.parts[one] for one in ids]
        return [("", "")] + [(part.key, plan_change_pages.words_of(part)[:NAME_WORDS]) for part in parts]

    form.old_part.choices = choices(named([one.old_id for one in unsaid if one.old_id]))
    form.new_part.choices = choices(named([one.new_id for one in compared.changes if one.new_id]))
    page = render_template("staff/plan_changes/show.html", consultation=g.consultation, form=form,
                           may_compare=Permission.COMPARE_PLANS in g.permissions,
                           **plan_change_pages.names(compared))
    return (page, 422) if form.errors else page
